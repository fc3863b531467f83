import { allowing, snapshot } from '../support/snapshots.ts';
import { declared, gateway, policyText, state } from '../support/terraform.ts';
import { ruleTester } from './rule-tester.ts';
import { ENVIRONMENTS, flow, methodAt, parameter, type TemplateOptions, template, withPolicy } from './templates.ts';

/** An API whose policy has these resources: a list of YAML values, or one. */
function resources(values: string | readonly string[], options: TemplateOptions = {}, element = 'Resource'): string {
  const list = typeof values === 'string' ? ` ${values}` : values.map((value) => `\n    - ${value}`).join('');
  return template(`- Effect: Allow\n  Principal: '*'\n  Action: execute-api:Invoke\n  ${element}:${list}`, options);
}

const OWN = `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}`;
const written = (text: string) => ({ written: text, left: '' });
const malformed = (text: string) => ({ message: 'malformed', data: written(text) });
const missing = (text: string, parts: string) => ({
  message: 'missing',
  data: { ...written(text), missing: parts },
});
const any = (text: string, verb = 'ANY') => ({ message: 'any', data: { ...written(text), verb } });
const inPath = (text: string, name: string) => ({ message: 'parameter', data: { ...written(text), parameter: name } });
const OTHER = 'Other: { Type: AWS::ApiGateway::RestApi, Properties: { Name: other } }';
const STAGE = 'Prod: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: prod } }';

/** A state whose API has this ARN, and a policy for this resource. */
const stored = (resource: string): string =>
  state([
    gateway('rest_api', 'shop', {
      values: {
        id: 'a1b2c3d4e5',
        execution_arn: 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5',
        policy: policyText('8.8.8.8', resource),
      },
    }),
  ]);
const elsewhere = (data: Readonly<Record<string, string>>) => ({
  message: 'elsewhere' as const,
  data: { left: '', ...data },
  related: [[1, 'aws_api_gateway_rest_api.shop']] as const,
});

/** An Allow for two lists, and a Deny on a resource. */
const denied = (resource: string, condition: string, principal = "'*'"): string =>
  template(
    [
      flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': [81.2.69.0/24, 9.9.9.9] }" }),
      flow('Deny', { resource: 'RESOURCE', condition, principal }).replace("'RESOURCE'", resource),
    ].join('\n'),
    { resources: [methodAt('pets', 'GET'), methodAt('{id}', 'ANY')].join('\n') },
  );

ruleTester('valid-resource', {
  valid: [
    {
      name: 'the ARN of the API itself, as a Terraform state has it',
      otherRules: ['no-undeployed-policy'],
      text: stored('arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/*'),
    },
    {
      name: 'wildcards for its region and its account',
      otherRules: ['no-undeployed-policy'],
      text: stored('arn:aws:execute-api:*:*:a1b2c3d4e5/*'),
    },
    { name: 'everything', text: resources("'*'") },
    {
      name: 'short forms',
      text: resources([
        'execute-api:/*',
        'execute-api:/*/*/*',
        'execute-api:/prod/GET/pets',
        'execute-api:/prod/DELETE/pets/*',
        'execute-api:/prod/*',
        'execute-api:/prod/GET*',
        'execute-api:/pro*',
        'execute-api:/prod/G?T/pets/?',
        'execute-api:/*/OPTIONS/pets/any/get',
      ]),
    },
    {
      name: 'the empty path of the root',
      text: resources(['execute-api:/*/GET/', 'execute-api:/prod/GET/', 'execute-api:/prod/*/']),
    },
    {
      name: 'full ARNs',
      text: resources([
        'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/prod/GET/pets',
        'arn:aws-cn:execute-api:cn-north-1:123456789012:a1b2c3d4e5/*',
        'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5*',
        'arn:aws:execute-api:eu-west-1:123456789012:*',
        'arn:*:execute-api:*:*:*',
        'arn:aws:execute-api:*:*:*/prod/GET/pets:search',
      ]),
    },
    {
      name: 'what a wildcard completes',
      text: resources(['execute-api:/*/pets', 'execute-api:/*/', 'arn:aws:execute-api:*:*:*/GET/pets/1']),
    },
    {
      name: 'the API itself and pseudo parameters',
      text: resources([
        `!Sub ${OWN}:\${Api}/*`,
        `!Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/prod/GET/`,
        `!Sub ${OWN}:\${Api.RestApiId}/*/GET/pets`,
        `!Join ['', ['arn:aws:execute-api:', !Ref 'AWS::Region', ':', !Ref 'AWS::AccountId', ':', !Ref Api, '/*']]`,
      ]),
    },
    {
      name: 'a stage, a region and an id that are not known',
      text: resources(
        [
          `!Sub execute-api:/\${Stage}/*`,
          `!Sub execute-api:/\${Stage}/GET/pets`,
          `!Sub arn:aws:execute-api:\${Region}:\${AWS::AccountId}:\${ApiId}/\${Stage}/*`,
        ],
        { head: 'Parameters: { Stage: { Type: String }, Region: { Type: String }, ApiId: { Type: String } }' },
      ),
    },
    {
      name: 'a stage of the template',
      text: resources(`!Sub execute-api:/\${Prod}/GET/pets`, { resources: STAGE }),
    },
    {
      name: 'variables of the policy language',
      text: resources(`'execute-api:/prod/GET/\${aws:PrincipalTag/team}/pets'`),
    },
    {
      name: 'NotResource',
      otherRules: ['no-negated-element'],
      text: resources(['execute-api:*/*/*', 'execute-api:/prod/ANY/pets/{id}'], {}, 'NotResource'),
    },
    {
      name: 'a private custom domain',
      text: `Resources:
  Domain:
    Type: AWS::ApiGateway::DomainNameV2
    Properties:
      DomainName: shop.example.com
      Policy: { Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:*' } }`,
    },
  ],
  invalid: [
    ...(
      [
        ['parameter', 'execute-api:/*/GET/pets/{id}', { parameter: '{id}' }],
        ['any', 'execute-api:/*/ANY/*', { verb: 'ANY' }],
        ['case', 'execute-api:/*/get/*', { verb: 'get', upper: 'GET' }],
        ['unexpanded', 'execute-api:*/*/*', {}],
        ['missing', 'arn:aws:execute-api:*:*:a1b2c3d4e5', { missing: 'stage, verb or path' }],
        ['service', 'arn:aws:s3:::pets', {}],
      ] as const
    ).flatMap(([message, resource, more]) =>
      (
        [
          ['of a list', "IpAddress: { 'aws:SourceIp': 9.9.9.9 }", ': 9.9.9.9 still gets in'],
          ['of whom nobody lets in', "IpAddress: { 'aws:SourceIp': 8.8.4.4 }", ''],
          [
            'of a header',
            "StringEquals: { 'aws:Referer': 'https://a' }",
            ': whoever the other statements let in still gets in',
          ],
        ] as const
      ).map(([name, condition, left]) => ({
        name: `${resource} in a Deny ${name}`,
        text: denied(`'«${resource}»'`, condition),
        findings: [{ message, data: { ...written(resource), ...more, left } }] as const,
      })),
    ),
    {
      name: 'a Deny of which another resource is right',
      text: denied("['execute-api:/*/GET/*', '«execute-api:/*/get/*»']", "IpAddress: { 'aws:SourceIp': 9.9.9.9 }"),
      findings: [{ message: 'case', data: { ...written('execute-api:/*/get/*'), verb: 'get', upper: 'GET' } }],
    },
    {
      name: 'a Deny of an account, which no caller is of',
      text: denied("'«execute-api:/*/get/*»'", "IpAddress: { 'aws:SourceIp': 9.9.9.9 }", "{ AWS: '111122223333' }"),
      findings: [{ message: 'case', data: { ...written('execute-api:/*/get/*'), verb: 'get', upper: 'GET' } }],
    },
    ...(
      [
        ['an account of eleven digits', 'arn:aws:execute-api:eu-west-1:11112222333:a1b2c3d4e5/*/*'],
        ['no account', 'arn:aws:execute-api:eu-west-1::a1b2c3d4e5/*/*'],
        ['the name of an account', 'arn:aws:execute-api:*:my-account:*/prod/GET/x'],
      ] as const
    ).map(([name, written]) => ({
      name,
      text: resources(`'«${written}»'`),
      findings: [{ message: 'account', data: { written, left: '' } }] as const,
    })),
    ...['', 'region', 'europe', 'eu-west', 'EU-WEST-1', 'us-east-1a', 'eu_west_1', '<region>'].map((region) => ({
      name: `no Region: '${region}'`,
      text: resources(`'«arn:aws:execute-api:${region}:111122223333:*/*/GET/»'`),
      findings: [
        { message: 'region', data: { written: `arn:aws:execute-api:${region}:111122223333:*/*/GET/`, left: '' } },
      ] as const,
    })),
    {
      name: 'a path where the Region is wanted',
      text: resources("'«arn:aws:execute-api:/*/*/*»'"),
      findings: [{ message: 'malformed', data: written('arn:aws:execute-api:/*/*/*') }],
    },
    ...["Version: '2008-10-17'", ''].map((version) => ({
      name: `a variable, of which the version of the policy knows nothing: ${version}`,
      text: resources(`'«execute-api:/*/GET/\${aws:username}»'`).replace("Version: '2012-10-17'", version),
      findings: [
        {
          message: 'placeholder',
          data: { left: '', written: `execute-api:/*/GET/\${aws:username}`, placeholder: `\${aws:username}` },
        },
      ] as const,
    })),
    ...(['{{stageNameOrWildcard}}', `\${Stage}`, `\${AWS::StackName}`] as const).map((placeholder) => ({
      name: `a placeholder left over: ${placeholder}`,
      text: resources(`'«execute-api:/${placeholder}/GET/x»'`),
      findings: [
        { message: 'placeholder', data: { ...written(`execute-api:/${placeholder}/GET/x`), placeholder } },
      ] as const,
    })),
    ...(
      [
        ['arn:aws-cn:execute-api:eu-west-1:111122223333:a1b2c3d4e5', 'partition', 'aws-cn', 'aws'],
        ['arn:aws:execute-api:eu-west-2:111122223333:a1b2c3d4e5', 'region', 'eu-west-2', 'eu-west-1'],
        ['arn:aws:execute-api:eu-west-1:444455556666:a1b2c3d4e5', 'account', '444455556666', '111122223333'],
        ['arn:aws:execute-api:*:111122223333:f6g7h8i9j0', 'id', 'f6g7h8i9j0', 'a1b2c3d4e5'],
      ] as const
    ).map(([arn, part, other, own]) => ({
      name: `${arn} in the state of another API`,
      otherRules: ['no-undeployed-policy'],
      text: declared(stored(`«${arn}/*»`), 'aws_api_gateway_rest_api.shop'),
      findings: [elsewhere({ written: `${arn}/*`, part, other, own })] as const,
    })),
    {
      name: 'the ARN of another place, where a live API is known to be elsewhere',
      file: 't.json',
      text: snapshot({ policy: allowing('8.8.8.8') })
        .replace('eu-west-1:111122223333:a1b2c3d4e5/*', 'us-east-1:111122223333:a1b2c3d4e5/*')
        .replace(/("Resource": ")([^"]*)/, '$1«$2»'),
      findings: [
        {
          message: 'elsewhere',
          data: {
            left: '',
            written: 'arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/*',
            part: 'region',
            other: 'us-east-1',
            own: 'eu-west-1',
          },
        },
      ],
    },
    {
      name: 'what is no ARN',
      text: resources([
        '«/prod/GET/pets»',
        '«prod/*»',
        "'«*/GET/pets»'",
        '«execute-api»',
        '«Arn:aws:execute-api:a:1:b/*»',
      ]),
      findings: [
        malformed('/prod/GET/pets'),
        malformed('prod/*'),
        malformed('*/GET/pets'),
        malformed('execute-api'),
        malformed('Arn:aws:execute-api:a:1:b/*'),
      ],
    },
    {
      name: 'an empty string and blanks',
      text: resources(["'«»'", "'« execute-api:/*»'"]),
      findings: [malformed("''"), malformed(' execute-api:/*')],
    },
    {
      name: 'an ARN with too few parts',
      text: resources(['«arn:aws:execute-api:eu-west-1:123456789012»', '«arn:aws:execute-api»']),
      findings: [malformed('arn:aws:execute-api:eu-west-1:123456789012'), malformed('arn:aws:execute-api')],
    },
    {
      name: 'the id of the API alone',
      text: resources('«!Ref Api»'),
      findings: [malformed(`\${Api}`)],
    },
    {
      name: 'other services',
      text: resources(['«arn:aws:s3:::pets»', `!Sub «arn:aws:apigateway:\${AWS::Region}::/restapis/\${Api}/*»`]),
      findings: [
        { message: 'service', data: written('arn:aws:s3:::pets') },
        { message: 'service', data: written(`arn:aws:apigateway:\${AWS::Region}::/restapis/\${Api}/*`) },
      ],
    },
    {
      name: 'no slash after the colon',
      text: resources([
        '«execute-api:*/*/*»',
        "'«execute-api:*»'",
        '«execute-api:prod/GET/pets»',
        '«execute-api:Invoke»',
      ]),
      findings: [
        { message: 'unexpanded', data: written('execute-api:*/*/*') },
        { message: 'unexpanded', data: written('execute-api:*') },
        { message: 'unexpanded', data: written('execute-api:prod/GET/pets') },
        { message: 'unexpanded', data: written('execute-api:Invoke') },
      ],
    },
    {
      name: 'another API of the template',
      text: resources(`!Sub «${OWN}:\${Other}/*»`, { resources: OTHER }),
      findings: [{ message: 'foreign', data: { ...written(`${OWN}:\${Other}/*`), other: 'Other', id: 'Api' } }],
    },
    {
      name: 'an HTTP API of the template, joined',
      text: resources(
        `«!Join ['', ['arn:aws:execute-api:eu-west-1:123456789012:', !GetAtt Http.ApiId, /prod/GET/pets]]»`,
        { resources: 'Http: { Type: AWS::ApiGatewayV2::Api }' },
      ),
      findings: [
        {
          message: 'foreign',
          data: {
            ...written(`arn:aws:execute-api:eu-west-1:123456789012:\${Http.ApiId}/prod/GET/pets`),
            other: 'Http',
            id: 'Api',
          },
        },
      ],
    },
    {
      name: 'nothing behind the id, in full and short forms',
      text: resources([
        `!Sub «${OWN}:\${Api}/»`,
        `!Sub «${OWN}:\${Api}»`,
        `!Sub «${OWN}:\${Api.RestApiId}»`,
        '«arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5»',
        '«execute-api:/»',
      ]),
      findings: [
        missing(`${OWN}:\${Api}/`, 'stage, verb or path'),
        missing(`${OWN}:\${Api}`, 'stage, verb or path'),
        missing(`${OWN}:\${Api.RestApiId}`, 'stage, verb or path'),
        missing('arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5', 'stage, verb or path'),
        missing('execute-api:/', 'stage, verb or path'),
      ],
    },
    {
      name: 'a part that is missing',
      text: resources([
        '«execute-api:/prod»',
        '«execute-api:/prod/»',
        '«execute-api:/prod/GET»',
        '«execute-api:/*/GET»',
        '«arn:aws:execute-api:*:*:*/GET»',
        '«execute-api://GET/pets»',
        '«execute-api:/prod//pets»',
        '«execute-api:/prod/pets»',
        "'«execute-api:/prod/pets/*»'",
      ]),
      findings: [
        missing('execute-api:/prod', 'verb or path'),
        missing('execute-api:/prod/', 'verb or path'),
        missing('execute-api:/prod/GET', 'path'),
        missing('execute-api:/*/GET', 'path'),
        missing('arn:aws:execute-api:*:*:*/GET', 'path'),
        missing('execute-api://GET/pets', 'stage'),
        missing('execute-api:/prod//pets', 'verb'),
        missing('execute-api:/prod/pets', 'verb or path'),
        missing('execute-api:/prod/pets/*', 'verb'),
      ],
    },
    {
      name: 'nothing behind a stage of the template, whose name has no slash',
      text: resources(`!Sub «execute-api:/\${Prod}/»`, { resources: STAGE }),
      findings: [missing(`execute-api:/\${Prod}/`, 'verb or path')],
    },
    {
      name: 'the verb of a method instead of that of a call',
      text: resources(['«execute-api:/prod/ANY/pets»', '«execute-api:/*/any/*»', '«execute-api:/prod/Any/»']),
      findings: [
        any('execute-api:/prod/ANY/pets'),
        any('execute-api:/*/any/*', 'any'),
        any('execute-api:/prod/Any/', 'Any'),
      ],
    },
    {
      name: 'verbs that are not in upper case',
      text: resources(['«execute-api:/prod/get/pets»', `!Sub «${OWN}:\${Api}/*/Post/*»`]),
      findings: [
        { message: 'case', data: { ...written('execute-api:/prod/get/pets'), verb: 'get', upper: 'GET' } },
        { message: 'case', data: { ...written(`${OWN}:\${Api}/*/Post/*`), verb: 'Post', upper: 'POST' } },
      ],
    },
    {
      name: 'parameters of the path',
      text: resources([
        "'«execute-api:/prod/GET/pets/{id}»'",
        "'«execute-api:/*/*/{proxy+}»'",
        "'«execute-api:/prod/GET/pets/{id}/toys/{toy}»'",
      ]),
      findings: [
        inPath('execute-api:/prod/GET/pets/{id}', '{id}'),
        inPath('execute-api:/*/*/{proxy+}', '{proxy+}'),
        inPath('execute-api:/prod/GET/pets/{id}/toys/{toy}', '{id}'),
      ],
    },
    {
      name: 'a parameter of the path behind a verb that is not known',
      text: resources(`!Sub '«execute-api:/prod/\${Verb}/pets/{id}»'`, { head: parameter('‹Verb›') }),
      findings: [inPath(`execute-api:/prod/\${Verb}/pets/{id}`, '{id}')],
      reasons: ['parameter Verb has no default'],
    },
    {
      name: 'two faults of one resource',
      text: resources("'««execute-api:/prod/ANY/pets/{id}»»'"),
      findings: [any('execute-api:/prod/ANY/pets/{id}'), inPath('execute-api:/prod/ANY/pets/{id}', '{id}')],
    },
    {
      name: 'the default of a list parameter',
      text: resources('⟨!Ref Paths⟩', {
        head: parameter('Paths', 'CommaDelimitedList', "'execute-api:/prod/GET/pets, «execute-api:/prod»'"),
      }),
      findings: [{ ...missing('execute-api:/prod', 'verb or path'), related: [[1, 'used here']] }],
    },
    {
      name: 'a Deny, in one scenario',
      text: resources('!If [IsProd, execute-api:/prod/*, «execute-api:dev/*»]', { head: ENVIRONMENTS }).replace(
        'Effect: Allow',
        'Effect: Deny',
      ),
      findings: [{ message: 'unexpanded', data: written('execute-api:dev/*'), scenarios: ['Env is dev'] }],
    },
    {
      name: 'JSON in a string',
      text: withPolicy(`
Policy: '{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
  "Resource": ["execute-api:/*", "«execute-api:/prod»"] } }'`),
      findings: [missing('execute-api:/prod', 'verb or path')],
    },
    {
      name: 'a policy by itself',
      file: 'policy.json',
      text: `{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
  "Resource": "«arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/»" } }`,
      findings: [missing('arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/', 'stage, verb or path')],
    },
  ],
  undecided: [
    {
      name: 'resources that are not known, in a list and for all of it',
      text: resources(['!Ref Path', 'execute-api:/*'], { head: parameter('‹Path›') }),
      reasons: ['parameter Path has no default'],
    },
    {
      name: 'a list that is not known',
      text: resources('!Ref Paths', { head: parameter('‹Paths›', 'CommaDelimitedList') }),
      reasons: ['parameter Paths has no default'],
    },
    {
      name: 'a wildcard for several parts',
      text: resources(["'‹arn:aws:execute-api:*›'", "'‹arn:aws:execute-api:eu-west-1:*›'"]),
      reasons: [
        'AWS does not say whether the wildcard of arn:aws:execute-api:* spans a colon',
        'AWS does not say whether the wildcard of arn:aws:execute-api:eu-west-1:* spans a colon',
      ],
    },
    {
      name: 'a beginning that may be that of an ARN or of a short form',
      text: resources([`!Sub '\${Api1}/*'`, `!Sub 'execute-api:\${Path}'`], {
        head: 'Parameters: { ‹Api1›: { Type: String }, ‹Path›: { Type: String } }',
      }),
      reasons: ['parameter Api1 has no default', 'parameter Path has no default'],
    },
    {
      name: 'a service that is not known',
      text: resources(`!Sub arn:aws:\${Service}:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*`, {
        head: parameter('‹Service›'),
      }),
      reasons: ['parameter Service has no default'],
    },
    {
      name: 'too few parts, one of which may hold several',
      text: resources(
        [
          `!Sub arn:aws:execute-api:\${Place}`,
          `!Sub ${OWN}:\${ApiId}/`,
          `!Sub execute-api:/\${Stage}/pets`,
          `!Sub execute-api:/prod/\${Rest}`,
        ],
        {
          head: 'Parameters: { ‹Place›: { Type: String }, ‹ApiId›: { Type: String }, ‹Stage›: { Type: String }, ‹Rest›: { Type: String } }',
        },
      ),
      reasons: [
        'parameter Place has no default',
        'parameter ApiId has no default',
        'parameter Stage has no default',
        'parameter Rest has no default',
      ],
    },
    {
      name: 'a verb and a part of the path that are not known',
      text: resources([`!Sub execute-api:/\${Stage}/\${Verb}/pets`, `!Sub execute-api:/prod/GET/\${Part}/pets`], {
        head: 'Parameters: { Stage: { Type: String }, ‹Verb›: { Type: String }, ‹Part›: { Type: String } }',
      }),
      reasons: ['parameter Verb has no default', 'parameter Part has no default'],
    },
    {
      name: 'an ARN that another resource gives',
      text: resources('‹!GetAtt Lookup.Arn›', { resources: 'Lookup: { Type: Custom::Lookup }' }),
      reasons: ['Arn of Lookup is known at deployment only'],
    },
  ],
});
