import { type Block, declared, gateway, ofShop, plan, policyText, refs, state } from '../support/terraform.ts';
import { ruleTester } from './rule-tester.ts';

const data = { api: 'aws_api_gateway_rest_api.shop' };
const related = [[1, 'aws_api_gateway_rest_api_policy.own']] as const;
const later = { message: 'later', data, related };
const now = { message: 'now', data, related, severity: 'error' } as const;

const body = (version: string, more: object = {}): string =>
  JSON.stringify({ openapi: '3.0.1', info: { version }, paths: { '/': { get: {} } }, ...more });
const UPDATE = { actions: ['update'], before: { body: body('1') } };
const NO_OP = { actions: ['no-op'], before: { policy: policyText('8.8.8.8') } };

interface Shop {
  readonly shop?: Partial<Block>;
  readonly own?: Partial<Block>;
  readonly versions?: string;
}

/** The plan of an API with a body, and of its policy. */
function shopWith({ shop = {}, own = {}, versions }: Shop): string {
  const { values = {}, written = {}, unknown = {}, ...others } = shop;
  const api = gateway('rest_api', 'shop', {
    values: { body: body('2'), ...values },
    unknown: { id: true, policy: true, ...unknown },
    written: { body: refs('var.body'), ...written },
    ...others,
  });
  const policy = gateway('rest_api_policy', 'own', {
    values: { policy: policyText('8.8.8.8') },
    unknown: { rest_api_id: true },
    written: { rest_api_id: ofShop('id'), policy: refs('var.policy') },
    ...own,
  });
  const deployment = gateway('deployment', 'now', {
    values: { triggers: {} },
    unknown: { rest_api_id: true, triggers: { redeployment: true } },
    written: {
      rest_api_id: ofShop('id'),
      triggers: {
        redeployment: refs('aws_api_gateway_rest_api.shop.body', 'aws_api_gateway_rest_api_policy.own.policy'),
      },
    },
  });
  return plan([api, policy, deployment], versions === undefined ? {} : { versions });
}

/** The same with marks at the policy, and where its resource begins. */
const marked = (shop: Shop, key = '«policy»'): string =>
  declared(shopWith(shop), 'aws_api_gateway_rest_api_policy.own').replace(/"policy"(?=: "\{)/, `"${key}"`);
const undecided = (text: string): string => text.replace('⟨⟩', '').replace('«policy»', 'policy');

ruleTester('no-overwritten-policy', {
  valid: [
    { name: 'a body that is merged', text: shopWith({ shop: { values: { put_rest_api_mode: 'merge' } } }) },
    {
      name: 'a policy in the body',
      otherRules: ['no-two-policies'],
      text: shopWith({
        shop: { values: { body: body('2', { 'x-amazon-apigateway-policy': JSON.parse(policyText('8.8.8.8')) }) } },
      }),
    },
    {
      name: 'a policy that the API itself is given, which the provider puts back',
      otherRules: ['no-two-policies'],
      text: shopWith({ shop: { values: { policy: policyText('8.8.8.8') }, written: { policy: refs('var.policy') } } }),
    },
    { name: 'no body', text: shopWith({ shop: { values: { body: null } } }) },
    { name: 'an empty body', text: shopWith({ shop: { values: { body: '' } } }) },
    { name: 'an empty policy', otherRules: ['require-policy'], text: shopWith({ own: { values: { policy: '{}' } } }) },
    { name: 'only providers before 6.48', text: shopWith({ versions: '~> 6.47.0' }) },
    { name: 'the provider of a major version before', text: shopWith({ versions: '~> 5.31' }) },
    { name: 'a range below 6.48', text: shopWith({ versions: '>= 5.0.0, != 5.1.0, < 6.48.0' }) },
    {
      name: 'a state',
      otherRules: ['no-undeployed-policy'],
      text: state([
        gateway('rest_api', 'shop', { values: { id: 'a1b2c3d4e5', body: body('2') } }),
        gateway('rest_api_policy', 'own', { values: { rest_api_id: 'a1b2c3d4e5', policy: policyText('8.8.8.8') } }),
      ]),
    },
    {
      name: 'a policy of another API',
      otherRules: ['require-policy'],
      text: shopWith({
        own: { unknown: {}, values: { rest_api_id: 'elsewhere', policy: policyText('8.8.8.8') } },
      }),
    },
  ],
  invalid: [
    { name: 'a plan that makes the API, with any provider', text: marked({}), findings: [later] },
    {
      name: 'a plan that makes the API, with a provider of today',
      text: marked({ versions: '>= 6.48.0' }),
      findings: [later],
    },
    {
      name: 'an update of the body with a provider that may be older',
      text: marked({ shop: { change: UPDATE }, own: { change: NO_OP }, versions: '~> 6.0' }),
      findings: [later],
    },
    {
      name: 'an update of the body',
      text: marked({ shop: { change: UPDATE }, own: { change: NO_OP }, versions: '~> 6.48' }),
      findings: [now],
    },
    {
      name: 'an update of what the import of the body is told',
      text: marked({
        shop: {
          values: { parameters: { ignore: 'documentation' } },
          change: { ...UPDATE, before: { body: body('2'), parameters: { ignore: 'tags' } } },
        },
        own: { change: NO_OP },
        versions: '6.50.0',
      }),
      findings: [now],
    },
    {
      name: 'an update of something else',
      text: marked({
        shop: { values: { name: 'shop' }, change: { ...UPDATE, before: { body: body('2'), name: 'store' } } },
        own: { change: NO_OP },
        versions: '~> 6.48',
      }),
      findings: [later],
    },
    {
      name: 'an update of the body, after which the policy is attached anew',
      text: marked({
        shop: { change: UPDATE },
        own: { change: { ...NO_OP, actions: ['update'] } },
        versions: '~> 7.0',
      }),
      findings: [later],
    },
    {
      name: 'a constraint that no version meets',
      text: marked({ versions: '>= 7.0.0, < 6.0.0' }),
      findings: [later],
    },
  ],
  undecided: [
    {
      name: 'a body that is known only after apply',
      text: undecided(
        marked({
          shop: {
            values: { body: null },
            unknown: { '‹body›': true },
            written: { body: refs('local_file.a.content') },
          },
        }),
      ),
      reasons: ['aws_api_gateway_rest_api.shop.body is known only after apply'],
    },
    {
      name: 'a body in YAML',
      text: shopWith({ shop: { values: { body: 'openapi: 3.0.1' } } }).replace('openapi: 3.0.1', '‹openapi: 3.0.1›'),
      reasons: ['the body of aws_api_gateway_rest_api.shop is no JSON and is not read: write it with jsonencode'],
    },
    {
      name: 'a policy that is known only after apply, and may be empty',
      text: shopWith({
        own: {
          values: {},
          unknown: { rest_api_id: true, '‹policy›': true },
          written: { rest_api_id: ofShop('id'), policy: refs('terraform_data.policy.output') },
        },
      }),
      reasons: [
        'aws_api_gateway_rest_api_policy.own.policy is known only after apply: write execute-api:/… as its Resource instead of the ARN of the API, and the plan shows the policy',
      ],
    },
    {
      name: 'a mode that is known only after apply',
      text: shopWith({
        shop: {
          unknown: { '‹put_rest_api_mode›': true },
          written: { put_rest_api_mode: refs('terraform_data.mode.output') },
        },
      }),
      reasons: ['aws_api_gateway_rest_api.shop.put_rest_api_mode is known only after apply'],
    },
    {
      name: 'a policy of an API that is not known',
      text: shopWith({
        own: { unknown: { '‹rest_api_id›': true }, written: { rest_api_id: { references: ['local.id'] } } },
      }),
      reasons: ['aws_api_gateway_rest_api_policy.own.rest_api_id is known only after apply'],
    },
  ],
});
