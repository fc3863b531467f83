import { type FixedAdvice, files, STATEMENT } from './fixed-advice.ts';

/** Advice about what SAM and the Serverless Framework make of a policy. */

interface Sam {
  readonly policy?: string;
  /** Properties of the API, and of the event. */
  readonly api?: readonly string[];
  readonly event?: string;
  readonly stage?: string;
  readonly type?: string;
}

function sam({ policy, api = [], event, stage = 'live', type = 'Function' }: Sam): string {
  const auth = policy === undefined ? [] : [`Auth: { ResourcePolicy: { ${policy} } }`];
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
${[`StageName: ${stage}`, 'AlwaysDeploy: true', ...auth, ...api].map((line) => `      ${line}\n`).join('')}  Pets:
    Type: AWS::Serverless::${type}
    Properties:
      Events:
        Get:
          Type: Api
          Properties: { Path: /pets, Method: get, RestApiId: !Ref Api${event === undefined ? '' : `, ${event}`} }
`;
}

/** A policy of SAM written wrongly, and as the advice has it. */
function ofSam(name: string, wrong: Sam, ...right: readonly Sam[]): FixedAdvice {
  return { of: `valid-sam-resource-policy ${name}`, ...files('t.yml', sam(wrong), ...right.map(sam)) };
}

const LIST = 'IpRangeWhitelist: [52.94.76.0/24]';
const EVENT = `Auth: { ResourcePolicy: { ${LIST} } }`;
const PRIVATE = ['EndpointConfiguration: { Type: PRIVATE }'];
const TWO = "!Split [',', '52.94.76.0/24,54.239.98.0/24']";

const account = (list: string): string =>
  `{ Effect: Allow, Principal: { AWS: '111122223333' }, Action: execute-api:Invoke, Resource: 'execute-api:/*', Condition: { IpAddress: { aws:SourceIp: [${list}] } } }`;

const denied = (vpce: string): string =>
  `{ Effect: Deny, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*', Condition: { StringEquals: { aws:SourceVpce: ${vpce} } } }`;

const WITH_POLICY = `Policy: { Statement: [${STATEMENT}] }`;

interface Service {
  readonly provider: string;
  readonly event?: string;
  readonly head?: string;
}

const service = ({ provider, event = '{ http: GET /pets }', head = '' }: Service): string => `service: pets
${head}provider:
  name: aws
  ${provider}
functions:
  list: { handler: pets.list, events: [${event}] }
`;

function ofService(name: string, wrong: Service, ...right: readonly Service[]): FixedAdvice {
  return {
    of: `valid-serverless-resource-policy ${name}`,
    ...files('serverless.yml', service(wrong), ...right.map(service)),
  };
}

const POLICY = `resourcePolicy: [${STATEMENT}]`;
const VERSION = "frameworkVersion: '3'\n";

export const FRAMEWORK_ADVICE: readonly FixedAdvice[] = [
  ofSam('sam-key', { policy: 'IPRangeWhitelist: [52.94.76.0/24]' }, { policy: LIST }),
  ofSam('sam-empty', { policy: 'IpRangeWhitelist: []' }, { policy: LIST }),
  ofSam(
    'sam-nested',
    { policy: `IpRangeWhitelist: ${TWO}` },
    { policy: `IpRangeWhitelist: [!Select [0, ${TWO}], !Select [1, ${TWO}]]` },
  ),
  ofSam(
    'sam-apart',
    { policy: 'SourceVpcBlacklist: vpc-0a1b2c3d, SourceVpcWhitelist: [vpce-0a1b2c3d]', api: PRIVATE },
    { policy: 'SourceVpcBlacklist: [vpc-0a1b2c3d], SourceVpcWhitelist: [vpce-0a1b2c3d]', api: PRIVATE },
  ),
  ofSam(
    'sam-vpc',
    { policy: 'SourceVpcWhitelist: [vpce-0a1b2c3d, subnet-1]', api: PRIVATE },
    { policy: 'SourceVpcWhitelist: [vpce-0a1b2c3d]', api: PRIVATE },
  ),
  ofSam(
    'sam-both',
    { policy: 'SourceVpcBlacklist: [vpc-0a1b2c3d, vpce-0a1b2c3d]', api: PRIVATE },
    { policy: `SourceVpcBlacklist: [vpc-0a1b2c3d], CustomStatements: [${denied('vpce-0a1b2c3d')}]`, api: PRIVATE },
  ),
  ofSam(
    'sam-accounts',
    { policy: `AwsAccountWhitelist: ['111122223333'], ${LIST}`, event: 'Auth: { Authorizer: AWS_IAM }' },
    { policy: `CustomStatements: [${account('52.94.76.0/24')}]`, event: 'Auth: { Authorizer: AWS_IAM }' },
  ),
  ofSam(
    'sam-refused',
    { policy: 'SourceVpcWhitelist: [!Ref Endpoint]', api: PRIVATE },
    { policy: 'IntrinsicVpceWhitelist: [!Ref Endpoint]', api: PRIVATE },
  ),
  ofSam('sam-auth', { api: [`Auth: { ResourcePolicies: { ${LIST} } }`] }, { policy: LIST }),
  ofSam('sam-stage', { event: EVENT, stage: '!Sub live' }, { policy: LIST, stage: '!Sub live' }, { event: EVENT }),
  ofSam(
    'sam-machine',
    { event: EVENT, type: 'StateMachine' },
    { event: `Stage: live, ${EVENT}`, type: 'StateMachine' },
    { policy: LIST, type: 'StateMachine' },
  ),
  ofSam('sam-outside', { api: [`ResourcePolicy: { ${LIST} }`] }, { policy: LIST }),
  {
    of: 'require-redeploy sam',
    ...files(
      't.yml',
      sam({ api: [WITH_POLICY] }).replace('      AlwaysDeploy: true\n', ''),
      sam({ policy: LIST }),
      sam({ api: [WITH_POLICY] }),
    ),
  },
  ofService(
    'serverless-moved',
    { provider: POLICY, head: VERSION },
    { provider: `apiGateway: { ${POLICY} }`, head: VERSION },
  ),
  ofService(
    'serverless-early',
    { provider: `apiGateway: { ${POLICY} }`, head: "frameworkVersion: '2.17.0'\n" },
    { provider: `apiGateway: { ${POLICY} }`, head: "frameworkVersion: '2.72.0'\n" },
  ),
  ofService(
    'serverless-shared',
    { provider: `apiGateway: { restApiId: a1b2c3, ${POLICY} }` },
    { provider: `apiGateway: { ${POLICY} }` },
  ),
  ofService(
    'serverless-http',
    { provider: `apiGateway: { ${POLICY} }`, event: '{ httpApi: GET /pets }' },
    { provider: `apiGateway: { ${POLICY} }` },
  ),
];

/** Messages that tell nobody what to do, and those whose advice is followed outside of a template, with a word why. */
export const WITHOUT_ADVICE: Readonly<Record<string, string>> = {
  'no-unmatched-resource unmatched': 'it names the routes that there are, and the reader knows which one was meant',
  'no-public-access webAcl': 'it says what was not evaluated',
  'no-public-access apiKey': 'it says what was not evaluated',
  'no-undeployed-policy stale': 'live: the deployment is made in the account',
  'valid-resource elsewhere': 'live: a snapshot says where its API is, a template never does',
};
