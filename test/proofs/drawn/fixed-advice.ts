import type { Effect } from './advised.ts';
import type { Texts } from './suggested.ts';

/** Advice whose template is none that can be drawn: broken policies, other dialects, earlier versions. */
export interface FixedAdvice {
  readonly of: string;
  readonly before: Texts;
  /** One for each way out that the message names. */
  readonly after: readonly Texts[];
  readonly promise?: Effect;
  /** An earlier version, which the rule holds the template against. */
  readonly earlier?: Texts;
}

export const STATEMENT =
  "{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*', Condition: { IpAddress: { aws:SourceIp: [52.94.76.0/24] } } }";
const POLICY = `Version: '2012-10-17'
        Statement:
          - ${STATEMENT}`;
const DEPLOYMENT = `
  Deployment9f86d081884c: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }
  Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: live, DeploymentId: !Ref Deployment9f86d081884c } }`;

const cloudformation = (policy = `\n        ${POLICY}`, more = DEPLOYMENT): string => `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: pets
      EndpointConfiguration: { Types: [REGIONAL] }
      Policy:${policy}
  Get:
    Type: AWS::ApiGateway::Method
    Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, AuthorizationType: NONE }${more}
`;

export const GOOD: string = cloudformation();

const keyed = (template: string): string =>
  template.replace('AuthorizationType: NONE', 'AuthorizationType: NONE, ApiKeyRequired: true');

/** The good template with a part of it written wrongly; the advice writes it as it is in the good one. */
export function broken(of: string, part: string, wrong: string, good: string = GOOD): FixedAdvice {
  if (!good.includes(part)) throw new Error(`the template has no ${part}`);
  return { of, before: { 't.yml': good.replace(part, wrong) }, after: [{ 't.yml': good }] };
}

const PRIVATE = GOOD.replace('[REGIONAL]', '[PRIVATE]').replace(
  'IpAddress: { aws:SourceIp: [52.94.76.0/24] }',
  'StringEquals: { aws:SourceVpce: vpce-0a1b2c3d }',
);
const IP = 'IpAddress: { aws:SourceIp: [52.94.76.0/24] }';
const IN_ONE_LINE = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }],
}).replace('}]', ',"Condition":{"IpAddress":{"aws:SourceIp":"52.94.76.0/24"}}}]');
const IN_JSON = cloudformation(` '${IN_ONE_LINE}'`);

export const files = (
  file: string,
  before: string,
  ...after: readonly string[]
): Pick<FixedAdvice, 'before' | 'after'> => ({
  before: { [file]: before },
  after: after.map((one) => ({ [file]: one })),
});

const cidrs = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => `52.94.${from + i}.0/24`).join(', ');

const halves = (count: number): string =>
  Array.from({ length: 2 * count }, (_, i) => `52.94.${i >> 1}.${(i & 1) * 128}/25`).join(', ');

/** The good template with these entries and a Sid that gives its policy so many characters. */
function sized(entries: string, size: number): string {
  const members = entries.split(', ').map((one) => `"${one}"`);
  const rest = IN_ONE_LINE.replace('"52.94.76.0/24"', `[${members.join()}]`).length + ',"Sid":""'.length;
  return GOOD.replace('52.94.76.0/24', entries).replace('Effect:', `Sid: ${'x'.repeat(size - rest)}, Effect:`);
}

const WITHOUT_POLICY = GOOD.replace(`      Policy:\n        ${POLICY}\n`, '');

export const FIXED_ADVICE: readonly FixedAdvice[] = [
  broken('valid-policy policy-type', `\n        ${POLICY}`, ' [1]'),
  { ...broken('valid-policy policy-json', IN_ONE_LINE, `${IN_ONE_LINE}]`, IN_JSON) },
  broken('valid-policy duplicate-element', '"Version"', '"Version":"2012-10-17","Version"', IN_JSON),
  broken('valid-policy policy-element', 'Statement:', 'Statment:'),
  broken('valid-policy version', '2012-10-17', '2012-10-18'),
  broken('valid-policy statement-missing', `Statement:\n          - ${STATEMENT}`, 'PolicyDocument: {}'),
  broken('valid-policy statement-type', STATEMENT, 'allow'),
  { ...broken('valid-policy statement-empty', `\n          - ${STATEMENT}`, ' []') },
  broken('valid-policy element', 'Effect:', 'Sids: x, Effect:'),
  broken('valid-policy element-missing', 'Action: execute-api:Invoke, ', ''),
  broken('valid-policy element-type', 'Action: execute-api:Invoke', 'Action: { a: b }'),
  broken('valid-policy element-empty', 'Action: execute-api:Invoke', 'Action: []'),
  broken(
    'valid-policy element-pair',
    'Action: execute-api:Invoke',
    'Action: execute-api:Invoke, NotAction: execute-api:ManageConnections',
  ),
  broken('valid-policy effect', 'Effect: Allow', 'Effect: allow'),
  broken('valid-policy action', 'Action: execute-api:Invoke', 'Action: s3:GetObject'),
  broken('valid-policy principal-type', "Principal: '*'", 'Principal: everybody'),
  broken('valid-policy principal', "Principal: '*'", "Principal: { Aws: '*' }"),
  broken('valid-policy condition-type', `Condition: { ${IP} }`, 'Condition: office'),
  broken('valid-policy operator-missing-key', IP, 'IpAddress: [52.94.76.0/24]'),
  broken('valid-condition operator', 'IpAddress:', 'IpAdress:'),
  broken('valid-condition key', 'aws:SourceIp', 'aws:SourceIpp'),
  broken('valid-condition key-unsupported', IP, `${IP}, StringEquals: { aws:RequestedRegion: eu-west-1 }`),
  broken(
    'valid-condition key-duplicate',
    IP.replace('52.94.76.0/24', '52.94.76.0/24, 9.9.9.9'),
    'IpAddress: { aws:SourceIp: [52.94.76.0/24], AWS:sourceip: [9.9.9.9] }',
    GOOD.replace('52.94.76.0/24', '52.94.76.0/24, 9.9.9.9'),
  ),
  broken('valid-condition key-not-address', IP, `${IP.slice(0, -2)}, aws:SourceVpc: [52.94.76.0/24] }`),
  broken('valid-condition key-not-comparable', 'IpAddress:', 'StringEquals:'),
  broken('valid-condition qualifier-single', 'IpAddress:', 'ForAllValues:IpAddress:'),
  broken(
    'valid-condition null-qualifier',
    'Null:',
    'ForAllValues:Null:',
    GOOD.replace(IP, `${IP}, Null: { aws:SourceIp: 'false' }`),
  ),
  broken(
    'valid-condition null-value',
    "aws:SourceIp: 'false'",
    "aws:SourceIp: 'no'",
    GOOD.replace(IP, `${IP}, Null: { aws:SourceIp: 'false' }`),
  ),
  ...(
    [
      ['malformed', 'pets'],
      ['service', "'arn:aws:apigateway:eu-west-1::/restapis/a1b2c3d4e5'"],
      ['unexpanded', "'execute-api:*/*/*'"],
      ['missing', "'execute-api:/live'"],
    ] as const
  ).map(([name, wrong]) => broken(`valid-resource ${name}`, "'execute-api:/*'", wrong)),
  ...(
    [
      ['any', '/live/ANY/', '/live/*/'],
      ['case', '/live/get/', '/live/GET/'],
    ] as const
  ).map(([name, wrong, right]) =>
    broken(`valid-resource ${name}`, right, wrong, GOOD.replace("'execute-api:/*'", `'execute-api:${right}'`)),
  ),
  broken(
    'valid-resource parameter',
    '/live/GET/*',
    '/live/GET/{id}',
    GOOD.replace("'execute-api:/*'", "'execute-api:/live/GET/*'")
      .replace('!GetAtt Api.RootResourceId', '!Ref Pet')
      .concat(
        "  Pet: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: '{id}' } }\n",
      ),
  ),
  {
    ...broken(
      'valid-resource foreign',
      "'execute-api:/*'",
      `!Sub 'arn:aws:execute-api:$\{AWS::Region}:$\{AWS::AccountId}:$\{Other}/*'`,
      `${GOOD}  Other: { Type: AWS::ApiGateway::RestApi, Properties: { Name: other } }\n`,
    ),
  },
  broken('valid-vpc-id swapped', 'aws:SourceVpce: vpce-0a1b2c3d', 'aws:SourceVpc: vpce-0a1b2c3d', PRIVATE),
  broken('valid-vpc-id nature', 'vpce-0a1b2c3d', 'sg-0a1b2c3d', PRIVATE),
  broken(
    'no-unroutable-source typed',
    '!Ref Address',
    '!GetAtt Machine.PrivateIp',
    `${GOOD.replace('[52.94.76.0/24]', '[!Ref Address]')}  Address: { Type: AWS::EC2::EIP }\n  Machine: { Type: AWS::EC2::Instance }\n`,
  ),
  broken('valid-vpc-id malformed', 'vpce-0a1b2c3d', 'vpce-1', PRIVATE),
  broken(
    'valid-vpc-id wildcard',
    'StringLike: { aws:SourceVpce: vpce-0a1b2* }',
    'StringEquals: { aws:SourceVpce: vpce-0a1b2* }',
    PRIVATE.replace('StringEquals: { aws:SourceVpce: vpce-0a1b2c3d }', 'StringLike: { aws:SourceVpce: vpce-0a1b2* }'),
  ),
  broken('valid-cidr malformed', '52.94.76.0/24', '52.94.76.0/33'),
  broken('valid-cidr nested', '[52.94.76.0/24]', '[[52.94.76.0/24]]'),
  broken(
    'valid-cidr parameter',
    '!Ref Office',
    'Office',
    `Parameters: { Office: { Type: String, Default: 52.94.76.0/24 } }\n${GOOD.replace('[52.94.76.0/24]', '[!Ref Office]')}`,
  ),
  broken('valid-cidr unspecified', '52.94.76.0/24', '0.0.0.0'),
  {
    of: 'valid-cidr empty',
    ...files('t.yml', GOOD.replace('[52.94.76.0/24]', '[]'), GOOD),
  },
  broken('no-negated-element negated', "Principal: '*'", "NotPrincipal: { AWS: '111122223333' }"),
  { of: 'no-undeployed-policy never', ...files('t.yml', cloudformation(undefined, ''), GOOD) },
  {
    of: 'require-redeploy fixed',
    ...files('t.yml', GOOD.replaceAll('Deployment9f86d081884c', 'Deployment'), GOOD),
  },
  {
    of: 'no-two-policies second',
    ...files(
      't.yml',
      GOOD.replace(
        '      Policy:',
        `      Body: { openapi: 3.0.1, x-amazon-apigateway-policy: { Statement: [${STATEMENT}] } }\n      Policy:`,
      ),
      GOOD,
    ),
  },
  {
    of: 'no-http-api-policy ignored',
    ...files(
      't.yml',
      `Resources: { Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: pets, ProtocolType: HTTP, Policy: { Statement: [${STATEMENT}] } } } }\n`,
      GOOD,
    ),
  },
  {
    of: 'require-policy missing',
    ...files('t.yml', WITHOUT_POLICY, GOOD),
    promise: 'closes',
  },
  {
    of: 'require-policy apiKey',
    ...files('t.yml', keyed(WITHOUT_POLICY), keyed(GOOD)),
    promise: 'closes',
  },
  {
    of: 'require-private-api-policy missing',
    ...files('t.yml', PRIVATE.replace(/ {6}Policy:\n[\s\S]*?(?= {2}Get:)/, ''), PRIVATE),
    promise: 'opens',
  },
  {
    of: 'max-policy-size written',
    ...files('t.yml', GOOD.replace('52.94.76.0/24', halves(250)), GOOD.replace('52.94.76.0/24', cidrs(0, 250))),
  },
  {
    of: 'max-policy-size expanded',
    ...files('t.yml', sized(halves(64), 8180), sized('52.94.0.0/18', 7000)),
  },
  {
    of: 'no-undeployed-policy kept',
    ...files('t.yml', GOOD, GOOD.replaceAll('9f86d081884c', '60303ae22b99')),
    earlier: { 't.yml': GOOD.replace('52.94.76.0', '54.239.98.0') },
  },
  {
    of: 'no-undeployed-policy removed',
    ...files('t.yml', WITHOUT_POLICY, WITHOUT_POLICY.replace('  Get:', "      Policy: ''\n  Get:")),
    earlier: { 't.yml': GOOD },
  },
];
