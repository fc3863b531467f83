import { ruleTester } from './rule-tester.ts';
import { ENVIRONMENTS, parameter, statement, type TemplateOptions, template } from './templates.ts';

const ALONE = { message: 'alone', data: { key: 'aws:VpcSourceIp' } } as const;
const VPC = 'vpc-0a1b2c3d';
const VPCE = 'vpce-0a1b2c3d4e5f60718';

/** Statements of a private API. */
const policy = (statements: readonly string[], options: TemplateOptions = {}): string =>
  template(statements.join('\n'), { endpoint: 'PRIVATE', ...options });

const list = (options: Parameters<typeof statement>[1] = {}, values = '10.0.0.0/16'): string =>
  statement(values, { key: 'aws:VpcSourceIp', ...options });
const marked = (options: Parameters<typeof statement>[1] = {}): string =>
  list({ key: '«aws:VpcSourceIp»', ...options });
/** The same with another condition, written before it. */
const beside = (operator: string, test: string, from: string): string =>
  from.replace('  Condition:\n', `  Condition:\n    ${operator}: { ${test} }\n`);
const vpc = (effect: string, operator: string, test = `aws:SourceVpc: ${VPC}`, resource = 'execute-api:/*'): string =>
  `- { Effect: ${effect}, Principal: '*', Action: 'execute-api:Invoke', Resource: '${resource}', Condition: { ${operator}: { ${test} } } }`;
const ALLOW_ALL = "- { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }";
const EXCEPT = { effect: 'Deny', operator: 'NotIpAddress' };

ruleTester('require-paired-vpc-source', {
  valid: [
    { name: 'a VPC beside it', text: policy([beside('StringEquals', `aws:SourceVpc: ${VPC}`, list())]) },
    { name: 'an endpoint beside it', text: policy([beside('StringLike', `AWS:sourcevpce: [${VPCE}]`, list())]) },
    { name: 'a Deny of all other VPCs', text: policy([list(), vpc('Deny', 'StringNotEquals')]) },
    {
      name: 'a Deny of all other endpoints, with IfExists and for each route',
      text: policy([
        list().replace('/*', '/prod/GET/*'),
        vpc('Deny', 'StringNotEqualsIfExists', `aws:SourceVpce: ${VPCE}`, 'execute-api:/prod/*'),
      ]),
    },
    { name: 'exceptions beside an Allow of one VPC', text: policy([list(EXCEPT), vpc('Allow', 'StringEquals')]) },
    {
      name: 'exceptions beside a Deny of other VPCs',
      text: policy([ALLOW_ALL, list(EXCEPT), vpc('Deny', 'StringNotEquals')]),
    },
    { name: 'a blocklist', otherRules: ['no-open-private-api'], text: policy([ALLOW_ALL, list({ effect: 'Deny' })]) },
    {
      name: 'an Allow with NotIpAddress',
      otherRules: ['no-open-private-api'],
      text: policy([list({ operator: 'NotIpAddress' })]),
    },
    {
      name: 'aws:SourceIp',
      otherRules: ['no-source-ip-on-private-api'],
      text: policy([list({ key: 'aws:SourceIp' })]),
    },
    {
      name: 'a public API, where no request carries the key',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: policy([list()], { endpoint: 'REGIONAL' }),
    },
  ],
  invalid: [
    { name: 'alone in an Allow', text: policy([marked()]), findings: [ALONE] },
    {
      name: 'alone in a Deny, beside an open Allow',
      text: policy([ALLOW_ALL, marked({ ...EXCEPT, key: '«AWS:vpcsourceip»' })]),
      findings: [{ message: 'alone', data: { key: 'AWS:vpcsourceip' } }],
    },
    {
      name: 'alone in a Deny, beside no Allow',
      text: policy([marked(EXCEPT)]),
      findings: [ALONE],
    },
    {
      name: 'beside a Deny of other VPCs on other routes',
      text: policy([marked(), vpc('Deny', 'StringNotEquals', undefined, 'execute-api:/prod/*')]),
      findings: [ALONE],
    },
    {
      name: 'beside an Allow of one VPC, which is another door',
      text: policy([marked(), vpc('Allow', 'StringEquals')]),
      findings: [ALONE],
    },
    {
      name: 'beside a Deny of one VPC',
      text: policy([marked(), vpc('Deny', 'StringEquals')]),
      findings: [ALONE],
    },
    {
      name: 'beside a VPC that it is not',
      text: policy([beside('StringNotEquals', `aws:SourceVpc: ${VPC}`, marked())]),
      findings: [ALONE],
    },
    {
      name: 'beside a test that some VPC is named',
      text: policy([beside('Null', "aws:SourceVpc: 'false'", marked())]),
      findings: [ALONE],
    },
    {
      name: 'beside a VPC that may be missing',
      text: policy([beside('StringEqualsIfExists', `aws:SourceVpc: ${VPC}`, marked())]),
      findings: [ALONE],
    },
    {
      name: 'beside a pattern that everything matches',
      text: policy([beside('StringLike', "aws:SourceVpc: ['*']", marked())]),
      findings: [ALONE],
    },
    {
      name: 'beside a pattern that every id matches',
      text: policy([beside('StringLike', "aws:SourceVpc: 'vpc-*'", marked())]),
      findings: [ALONE],
    },
    {
      name: 'only where a condition takes the VPC out',
      text: policy(
        [
          list({ key: '«aws:VpcSourceIp»', also: 'Sid: a' }).replace(
            '  Condition:\n',
            `  Condition:\n    StringEquals: !If [IsProd, { aws:SourceVpc: ${VPC} }, !Ref AWS::NoValue]\n`,
          ),
        ],
        { head: ENVIRONMENTS },
      ),
      findings: [{ ...ALONE, scenarios: ['Env is dev'] }],
    },
    {
      name: 'a private custom domain',
      otherRules: ['valid-policy'],
      text: template('', {
        endpoint: 'none',
        resources: `
Domain:
  Type: AWS::ApiGateway::DomainNameV2
  Properties:
    DomainName: shop.example.com
    Policy: { Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*',
      Condition: { IpAddress: { «aws:VpcSourceIp»: 10.0.0.0/8 } } } }`,
      }),
      findings: [ALONE],
    },
  ],
  undecided: [
    {
      name: 'a pattern that is not known',
      text: policy([beside('StringLike', 'aws:SourceVpc: !Ref Vpc', list())], { head: parameter('‹Vpc›') }),
      reasons: ['parameter Vpc has no default'],
    },
    {
      name: 'a Deny on routes that are not known',
      text: policy(
        [
          list().replace('/*', '/prod/*'),
          vpc('Deny', 'StringNotEquals').replace("'execute-api:/*'", '!Join ["", ["execute-api:/", !Ref Stage, "/*"]]'),
        ],
        { head: parameter('‹Stage›') },
      ),
      reasons: ['parameter Stage has no default'],
    },
    {
      name: 'another condition that is not known',
      text: policy(
        [
          list().replace(
            / {2}Condition:[\s\S]*/,
            '  Condition: { StringEquals: !Ref More, IpAddress: { aws:VpcSourceIp: 10.0.0.0/8 } }',
          ),
        ],
        { head: parameter('‹More›') },
      ),
      reasons: ['parameter More has no default'],
    },
    {
      name: 'a statement that is not known',
      text: policy([list(), '- !Ref More'], { head: parameter('‹More›') }),
      reasons: ['parameter More has no default'],
    },
    {
      name: 'an effect that is not known',
      text: policy([list({ effect: '!Ref Effect' })], { head: parameter('‹Effect›') }),
      reasons: ['parameter Effect has no default'],
    },
    {
      name: 'an endpoint type that is not known',
      text: policy([list()], { endpoint: '!Ref Type', head: parameter('‹Type›') }),
      reasons: ['parameter Type has no default'],
    },
  ],
});
