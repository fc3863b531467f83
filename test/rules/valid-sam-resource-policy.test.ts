import { expect, test } from 'vitest';
import { auditTexts } from '../support/memory.ts';
import { ruleTester } from './rule-tester.ts';
import { indent } from './templates.ts';

interface Sam {
  readonly stage?: string;
  /** Members of `Properties` of the API. */
  readonly more?: string;
  /** Members of `Properties` of the event. */
  readonly event?: string;
  readonly head?: string;
}

/** An API of SAM with one route, whose `ResourcePolicy` has these members. */
function sam(policy: string, { stage = 'prod', more = '', event = '', head = '' }: Sam = {}): string {
  const auth = policy === '' ? '' : `      Auth:\n        ResourcePolicy:\n${indent(10, policy)}\n`;
  return `${head}Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: ${stage}
${auth}${more === '' ? '' : `${indent(6, more)}\n`}  List:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Pets:
          Type: Api
          Properties:
            RestApiId: !Ref Api
            Path: /pets
            Method: get
${event === '' ? '' : `${indent(12, event)}\n`}`;
}

const NETWORKS = 'Parameters: { Networks: { Type: CommaDelimitedList, Default: "8.8.8.8,9.9.9.9" } }\n';
const IS_PROD = 'Conditions: { IsProd: !Equals [!Ref Env, prod] }\n';
const PRODUCTION = `Parameters: { Env: { Type: String } }\n${IS_PROD}`;
const LISTS = ': write IpRangeWhitelist, another of its lists, or CustomStatements.';
const NO_FUNCTION =
  ': it evaluates no function here. Put the function into CustomStatements, or list AWS::LanguageExtensions before AWS::Serverless-2016-10-31.';

const refused = (name: string, takes: string, is: string, advice: string) => ({
  message: 'sam-refused',
  data: { name, takes, is, advice },
});
const REFUSED = refused(
  'SourceVpcWhitelist',
  'strings only',
  'a function',
  'List it in IntrinsicVpcWhitelist or IntrinsicVpceWhitelist.',
);
const NO_IDS = 'none of them is an id, so it makes no statement';

ruleTester('valid-sam-resource-policy', {
  valid: [
    { name: 'no policy', otherRules: ['require-policy'], text: sam('') },
    { name: 'networks', text: sam('IpRangeWhitelist: [8.8.8.8]\nIpRangeBlacklist: 9.9.9.9') },
    {
      name: 'accounts alone',
      otherRules: ['no-mismatched-principal'],
      text: sam("AwsAccountWhitelist: ['111122223333']"),
    },
    {
      name: 'accounts that are denied',
      otherRules: ['no-mismatched-principal'],
      text: sam("AwsAccountBlacklist: ['111122223333']\nIpRangeWhitelist: [8.8.8.8]"),
    },
    ...['AWS::EC2::VPC::Id', 'List<AWS::EC2::VPC::Id>'].map((type) => ({
      name: `a parameter of type ${type}, which can be nothing but ids of VPCs`,
      otherRules: ['no-vpc-condition-on-public-api'],
      text: sam(`SourceVpcBlacklist: ${type.startsWith('List') ? '!Ref Vpc' : '[!Ref Vpc]'}`, {
        head: `Parameters: { Vpc: { Type: ${type} } }\n`,
      }),
    })),
    { name: 'statements', otherRules: ['valid-policy'], text: sam('CustomStatements: [{ Effect: Allow }]') },
    {
      name: 'a VPC and an endpoint that may call',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: sam('SourceVpcWhitelist: [vpc-0a1b2c3d, vpce-0a1b2c3d]'),
    },
    {
      name: 'references',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: sam('IntrinsicVpcBlacklist: [!Ref Vpc]\nIntrinsicVpceBlacklist: [!Ref Endpoint]'),
    },
    { name: 'a list parameter', text: sam('IpRangeWhitelist: !Ref Networks', { head: NETWORKS }) },
    {
      name: 'an event under a literal stage',
      text: sam('', { event: 'Auth: { ResourcePolicy: { IpRangeWhitelist: [8.8.8.8] } }' }),
    },
    {
      name: 'an event of a state machine with a stage',
      text: sam('', {
        stage: '!Sub prod',
        event: 'Stage: prod\nAuth: { ResourcePolicy: { IpRangeWhitelist: [8.8.8.8] } }',
      }).replace('Serverless::Function', 'Serverless::StateMachine'),
    },
    {
      name: 'a single network that a function gives',
      text: sam('IpRangeWhitelist: !If [IsProd, 8.8.8.8, 9.9.9.9]', { head: PRODUCTION }),
    },
    {
      name: 'the API under a stage that is a function',
      text: sam('IpRangeWhitelist: [8.8.8.8]', { stage: '!Sub prod' }),
    },
  ],
  invalid: [
    {
      name: 'a misspelt key',
      otherRules: ['require-policy'],
      text: sam('«IPRangeWhitelist»: [8.8.8.8]\n«IpRangeAllowlist»: [8.8.8.8]\n«IpRangeDenylist»: [8.8.8.8]'),
      findings: [
        { message: 'sam-key', data: { written: 'IPRangeWhitelist', hint: ': did you mean IpRangeWhitelist?' } },
        { message: 'sam-key', data: { written: 'IpRangeAllowlist', hint: ': did you mean IpRangeWhitelist?' } },
        { message: 'sam-key', data: { written: 'IpRangeDenylist', hint: ': did you mean IpRangeBlacklist?' } },
      ],
    },
    {
      name: 'a key of something else',
      otherRules: ['require-policy'],
      text: sam('«Statement»: []'),
      findings: [{ message: 'sam-key', data: { written: 'Statement', hint: LISTS } }],
    },
    {
      name: 'an empty list',
      otherRules: ['require-policy'],
      text: sam('«IpRangeWhitelist»: []\n«CustomStatements»: []'),
      findings: [
        { message: 'sam-empty', data: { name: 'IpRangeWhitelist' } },
        { message: 'sam-empty', data: { name: 'CustomStatements' } },
      ],
    },
    {
      name: 'ids of neither kind',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: sam('«SourceVpcWhitelist»: [vpce-0a1b2c3d, subnet-1]'),
      findings: [{ message: 'sam-vpc', data: { written: 'subnet-1' } }],
    },
    {
      name: 'ids that are in no list',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: sam(
        '«SourceVpcBlacklist»: vpc-0a1b2c3d\n«IntrinsicVpcWhitelist»: !Ref Vpc\n«IntrinsicVpceWhitelist»: !If [IsProd, [vpce-0a1b2c3d], []]',
        { head: `Parameters: { Env: { Type: String }, Vpc: { Type: String, Default: vpc-0a1b2c3d } }\n${IS_PROD}` },
      ),
      findings: [
        { message: 'sam-apart', data: { name: 'SourceVpcBlacklist', does: NO_IDS } },
        { message: 'sam-apart', data: { name: 'IntrinsicVpcWhitelist', does: 'it compares single characters' } },
        {
          message: 'sam-apart',
          data: { name: 'IntrinsicVpceWhitelist', does: 'it compares the name of the function' },
        },
      ],
    },
    {
      name: 'a parameter of one id, and a mapping, in place of a list',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: sam('«SourceVpcWhitelist»: !Ref Vpc\n«IntrinsicVpcBlacklist»: { vpc-0a1b2c3d: true }', {
        head: 'Parameters: { Vpc: { Type: AWS::EC2::VPC::Id } }\n',
      }),
      findings: [
        { message: 'sam-apart', data: { name: 'SourceVpcWhitelist', does: NO_IDS } },
        { message: 'sam-apart', data: { name: 'IntrinsicVpcBlacklist', does: 'it compares the keys of the mapping' } },
      ],
    },
    {
      name: 'members of a list of strings that are none',
      text: sam('SourceVpcWhitelist:\n  - «{ sub: x }»\n  - «[vpc-0a1b2c3d]»\n  - «12»\n  - «true»'),
      findings: ['a mapping', 'a list', 'a number', 'a boolean'].map((is) =>
        refused('SourceVpcWhitelist', 'strings only', is, 'Write each id as a string.'),
      ) as never,
    },
    {
      name: 'an account in no list',
      text: sam("«AwsAccountWhitelist»: '111122223333'\n«AwsAccountBlacklist»: !Ref Account", {
        head: 'Parameters: { Account: { Type: String } }\n',
      }),
      findings: [
        refused('AwsAccountWhitelist', 'a list', 'a string', 'Write a list.'),
        refused('AwsAccountBlacklist', 'a list', 'a string', 'Write a list.'),
      ],
    },
    ...[
      ['a text as the policy', '{ «ResourcePolicy»: open }', 'a string'],
      ['a list as the policy', '{ «ResourcePolicy»: [{ IpRangeWhitelist: [8.8.8.8] }] }', 'a list'],
    ].map(([name = '', auth, is = '']) => ({
      name,
      text: sam('', { more: `Auth: ${auth}` }),
      findings: [refused('ResourcePolicy', 'a mapping', is, 'Write its keys.')] as const,
    })),
    {
      name: 'a text as Auth',
      text: sam('', { more: '«Auth»: AWS_IAM' }),
      findings: [refused('Auth', 'a mapping', 'a string', 'Write its keys.')],
    },
    {
      name: 'a function as Auth',
      text: sam('', {
        more: '«Auth»: !If [IsProd, { ResourcePolicy: { IpRangeWhitelist: [8.8.8.8] } }, !Ref AWS::NoValue]',
        head: PRODUCTION,
      }),
      findings: [refused('Auth', 'a mapping', 'a function', 'Write it out, with the function within.')],
    },
    {
      name: 'a key of Auth that is nearly a policy',
      text: sam('', { more: 'Auth: { «ResourcePolicies»: { IpRangeWhitelist: [8.8.8.8] } }' }),
      findings: [{ message: 'sam-auth', data: { written: 'ResourcePolicies' } }],
    },
    {
      name: 'a policy that a function gives',
      otherRules: ['require-policy'],
      text: sam('', {
        more: 'Auth: { «ResourcePolicy»: !If [IsProd, { IpRangeWhitelist: [8.8.8.8] }, { IpRangeWhitelist: [9.9.9.9] }] }',
        head: PRODUCTION,
      }),
      findings: [{ message: 'sam-key', data: { written: 'Fn::If', hint: NO_FUNCTION } }],
    },
    {
      name: 'a list parameter in an event, where SAM does not put in its value',
      text: sam('', { head: NETWORKS, event: 'Auth: { ResourcePolicy: { «IpRangeWhitelist»: !Ref Networks } }' }),
      findings: [{ message: 'sam-nested', data: { name: 'IpRangeWhitelist' } }],
    },
    {
      name: 'an event of a state machine without a stage',
      text: sam('', { event: 'Auth:\n  «ResourcePolicy»: { IpRangeWhitelist: [8.8.8.8] }' }).replace(
        'Serverless::Function',
        'Serverless::StateMachine',
      ),
      findings: [{ message: 'sam-machine' }],
    },
    {
      name: 'a VPC and an endpoint that may not call',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: sam('«SourceVpcBlacklist»: [vpc-0a1b2c3d, vpce-0a1b2c3d]'),
      findings: [{ message: 'sam-both' }],
    },
    {
      name: 'references to resources where SAM takes strings alone',
      text: sam('SourceVpcWhitelist:\n  - vpc-0a1b2c3d\n  - «!Ref Endpoint»\n  - «{ Fn::GetAtt: [Vpc, VpcId] }»', {
        more: 'EndpointConfiguration: { Type: PRIVATE }',
      }),
      findings: [REFUSED, REFUSED],
    },
    {
      name: 'a parameter in an event, where SAM does not put in its value',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: sam('', {
        event: 'Auth: { ResourcePolicy: { SourceVpcWhitelist: [«!Ref Vpc»] } }',
        head: 'Parameters: { Vpc: { Type: AWS::EC2::VPC::Id } }\n',
      }),
      findings: [REFUSED],
    },
    {
      name: 'accounts beside networks',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: sam("«AwsAccountWhitelist»: ['111122223333']\nIntrinsicVpceWhitelist: [!Ref Endpoint]"),
      findings: [{ message: 'sam-accounts', data: { beside: 'IntrinsicVpceWhitelist' } }],
    },
    {
      name: 'a list that a function gives',
      text: sam(
        '«IpRangeWhitelist»: !If [IsProd, [8.8.8.8], [9.9.9.9]]\n«IpRangeBlacklist»: !Split [",", "1.1.1.1,2.2.2.2"]',
        {
          head: PRODUCTION,
        },
      ),
      findings: [
        { message: 'sam-nested', data: { name: 'IpRangeWhitelist' } },
        { message: 'sam-nested', data: { name: 'IpRangeBlacklist' } },
      ],
    },
    {
      name: 'an event under a stage that is a function',
      text: sam('', { stage: '!Sub prod', event: 'Auth:\n  «ResourcePolicy»: { IpRangeWhitelist: [8.8.8.8] }' }),
      findings: [{ message: 'sam-stage' }],
    },
    {
      name: 'a policy outside Auth',
      otherRules: ['require-policy'],
      text: sam('', { more: '«ResourcePolicy»: { IpRangeWhitelist: [8.8.8.8] }' }),
      findings: [{ message: 'sam-outside' }],
    },
    {
      name: 'a mistake in Globals, once for all APIs',
      otherRules: ['require-policy'],
      text: sam('', {
        head: 'Globals: { Api: { Auth: { ResourcePolicy: { «IpWhitelist»: [8.8.8.8] } } } }\n',
      }),
      findings: [{ message: 'sam-key', data: { written: 'IpWhitelist', hint: LISTS } }],
    },
  ],
  undecided: [
    {
      name: 'an id that is not known',
      text: sam('SourceVpcWhitelist: [!Ref Vpc]', { head: 'Parameters: { ‹Vpc›: { Type: String } }\n' }),
      reasons: ['parameter Vpc has no default'],
    },
    {
      name: 'an Auth that is not known',
      text: sam('', { more: 'Auth: !Ref Auth', head: 'Parameters: { ‹Auth›: { Type: String } }\n' }),
      reasons: ['parameter Auth has no default'],
    },
  ],
});

test('a list that SAM puts into a list is no malformed CIDR besides', () => {
  const text = sam('IpRangeWhitelist: !Split [",", "1.1.1.1,2.2.2.2"]');
  const found = auditTexts({ 't.yml': text }).findings.map(({ ruleId }) => ruleId);
  expect(found.filter((id) => id.startsWith('valid-'))).toEqual(['valid-sam-resource-policy']);
});

test.each(['[!Ref Endpoint]', '[!Ref Endpoint, vpc-0a1b2c3d]', `[!Sub "vpc-\${Id}"]`])(
  'a template that SAM refuses for %s has no other error',
  (list) => {
    const text = sam(`SourceVpcWhitelist: ${list}`, { more: 'EndpointConfiguration: { Type: PRIVATE }' });
    const found = auditTexts({ 't.yml': text }, { preset: 'strict' }).findings.map(({ ruleId }) => ruleId);
    expect(found).toEqual(['valid-sam-resource-policy']);
  },
);
