import { type Block, declared, gateway, ofShop, plan, policyText, refs, state } from '../support/terraform.ts';
import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, parameter, withPolicy } from './templates.ts';

const fixed = (id: string) => ({ message: 'fixed', data: { api: 'Api', id } });
const deployment = (id: string, more = '', api = '!Ref Api'): string =>
  `${id}: { Type: AWS::ApiGateway::Deployment, ${more}Properties: { RestApiId: ${api} } }`;
const deployed = (...resources: readonly string[]): string =>
  condition('8.8.8.8', { deployed: false, resources: resources.join('\n') });
const POLICY = `{ Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' } }`;

const triggers = {
  message: 'triggers',
  data: { api: 'aws_api_gateway_rest_api.shop', id: 'aws_api_gateway_deployment.now' },
  related: [[1, 'aws_api_gateway_deployment.now']],
} as const;
const order = { ...triggers, message: 'order' };
const inShop = { unknown: { rest_api_id: true, triggers: { redeployment: true } } };
const attached = gateway('rest_api_policy', 'own', {
  ...inShop,
  values: { policy: policyText('8.8.8.8') },
  written: { rest_api_id: ofShop('id'), policy: refs('data.aws_iam_policy_document.own.json') },
});

/** A plan with a policy, and a deployment whose triggers are written like this. */
function triggered(expression: object | undefined, more: Partial<Block> = {}, others: readonly Block[] = []): string {
  const shop = gateway('rest_api', 'shop', { unknown: { id: true } });
  const written = { rest_api_id: ofShop('id'), ...(expression && { triggers: { ...expression } }) };
  const values = expression ? { triggers: {} } : {};
  return plan([shop, attached, ...others, gateway('deployment', 'now', { ...inShop, values, written, ...more })]);
}

const DOCUMENT = refs('data.aws_iam_policy_document.own.json');

/** A state with a policy and a deployment, which was made after these. */
const stored = (values: { readonly triggers: null | { readonly redeployment: string } }, ...after: string[]): string =>
  state([
    gateway('rest_api', 'shop', { values: { id: 'a1b2c3d4e5' } }),
    gateway('rest_api_policy', 'own', { values: { rest_api_id: 'a1b2c3d4e5', policy: policyText('8.8.8.8') } }),
    gateway('deployment', 'now', {
      values: { rest_api_id: 'a1b2c3d4e5', ...values },
      marked: true,
      ...(after.length > 0 && { more: { depends_on: after } }),
    }),
  ]);

const declaredHere = (text: string): string => declared(text, 'aws_api_gateway_deployment.now');
const undecided = (text: string): string => text.replace(/«(.*)»/, '‹$1›');
const PARTS = 'the plan does not say which attributes the triggers of aws_api_gateway_deployment.now are made of';
const LOCAL = 'a local value, a variable, a file or a time makes the triggers of aws_api_gateway_deployment.now';

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
    { name: 'no deployment: the policy is never deployed', otherRules: ['no-undeployed-policy'], text: deployed() },
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
      otherRules: ['no-http-api-policy'],
      text: deployed(deployment('Deployment')).replace('AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'),
    },
    {
      name: 'a policy and a deployment that are never there together',
      otherRules: ['no-undeployed-policy'],
      text: withPolicy(`Policy: !If [IsProd, ${POLICY}, !Ref AWS::NoValue]`, {
        head: `${ENVIRONMENTS}\n  IsDev: !Not [!Condition IsProd]`,
        deployed: false,
        resources: deployment('Deployment', 'Condition: IsDev, '),
      }),
    },
    {
      name: 'Terraform triggers of the policy',
      text: triggered(refs('aws_api_gateway_rest_api_policy.own.policy', 'aws_api_gateway_method.get.id')),
    },
    {
      name: 'Terraform triggers of all of it',
      text: triggered({ references: ['aws_api_gateway_rest_api_policy.own'] }),
    },
    {
      name: 'Terraform triggers of the document that the policy is, made after the policy',
      text: triggered(DOCUMENT, { waitsFor: ['aws_api_gateway_rest_api_policy.own'] }),
    },
    {
      name: 'a Terraform deployment that waits for the policy through another resource',
      text: triggered(DOCUMENT, { waitsFor: ['terraform_data.gate'] }, [
        {
          type: 'terraform_data',
          name: 'gate',
          written: { input: [{ of: refs('aws_api_gateway_rest_api_policy.own.id') }] },
        },
      ]),
    },
    {
      name: 'a Terraform deployment for each of what waits for the policy',
      text: triggered(DOCUMENT, {
        repeated: { for_each_expression: { references: ['aws_api_gateway_rest_api_policy.own'] } },
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
    {
      name: 'Terraform triggers of other resources',
      text: declaredHere(
        triggered(refs('aws_api_gateway_method.get.id', 'aws_api_gateway_rest_api.shop.body'), { marked: true }),
      ),
      findings: [triggers],
    },
    {
      name: 'Terraform triggers of the id of the policy, which stays',
      text: declaredHere(triggered(refs('aws_api_gateway_rest_api_policy.own.id'), { marked: true })),
      findings: [triggers],
    },
    {
      name: 'Terraform triggers that are a constant',
      text: declaredHere(
        triggered(
          { constant_value: { version: '3' } },
          { marked: true, unknown: { rest_api_id: true }, values: { triggers: { version: '3' } } },
        ),
      ),
      findings: [triggers],
    },
    {
      name: 'no Terraform triggers',
      text: declaredHere(triggered(undefined, { marked: true, unknown: { rest_api_id: true } })),
      findings: [triggers],
    },
    {
      name: 'a Terraform state without triggers',
      text: declaredHere(stored({ triggers: null })),
      findings: [triggers],
    },
    {
      name: 'Terraform triggers of the document that the policy is, which is there before the policy',
      text: declaredHere(triggered(DOCUMENT, { marked: true })),
      findings: [order],
    },
    {
      name: 'Terraform triggers of a file or a time, and nothing that the deployment waits for',
      text: declaredHere(triggered({}, { marked: true, waitsFor: ['aws_api_gateway_rest_api.shop'] })),
      findings: [order],
    },
    {
      name: 'a Terraform state whose deployment was not made after the policy',
      text: declaredHere(stored({ triggers: { redeployment: '0a1b2c3d' } }, 'aws_api_gateway_rest_api.shop')),
      findings: [order],
    },
    {
      name: 'a deployment under a condition that decides nothing else',
      otherRules: ['no-undeployed-policy'],
      text: condition('8.8.8.8', {
        head: ENVIRONMENTS,
        deployed: false,
        resources: deployment('«Deployment»', 'Condition: IsProd, '),
      }),
      findings: [{ ...fixed('Deployment'), scenarios: ['Env is prod'] }],
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
      otherRules: ['valid-policy'],
      file: 'template.json',
      text: `{ "Resources": {
  "Api": { "Type": "AWS::ApiGateway::RestApi", "Properties": { "Policy": { "Statement": [] } } },
  "«Deployment»": { "Type": "AWS::ApiGateway::Deployment", "Properties": { "RestApiId": { "Ref": "Api" } } } } }`,
      findings: [fixed('Deployment')],
    },
  ],
  undecided: [
    {
      name: 'Terraform triggers of a local value',
      text: undecided(
        triggered({ references: ['local.hash'] }, { marked: true, waitsFor: ['aws_api_gateway_rest_api_policy.own'] }),
      ),
      reasons: [LOCAL],
    },
    {
      name: 'Terraform triggers of a file or a time',
      text: undecided(triggered({}, { marked: true, waitsFor: ['aws_api_gateway_rest_api_policy.own'] })),
      reasons: [LOCAL],
    },
    {
      name: 'a Terraform deployment that is made after what a local value says',
      text: undecided(triggered(DOCUMENT, { marked: true, waitsFor: ['local.policy'] })),
      reasons: ['a local value hides what aws_api_gateway_deployment.now depends on'],
    },
    {
      name: 'a Terraform deployment that the plan replaces by something else than its triggers',
      text: undecided(
        triggered(undefined, {
          marked: true,
          unknown: { rest_api_id: true },
          more: { action_reason: 'replace_by_triggers' },
        }),
      ),
      reasons: ['the plan does not say what aws_api_gateway_deployment.now has in replace_triggered_by'],
    },
    {
      name: 'the triggers of a Terraform state',
      text: undecided(stored({ triggers: { redeployment: '0a1b2c3d' } }, 'aws_api_gateway_rest_api_policy.own')),
      reasons: ['the state does not say what makes the triggers of aws_api_gateway_deployment.now: audit a plan'],
    },
    {
      name: 'Terraform triggers of a resource, of which an old plan does not say which part',
      text: undecided(
        triggered({ references: ['aws_api_gateway_rest_api_policy.own'] }, { marked: true }).replace(
          '"format_version": "1.2"',
          '"format_version": "0.1"',
        ),
      ),
      reasons: [PARTS],
    },
    {
      name: 'Terraform triggers of an instance, of which a plan does not say which part',
      text: undecided(
        triggered({ references: ['aws_api_gateway_rest_api_policy.own', 'count.index'] }, { marked: true }),
      ),
      reasons: [PARTS],
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
