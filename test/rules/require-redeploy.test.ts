import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, parameter, withPolicy } from './templates.ts';

const fixed = (id: string) => ({ message: 'fixed', data: { api: 'Api', id } });
const deployment = (id: string, more = '', api = '!Ref Api'): string =>
  `${id}: { Type: AWS::ApiGateway::Deployment, ${more}Properties: { RestApiId: ${api} } }`;
const deployed = (...resources: readonly string[]): string =>
  condition('8.8.8.8', { deployed: false, resources: resources.join('\n') });
const POLICY = `{ Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' } }`;

ruleTester('require-redeploy', {
  valid: [
    {
      name: 'a policy of SAM that is deployed always, and one that is a part of the definition',
      text: `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties: { StageName: prod, Policy: ${POLICY}, AlwaysDeploy: true }
  Other:
    Type: AWS::Serverless::Api
    Properties: { StageName: prod, Auth: { ResourcePolicy: { IpRangeWhitelist: [8.8.8.8] } } }
`,
    },
    {
      name: 'an id that ends as CDK writes it',
      text: deployed(deployment('ApiDeployment7EF6B63Fb65d26bb5d2ec3fd1ee4a4ffd09a2f1e')),
    },
    { name: 'an id that ends as SAM writes it', text: deployed(deployment('ApiDeployment0f0752dca5')) },
    {
      name: 'an id that ends as the Serverless Framework writes it',
      text: deployed(deployment('ApiGatewayDeployment1700000000000')),
    },
    { name: 'eight digits in capitals', text: deployed(deployment('DeploymentDEADBEEF')) },
    { name: 'no deployment: the policy is never deployed', text: deployed() },
    { name: 'no policy', text: withPolicy('', { deployed: false, resources: deployment('Deployment') }) },
    {
      name: 'an empty policy',
      text: withPolicy("Policy: ''", { deployed: false, resources: deployment('Deployment') }),
    },
    {
      name: 'a deployment of another API',
      text: deployed(deployment('Deployment', '', '!Ref Other'), deployment('Deployment0a1b2c3d')),
    },
    {
      name: 'an HTTP API',
      text: deployed(deployment('Deployment')).replace('AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'),
    },
    {
      name: 'a policy and a deployment that are never there together',
      text: withPolicy(`Policy: !If [IsProd, ${POLICY}, !Ref AWS::NoValue]`, {
        head: `${ENVIRONMENTS}\n  IsDev: !Not [!Condition IsProd]`,
        deployed: false,
        resources: deployment('Deployment', 'Condition: IsDev, '),
      }),
    },
  ],
  invalid: [
    {
      name: 'a policy of SAM beside the definition',
      text: `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties: { StageName: prod, «Policy»: ${POLICY} }
`,
      findings: [{ message: 'sam', data: { id: 'Api' } }],
    },
    { name: 'a fixed id', text: deployed(deployment('«Deployment»')), findings: [fixed('Deployment')] },
    { name: 'seven digits', text: deployed(deployment('«Deployment1234567»')), findings: [fixed('Deployment1234567')] },
    {
      name: 'a hash that does not end it',
      text: deployed(deployment('«Deployment0a1b2c3dV1»')),
      findings: [fixed('Deployment0a1b2c3dV1')],
    },
    {
      name: 'two deployments, quoted',
      text: deployed(deployment('"«Blue»"'), deployment("'«Green»'")),
      findings: [fixed('Blue'), fixed('Green')],
    },
    {
      name: 'an id that an output gives away',
      text: `${deployed(deployment('«Deployment»'))}Outputs: { Id: { Value: !Ref Api } }\n`,
      findings: [fixed('Deployment')],
    },
    {
      name: 'the policy of a body',
      text: withPolicy(`Body: { openapi: 3.0.1, paths: {}, x-amazon-apigateway-policy: ${POLICY} }`, {
        deployed: false,
        resources: deployment('«Deployment»'),
      }),
      findings: [fixed('Deployment')],
    },
    {
      name: 'a policy in one scenario',
      text: withPolicy(`Policy: !If [IsProd, ${POLICY}, !Ref AWS::NoValue]`, {
        head: ENVIRONMENTS,
        deployed: false,
        resources: deployment('«Deployment»', 'Condition: IsProd, '),
      }),
      findings: [{ ...fixed('Deployment'), scenarios: ['Env is prod'] }],
    },
    {
      name: 'JSON',
      file: 'template.json',
      text: `{ "Resources": {
  "Api": { "Type": "AWS::ApiGateway::RestApi", "Properties": { "Policy": { "Statement": [] } } },
  "«Deployment»": { "Type": "AWS::ApiGateway::Deployment", "Properties": { "RestApiId": { "Ref": "Api" } } } } }`,
      findings: [fixed('Deployment')],
    },
  ],
  undecided: [
    {
      name: 'a deployment under a condition that decides nothing else',
      text: condition('8.8.8.8', {
        head: ENVIRONMENTS,
        deployed: false,
        resources: deployment('Deployment', 'Condition: ‹IsProd›, '),
      }),
      reasons: ['condition IsProd is not decided by what the API depends on'],
    },
    {
      name: 'a policy that is not known',
      text: withPolicy('Policy: !Ref Policy', {
        head: parameter('‹Policy›'),
        deployed: false,
        resources: deployment('Deployment'),
      }),
      reasons: ['parameter Policy has no default'],
    },
  ],
});
