import { type Block, gateway, ofShop, plan, policyText, refs } from '../../support/terraform.ts';
import { type FixedAdvice, files } from './fixed-advice.ts';

/** Advice about what a policy belongs to: a private custom domain, a deployment of Terraform. */

const BY_ENDPOINT = ', Condition: { StringEquals: { aws:SourceVpce: vpce-0a1b2c3d } }';

/** A private custom domain that leads to an API of some type. */
const domain = (type: string, condition = BY_ENDPOINT): string => `Resources:
  Domain:
    Type: AWS::ApiGateway::DomainNameV2
    Properties:
      DomainName: shop.example.com
      Policy: { Statement: { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*'${condition} } }
  Mapping: { Type: AWS::ApiGateway::BasePathMappingV2, Properties: { DomainNameArn: !Ref Domain, RestApiId: !Ref Api, Stage: live } }
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      EndpointConfiguration: { Types: [${type}] }
      Policy: { Statement: { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*'${BY_ENDPOINT} } }
  Deployment9f86d081884c: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api, StageName: live } }
`;

const POLICY = 'aws_api_gateway_rest_api_policy.own';

/** The plan of an API with a policy, and a deployment whose triggers are made of these. */
const triggered = (...triggers: readonly string[]): string => deployedAfter([], triggers);

const deployedAfter = (waitsFor: readonly string[], triggers: readonly string[]): string =>
  plan([
    gateway('rest_api', 'shop', { unknown: { id: true } }),
    gateway('rest_api_policy', 'own', {
      unknown: { rest_api_id: true },
      values: { policy: policyText('8.8.8.8') },
      written: { rest_api_id: ofShop('id'), policy: refs('data.aws_iam_policy_document.own.json') },
    }),
    gateway('deployment', 'now', {
      unknown: { rest_api_id: true, triggers: { redeployment: true } },
      values: { triggers: {} },
      written: { rest_api_id: ofShop('id'), triggers: { ...refs(...triggers) } },
      waitsFor,
    }),
  ]);

const DOCUMENT = 'data.aws_iam_policy_document.own.json';
const ATTACHED = gateway('rest_api_policy', 'own', {
  values: { policy: policyText('8.8.8.8') },
  unknown: { rest_api_id: true },
  written: { rest_api_id: ofShop('id'), policy: refs(DOCUMENT) },
  change: { actions: ['no-op'], before: {} },
});
const IN_BODY = { 'x-amazon-apigateway-policy': JSON.parse(policyText('8.8.8.8')) };

/** The plan of an API whose body is put on it, beside a policy that is attached to it or not. */
function imported(
  before: object | null,
  more: object,
  attached: readonly Block[] = [ATTACHED],
  mode = 'overwrite',
): string {
  const bodyOf = (version: string, parts: object): string =>
    JSON.stringify({ info: { version }, paths: { '/': { get: {} } }, ...parts });
  const change = before ? { actions: ['update'], before: { body: bodyOf('1', before) } } : {};
  const values = { id: 'a1b2c3d4e5', put_rest_api_mode: mode, body: bodyOf('2', more) };
  const deployment = gateway('deployment', 'now', {
    unknown: { rest_api_id: true, triggers: { redeployment: true } },
    values: { triggers: {} },
    written: {
      rest_api_id: ofShop('id'),
      triggers: { ...refs('aws_api_gateway_rest_api.shop.body', ...attached.map(() => `${POLICY}.policy`)) },
    },
  });
  const shop = gateway('rest_api', 'shop', { values, written: { body: refs('var.body') }, change });
  return plan([shop, ...attached, deployment], { versions: '>= 6.48.0' });
}

const ROUTE = 'aws_api_gateway_method.get.id';

export const OWNER_ADVICE: readonly FixedAdvice[] = [
  { of: 'no-open-private-api domain', ...files('t.yml', domain('PRIVATE', ''), domain('PRIVATE')), promise: 'closes' },
  { of: 'no-total-lockout astray', ...files('t.yml', domain('REGIONAL'), domain('PRIVATE')) },
  {
    of: 'require-redeploy triggers',
    ...files('plan.json', triggered(ROUTE), triggered(ROUTE, `${POLICY}.policy`)),
    promise: 'keeps',
  },
  {
    of: 'require-redeploy order',
    ...files(
      'plan.json',
      triggered(DOCUMENT),
      triggered(DOCUMENT, `${POLICY}.policy`),
      deployedAfter([POLICY], [DOCUMENT]),
    ),
    promise: 'keeps',
  },
  ...(
    [
      ['later', null],
      ['now', {}],
    ] as const
  ).map(
    ([message, before]): FixedAdvice => ({
      of: `no-overwritten-policy ${message}`,
      ...files(
        'plan.json',
        imported(before, {}),
        imported(before, IN_BODY, []),
        imported(before, {}, [ATTACHED], 'merge'),
      ),
      promise: 'keeps',
    }),
  ),
];
