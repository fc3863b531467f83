import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/model/answer.ts';
import type { Api, Route } from '../../src/model/api.ts';
import type { Report } from '../../src/report/report.ts';
import { auditTexts } from '../support/memory.ts';
import { type Block, type Call, gateway, ofShop, plan, policyText, refs, state } from '../support/terraform.ts';
import { apiOf, loaded } from './support.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/terraform');

/** Audits the JSON file of a fixture, with what stands beside it. */
function audited(fixture: string, file: string): Report {
  const texts: Record<string, string> = {};
  for (const name of readdirSync(join(FIXTURES, fixture), { recursive: true, encoding: 'utf8' }))
    if (statSync(join(FIXTURES, fixture, name)).isFile())
      texts[name] = readFileSync(join(FIXTURES, fixture, name), 'utf8');
  return auditTexts(texts, {}, [file]);
}

const inWords = ({ findings }: Report): readonly string[] =>
  findings.map(({ ruleId, location: { start, end }, related }) =>
    [
      `${ruleId} ${start.line}:${start.column}-${end.line}:${end.column}`,
      ...related.map(
        ({ message, location }) => `${message} ${location.file}:${location.start.line}:${location.start.column}`,
      ),
    ].join(', '),
  );

describe('what Terraform prints', () => {
  test('a first plan whose policy does not name the API by its ARN is audited in full', () => {
    const report = audited('clean', 'plan.json');
    expect([report.findings, report.undecided, report.failures, report.notAudited]).toEqual([[], [], [], []]);
    expect(report.summary).toMatchObject({ apis: 1, policies: 1 });
  });

  test('findings stand in the policy string, with the address and the line of the configuration', () => {
    // line 123 is the policy's string: each quote in it is two characters of the file
    const lines = readFileSync(join(FIXTURES, 'findings/state.json'), 'utf8').split('\n');
    const column = (text: string): number => (lines[122] as string).indexOf(text) + 1;
    const at = (text: string): string => `123:${column(text)}-123:${column(text) + text.length}`;
    const policy = 'aws_api_gateway_rest_api_policy.shop main.tf:9:3';
    expect(inWords(audited('findings', 'state.json'))).toEqual([
      'require-redeploy 9:23-9:54, aws_api_gateway_deployment.shop state.json:8:9',
      `no-host-bits ${at('217.128.123.7/24')}, ${policy}`,
      `no-unroutable-source ${at('10.0.0.0/8')}, ${policy}`,
    ]);
  });

  test('a policy that is known only after apply is undecided, and the report says what to write instead', () => {
    const report = audited('undecided', 'plan.json');
    expect(report.findings).toEqual([]);
    expect(report.undecided.map(({ reason, location: { start } }) => [reason, start.line, start.column])).toEqual([
      [
        'data.aws_iam_policy_document.office.statement[0].resources[0] is known only after apply: write execute-api:/… as its Resource instead of the ARN of the API, and the plan shows the policy',
        211,
        16,
      ],
    ]);
    expect(report.undecided[0]?.rules).toContain('valid-cidr');
  });

  test('a policy of one module for the API of another', () => {
    const at = 'module.gate["eu"].aws_api_gateway_rest_api_policy.this modules/gate/main.tf:4:1';
    const lines = readFileSync(join(FIXTURES, 'modules/plan.json'), 'utf8').split('\n');
    const entry = (lines[45] as string).indexOf('0.0.0.0/0') + 1;
    expect(inWords(audited('modules', 'plan.json'))).toEqual([
      `no-undeployed-policy 46:18-46:24, ${at}`,
      `no-wildcard-source 46:${entry}-46:${entry + 9}, ${at}`,
    ]);
  });
});

/** What a real plan of `terraform_data` says, under the names of API Gateway's resources. */
function renamed(): string {
  const names: Readonly<Record<string, readonly [type: string, input: string]>> = {
    api: ['aws_api_gateway_rest_api', 'policy'],
    method: ['aws_api_gateway_method', 'rest_api_id'],
    stray: ['aws_api_gateway_method', 'rest_api_id'],
    deployment: ['aws_api_gateway_deployment', 'rest_api_id'],
  };
  const rename = (value: unknown, input = 'input'): unknown => {
    if (typeof value === 'string')
      return value
        .replaceAll(/terraform_data\.(\w+)/g, (whole, name) => (names[name] ? `${names[name][0]}.${name}` : whole))
        .replace(/(rest_api\.api)\.input$/, '$1.policy');
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((one) => rename(one, input));
    const { type, name } = value as { type?: string; name?: string };
    const known = type === 'terraform_data' ? names[name ?? ''] : undefined;
    const keys: Readonly<Record<string, string>> = { input: known?.[1] ?? input, triggers_replace: 'triggers' };
    return Object.fromEntries(
      Object.entries(value).map(([key, inside]) => [
        keys[key] ?? key,
        key === 'type' && known ? known[0] : rename(inside, keys.input),
      ]),
    );
  };
  return JSON.stringify(rename(JSON.parse(readFileSync(join(FIXTURES, 'real/plan.json'), 'utf8'))));
}

describe('a real plan', () => {
  const api = apiOf(renamed());
  const [revision] = api.revisions;

  test('what is known only after apply is unknown', () => {
    expect(revision?.policies).toEqual([]);
    expect(revision?.policyOpen.map(({ id, reason }) => [id, reason.split(':')[0]])).toEqual([
      ['aws_api_gateway_rest_api.api.policy', 'aws_api_gateway_rest_api.api.policy is known only after apply'],
    ]);
  });

  test('resources belong to the API that they refer to, from within a module too', () => {
    expect(revision?.routes.map(({ place: { at } }) => at.file.text.slice(at.start, at.end))).toEqual([
      'aws_api_gateway_method.method[0]',
      'aws_api_gateway_method.method[1]',
      'module.more[\\"a.b\\"].aws_api_gateway_method.method',
    ]);
    expect(api.deployments.map(({ id, follows }) => [id, follows.is])).toEqual([
      ['aws_api_gateway_deployment.deployment', 'yes'],
    ]);
  });

  test('what a local value refers to is not known', () => {
    expect(revision?.routesOpen.map(({ id }) => id)).toEqual([
      'module.more["a.b"].aws_api_gateway_method.stray.rest_api_id',
    ]);
  });
});

const known = (answer: Answer | undefined): unknown =>
  answer?.is === 'yes'
    ? answer.value
    : answer?.is === 'unknown'
      ? answer.because.map(({ reason }) => reason)
      : answer?.is;

const routesOf = (api: Api): readonly string[] =>
  (api.revisions[0]?.routes ?? []).map(
    ({ method, path, authorization, apiKey }: Route) =>
      `${method} ${path} ${known(authorization)}${apiKey.is === 'yes' ? ' key' : ''}`,
  );

const written = (api: Api): readonly string[] =>
  (api.revisions[0]?.policies ?? []).map(
    ({ statements }) => statements[0]?.conditions[0]?.list?.entries[0]?.written ?? 'no entry',
  );

const unread = (api: Api): readonly string[] => (api.revisions[0]?.policyOpen ?? []).map(({ reason }) => reason);

const SHOP = { id: 'a1b2c3d4e5', name: 'shop', root_resource_id: 'r00t' };
const inShop = { rest_api_id: 'a1b2c3d4e5' };

describe('a state', () => {
  const arn = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5';
  const stage = { ...inShop, stage_name: 'prod', deployment_id: 'd1', arn: 'arn:stage', web_acl_arn: '' };
  const shop = gateway('rest_api', 'shop', { values: { ...SHOP, execution_arn: arn } });

  test('an API has what bears its id', () => {
    const api = apiOf(
      state([
        shop,
        gateway('rest_api', 'other', { values: { id: 'other' } }),
        gateway('resource', 'pets', { values: { ...inShop, id: 'p', path: '/pets', path_part: 'pets' } }),
        gateway('resource', 'pet', { values: { ...inShop, id: 'q', parent_id: 'p', path_part: '{id}' } }),
        gateway('method', 'root', {
          values: { ...inShop, resource_id: 'r00t', http_method: 'GET', authorization: 'NONE', api_key_required: true },
        }),
        gateway('method', 'pets', {
          values: { ...inShop, resource_id: 'p', http_method: 'ANY', authorization: 'CUSTOM', authorizer_id: 'a' },
        }),
        gateway('method', 'pet', {
          values: { ...inShop, resource_id: 'q', http_method: 'put', authorization: 'AWS_IAM' },
        }),
        gateway('method', 'others', {
          values: { rest_api_id: 'other', resource_id: 'p', http_method: 'GET', authorization: 'NONE' },
        }),
        gateway('deployment', 'now', { values: { ...inShop, id: 'd1', triggers: null, stage_name: 'old' } }),
        gateway('stage', 'prod', { values: stage }),
        gateway('domain_name', 'own', {
          values: {
            domain_name: 'a.example.com',
            endpoint_configuration: [{ types: ['REGIONAL'], ip_address_type: 'dualstack' }],
          },
        }),
        gateway('base_path_mapping', 'own', { values: { api_id: 'a1b2c3d4e5', domain_name: 'a.example.com' } }),
        {
          type: 'aws_wafv2_web_acl_association',
          name: 'prod',
          values: { resource_arn: 'arn:stage', web_acl_arn: 'arn:acl' },
        },
      ]),
    );
    expect(api).toMatchObject({ id: 'aws_api_gateway_rest_api.shop', name: 'shop', arn, dialect: 'terraform' });
    expect([known(api.endpoint), known(api.addressType)]).toEqual(['EDGE', 'ipv4']);
    expect(routesOf(api)).toEqual(['GET / NONE key', 'ANY /pets CUSTOM', 'PUT /pets/{id} AWS_IAM']);
    expect(api.stages.map(({ name, deployment, webAcl }) => [name, deployment, webAcl.is])).toEqual([
      ['prod', 'aws_api_gateway_deployment.now', 'yes'],
      ['old', 'aws_api_gateway_deployment.now', 'no'],
    ]);
    expect(api.domains.map(({ name, endpoint, addressType }) => [name, known(endpoint), known(addressType)])).toEqual([
      ['a.example.com', 'REGIONAL', 'dualstack'],
    ]);
  });

  test.each([
    [
      'a private API',
      [{ types: ['PRIVATE'], vpc_endpoint_ids: ['vpce-0123456789abcdef0'] }],
      {},
      ['PRIVATE', 'dualstack'],
    ],
    ['both families', [{ types: ['REGIONAL'], ip_address_type: 'dualstack' }], {}, ['REGIONAL', 'dualstack']],
    ['no block', [], {}, ['EDGE', 'ipv4']],
    ['what the import of a body is told', null, { endpointConfigurationTypes: 'PRIVATE' }, ['PRIVATE', 'dualstack']],
  ])('%s', (_, endpoint_configuration, parameters, expected) => {
    const api = apiOf(
      state([gateway('rest_api', 'shop', { values: { ...SHOP, endpoint_configuration, parameters } })]),
    );
    expect([known(api.endpoint), known(api.addressType)]).toEqual(expected);
  });

  test('the policy that AWS gives back is not a second one', () => {
    const own = gateway('rest_api', 'shop', { values: { ...SHOP, policy: policyText('1.1.1.1') } });
    const separate = gateway('rest_api_policy', 'shop', { values: { ...inShop, policy: policyText('8.8.8.8') } });
    const body = JSON.stringify({ 'x-amazon-apigateway-policy': JSON.parse(policyText('9.9.9.9')) });
    const both = gateway('rest_api', 'shop', { values: { ...SHOP, policy: policyText('1.1.1.1'), body } });
    expect([[own], [own, separate], [both], [both, separate]].map((blocks) => written(apiOf(state(blocks))))).toEqual([
      ['1.1.1.1'],
      ['8.8.8.8'],
      ['1.1.1.1'],
      ['8.8.8.8', '9.9.9.9'],
    ]);
  });

  test('an object that a replacement left behind is not the API', () => {
    const old = gateway('rest_api', 'shop', { values: { id: 'old', policy: '{' }, more: { deposed_key: '8f2a' } });
    expect(loaded(state([old, shop])).apis.map(({ worlds }) => worlds[0]?.arn)).toEqual([arn]);
  });

  test.each([
    ['an output', state([shop], { id: { value: 'a1b2c3d4e5' } }), true],
    [
      'a parameter that others read',
      state([shop, { type: 'aws_ssm_parameter', name: 'id', values: { value: 'a1b2c3d4e5' } }]),
      true,
    ],
    ['another output', state([shop], { name: { value: 'a1b2c3d4e5-x' } }), false],
    [
      'a usage plan',
      state([shop, gateway('usage_plan', 'all', { values: { api_stages: [{ api_id: 'a1b2c3d4e5' }] } })]),
      false,
    ],
  ])('whether the id leaves it: %s', (_, text, exported) => {
    expect(apiOf(text).exported).toBe(exported);
  });
});

test('a state of Terraform 0.12 gives addresses neither their module nor their key', () => {
  const policy = gateway('rest_api_policy', 'own', { values: { ...inShop, policy: policyText('8.8.8.8') } });
  const deployment = gateway('deployment', 'now', {
    values: { ...inShop, triggers: { hash: 'a' } },
    more: { depends_on: ['aws_api_gateway_rest_api_policy.own'] },
  });
  const others = ['"index": 0,', '"index": "b",'].map((index, i) =>
    state([gateway('rest_api', 'other', { values: { id: `other${i}` } })]).replace('"mode":', `${index} "mode":`),
  );
  const { values } = JSON.parse(state([gateway('rest_api', 'shop', { values: SHOP }), policy, deployment]));
  const more = others.flatMap((text) => JSON.parse(text).values.root_module.resources);
  const root_module = { resources: more, child_modules: [{ ...values.root_module, address: 'module.deep' }] };
  const { apis } = loaded(JSON.stringify({ format_version: '0.1', values: { root_module } }));
  expect(
    apis.map(({ worlds: [api] }) => api && [api.id, written(api), api.deployments.map((one) => one.ordered?.is)]),
  ).toEqual([
    ['aws_api_gateway_rest_api.other[0]', [], []],
    ['aws_api_gateway_rest_api.other["b"]', [], []],
    ['module.deep.aws_api_gateway_rest_api.shop', ['8.8.8.8'], ['yes']],
  ]);
});

describe('a definition', () => {
  const apiWith = (body: string | null): Api =>
    apiOf(state([gateway('rest_api', 'shop', { values: { ...SHOP, body } })]));

  test('in JSON gives a policy and routes', () => {
    const api = apiWith(
      JSON.stringify({
        openapi: '3.0.1',
        'x-amazon-apigateway-policy': JSON.parse(policyText('8.8.8.8')),
        paths: { '/pets': { get: {} } },
      }),
    );
    expect([written(api), routesOf(api), unread(api)]).toEqual([['8.8.8.8'], ['GET /pets NONE'], []]);
  });

  test('that a resource of its own puts on the API counts as the body', () => {
    const body = (cidr: string): string =>
      JSON.stringify({ 'x-amazon-apigateway-policy': JSON.parse(policyText(cidr)), paths: { '/': { get: {} } } });
    const put = (name: string, cidr: string) =>
      gateway('rest_api_put', name, { values: { ...inShop, body: body(cidr) } });
    const shop = gateway('rest_api', 'shop', { values: SHOP });
    const one = apiOf(state([shop, put('a', '8.8.8.8')]));
    expect([written(one), routesOf(one), unread(one)]).toEqual([['8.8.8.8'], ['GET / NONE'], []]);
    const two = apiOf(state([shop, put('a', '8.8.8.8'), put('b', '9.9.9.9')]));
    const reason =
      'several definitions are put on aws_api_gateway_rest_api.shop in turn, and which one is the last is not known';
    expect([written(two), routesOf(two), unread(two)]).toEqual([[], [], [reason]]);
  });

  test.each([
    ['in YAML', 'openapi: 3.0.1\npaths: {}\n'],
    ['that breaks off', '{"openapi": "3.0.1", '],
    ['that is a list', '[]'],
  ])('%s is undecided', (_, body) => {
    const reason = 'the body of aws_api_gateway_rest_api.shop is no JSON and is not read: write it with jsonencode';
    expect(unread(apiWith(body))).toEqual([reason]);
  });

  test.each([[''], [' '], [null]])('%j is none', (body) => {
    expect(unread(apiWith(body))).toEqual([]);
  });
});

describe('a plan', () => {
  const unknown = { id: true, policy: true, execution_arn: true, endpoint_configuration: true };
  const shop = (more: object = {}, given: object = {}) =>
    gateway('rest_api', 'shop', { values: { name: 'shop' }, unknown: { ...unknown, ...more }, written: { ...given } });
  const attached = (rest_api_id: object, name = 'shop', more: object = {}) =>
    gateway('rest_api_policy', name, {
      values: { policy: policyText('8.8.8.8') },
      unknown: { rest_api_id: true },
      written: { rest_api_id: { ...rest_api_id }, policy: refs('data.x.y.json') },
      ...more,
    });

  test('what the configuration does not write is what AWS makes it', () => {
    const api = apiOf(plan([shop()]));
    expect([known(api.endpoint), known(api.addressType), unread(api), written(api)]).toEqual(['EDGE', 'ipv4', [], []]);
  });

  test.each<[string, string | null, readonly string[], (readonly string[])?]>([
    ['a policy', policyText('8.8.8.8'), ['aws_api_gateway_rest_api.shop.policy is known only after apply']],
    ['none', null, []],
    ['an empty one', '', []],
    ['one, and is made anew', policyText('8.8.8.8'), [], ['delete', 'create']],
  ])(
    'what AWS may change of an API that had %s is not known where the plan says so',
    (_, policy, reasons, actions = ['update']) => {
      const changed = gateway('rest_api', 'shop', {
        values: { id: 'a1b2c3d4e5' },
        unknown: { policy: true },
        written: { name: { constant_value: 'shop' } },
        change: { actions, before: { policy } },
      });
      expect(unread(apiOf(plan([changed]))).map((reason) => reason.split(':')[0])).toEqual(reasons);
    },
  );

  test.each([
    ['a constant', { constant_value: null }, []],
    ['a variable of the root', refs('var.policy'), []],
    [
      'a resource',
      refs('aws_s3_object.policy.content'),
      ['aws_api_gateway_rest_api.shop.policy is known only after apply'],
    ],
    [
      'a local value',
      { references: ['local.policy'] },
      ['aws_api_gateway_rest_api.shop.policy is known only after apply'],
    ],
  ])('a policy that is not known, and written as %s', (_, policy, reasons) => {
    expect(unread(apiOf(plan([shop({}, { policy })]))).map((reason) => reason.split(':')[0])).toEqual(reasons);
  });

  test('only what a block gives can be unknown in it', () => {
    const endpoint = (types: object): Api =>
      apiOf(
        plan([
          shop(
            { endpoint_configuration: [{ types: [true], ip_address_type: true }] },
            { endpoint_configuration: [{ types }] },
          ),
        ]),
      );
    const reason = 'aws_api_gateway_rest_api.shop.endpoint_configuration[0].types[0] is known only after apply';
    const api = endpoint(refs('terraform_data.type.output'));
    expect([known(api.endpoint), known(api.addressType)]).toEqual([[reason], [reason]]);
  });

  test('a policy that the API and a resource both write', () => {
    const own = gateway('rest_api', 'shop', {
      values: { policy: policyText('1.1.1.1') },
      written: { policy: refs('var.policy') },
    });
    const echo = gateway('rest_api', 'shop', { values: { policy: policyText('1.1.1.1') } });
    const separate = attached(ofShop('id'));
    expect([[own, separate], [echo, separate], [echo]].map((blocks) => written(apiOf(plan(blocks))))).toEqual([
      ['1.1.1.1', '8.8.8.8'],
      ['8.8.8.8'],
      ['1.1.1.1'],
    ]);
  });

  test.each([
    ['its id', ofShop('id')],
    ['its only instance', { references: ['aws_api_gateway_rest_api.shop'] }],
    ['its instance of the same key', { references: ['aws_api_gateway_rest_api.shop', 'each.key'] }],
    ['the id that its deployment has', refs('aws_api_gateway_deployment.shop.rest_api_id')],
  ])('a policy belongs to an API by %s', (_, reference) => {
    const deployment = gateway('deployment', 'shop', {
      unknown: { rest_api_id: true },
      written: { rest_api_id: ofShop('id') },
    });
    const api = apiOf(plan([shop(), deployment, attached(reference)]));
    expect([written(api), unread(api)]).toEqual([['8.8.8.8'], []]);
  });

  test.each([
    ['one of several', { references: ['aws_api_gateway_rest_api.shop', 'each.key'] }],
    ['one of two', { references: [...ofIds('shop'), ...ofIds('other')] }],
    ['a local value', { references: ['local.id'] }],
    ['nothing that it says', {}],
  ])('a policy that may belong to %s is attached to none, and audited by itself', (_, reference) => {
    const keyed = ['a', 'b'].map((index) => ({ ...shop(), index }));
    const other = gateway('rest_api', 'other', { unknown });
    const { apis } = loaded(plan([...keyed, other, attached(reference)]));
    const reason = 'aws_api_gateway_rest_api_policy.shop.rest_api_id is known only after apply';
    expect(apis.map(({ worlds: [api] }) => api && [api.id, written(api), unread(api)])).toEqual([
      ['aws_api_gateway_rest_api.shop["a"]', [], [reason]],
      ['aws_api_gateway_rest_api.shop["b"]', [], [reason]],
      ['aws_api_gateway_rest_api.other', [], [reason]],
      ['aws_api_gateway_rest_api_policy.shop', ['8.8.8.8'], []],
    ]);
  });

  describe('of several instances that of the same key', () => {
    const API = 'aws_api_gateway_rest_api.shop';
    const keyed = (one: Block, keys: readonly (string | number)[], more: Partial<Block> = {}): readonly Block[] =>
      keys.map((index) => ({ ...one, ...more, index }));
    const owners = (text: string): readonly unknown[] =>
      loaded(text).apis.map(({ worlds: [api] }) => api && [api.id, written(api).length, unread(api).length]);
    const each = { for_each_expression: { references: ['var.names'] } };

    test.each<[string, readonly (string | number)[], object, Partial<Block>]>([
      ['each.key', ['a', 'b.c'], { references: [API, 'each.key'] }, { repeated: each }],
      ['count.index', [0, 1], { references: [API, 'count.index'] }, {}],
      [
        'each.value, where it is made for each',
        ['a', 'b.c'],
        refs('each.value.id'),
        { repeated: { for_each_expression: { references: [API] } } },
      ],
    ])('by %s', (_, keys, reference, more) => {
      const text = plan([...keyed(shop(), keys), ...keyed(attached(reference), keys, more)]);
      expect(owners(text)).toEqual(keys.map((key) => [`${API}[${JSON.stringify(key)}]`, 1, 0]));
    });

    test('not where the keys differ, nor where each.value is something else', () => {
      const by = (reference: object, keys: readonly string[], more: Partial<Block> = {}): readonly unknown[] =>
        owners(plan([...keyed(shop(), ['a', 'b']), ...keyed(attached(reference), keys, more)])).slice(0, 2);
      const both = [
        [`${API}["a"]`, 0, 1],
        [`${API}["b"]`, 0, 1],
      ];
      expect(by({ references: [API, 'each.key'] }, ['a'])).toEqual(both);
      expect(by({ references: [API, 'each.key', 'var.other'] }, ['a', 'b'])).toEqual([
        [`${API}["a"]`, 0, 2],
        [`${API}["b"]`, 0, 2],
      ]);
      expect(by(refs('each.value.id'), ['a', 'b'], { repeated: each })).toEqual([
        [`${API}["a"]`, 0, 2],
        [`${API}["b"]`, 0, 2],
      ]);
    });

    test('through modules', () => {
      const keys = ['eu', 'us'];
      const api: Call = { keys, blocks: [shop()], outputs: { id: ofShop('id'), arn: ofShop('execution_arn') } };
      const gate: Call = {
        keys,
        blocks: [attached({ references: ['var.api'] })],
        expressions: { api: { references: ['module.api', 'each.key'] } },
        repeated: each,
      };
      const text = plan([], { calls: { api, gate } });
      expect(owners(text)).toEqual([
        ['module.api["eu"].aws_api_gateway_rest_api.shop', 1, 0],
        ['module.api["us"].aws_api_gateway_rest_api.shop', 1, 0],
      ]);
    });
  });

  test('what has no value, and is not said to be unknown either, is what its references are to', () => {
    const policy = attached(ofShop('id'), 'shop', { unknown: {} });
    const api = apiOf(plan([shop(), policy]));
    expect([written(api), unread(api)]).toEqual([['8.8.8.8'], []]);
    const nameless = attached({ references: ['local.id'] }, 'shop', { unknown: {} });
    const reason = 'the plan does not say what aws_api_gateway_rest_api_policy.shop.rest_api_id is';
    const [stranger] = loaded(plan([shop(), nameless])).apis;
    expect(stranger?.worlds.map(unread)).toEqual([[reason]]);
    const given = shop({}, { policy: refs('terraform_data.policy.output') });
    expect(unread(apiOf(plan([{ ...given, unknown: {} }])))).toEqual([
      'the plan does not say what aws_api_gateway_rest_api.shop.policy is',
    ]);
  });

  test('what moved is found at its new address', () => {
    const was = {
      more: { previous_address: 'aws_api_gateway_rest_api.store' },
      change: { actions: ['no-op'], before: {} },
    };
    const api = apiOf(plan([{ ...shop(), ...was }, attached(ofShop('id'))]));
    expect([api.id, written(api), unread(api)]).toEqual(['aws_api_gateway_rest_api.shop', ['8.8.8.8'], []]);
  });

  test('a policy for an instance goes to no other', () => {
    const keyed = ['a', 'b.c'].map((index) => ({ ...shop(), index }));
    const reference = {
      references: [
        'aws_api_gateway_rest_api.shop["b.c"].id',
        'aws_api_gateway_rest_api.shop["b.c"]',
        'aws_api_gateway_rest_api.shop',
      ],
    };
    const { apis } = loaded(plan([...keyed, attached(reference)]));
    expect(apis.map(({ worlds: [api] }) => api && written(api))).toEqual([[], ['8.8.8.8']]);
  });

  test('the policy of an API that is elsewhere is audited by itself', () => {
    const policy = gateway('rest_api_policy', 'shop', {
      values: { rest_api_id: 'elsewhere', policy: policyText('8.8.8.8') },
      written: { rest_api_id: { constant_value: 'elsewhere' } },
    });
    const api = apiOf(plan([policy]));
    const reason = 'the API that aws_api_gateway_rest_api_policy.shop belongs to is not in this plan';
    expect([written(api), known(api.endpoint), api.exported]).toEqual([['8.8.8.8'], [reason], true]);
  });

  test('an address goes through variables and outputs of modules', () => {
    const id = (reference: string) => ({ references: [reference, reference.replace(/\.\w+$/, '')] });
    const text = plan([], {
      calls: {
        api: { keys: ['eu'], blocks: [shop()], outputs: { id: ofShop('id') } },
        gate: {
          blocks: [],
          expressions: { api: id('module.api["eu"].id') },
          calls: {
            deep: { expressions: { id: { references: ['var.api'] } }, blocks: [attached({ references: ['var.id'] })] },
          },
        },
      },
    });
    expect(written(apiOf(text))).toEqual(['8.8.8.8']);
  });

  test('paths follow the resources above', () => {
    const resource = (name: string, path_part: string, parent: object) =>
      gateway('resource', name, {
        values: { path_part },
        unknown: { id: true, path: true, parent_id: true, rest_api_id: true },
        written: { parent_id: { ...parent }, rest_api_id: ofShop('id'), path_part: { constant_value: path_part } },
      });
    const method = (name: string, resource: object, more: object = {}) =>
      gateway('method', name, {
        values: { http_method: 'GET', authorization: 'NONE' },
        unknown: { resource_id: true, rest_api_id: true, ...more },
        written: {
          resource_id: { ...resource },
          rest_api_id: ofShop('id'),
          authorization: refs('terraform_data.auth.output'),
        },
      });
    const api = apiOf(
      plan([
        shop(),
        resource('pets', 'pets', ofShop('root_resource_id')),
        resource('pet', '{id}', refs('aws_api_gateway_resource.pets.id')),
        method('pet', refs('aws_api_gateway_resource.pet.id')),
        method('root', ofShop('root_resource_id'), { authorization: true }),
        method('stray', { references: ['local.id'] }),
      ]),
    );
    expect(routesOf(api)).toEqual([
      'GET /pets/{id} NONE',
      'GET / aws_api_gateway_method.root.authorization is known only after apply',
      `GET /\${aws_api_gateway_method.stray.resource_id} NONE`,
    ]);
  });

  describe('a deployment is made after the policy', () => {
    const POLICY = 'aws_api_gateway_rest_api_policy.shop';
    const deployment = gateway('deployment', 'shop', {
      unknown: { rest_api_id: true },
      written: { rest_api_id: { references: ['var.api'] } },
    });
    const inModule = { expressions: { api: ofShop('id') }, blocks: [deployment] };
    const ordered = (calls: Readonly<Record<string, Call>>, ...more: readonly Block[]): unknown =>
      apiOf(plan([shop(), attached(ofShop('id')), ...more], { calls })).deployments.map((one) => one.ordered?.is);

    test.each<[string, Readonly<Record<string, Call>>]>([
      ['what its module waits for', { live: { ...inModule, waitsFor: [POLICY] } }],
      ['what its module is given', { live: { ...inModule, expressions: { api: refs(`${POLICY}.rest_api_id`) } } }],
      [
        'what its module is there for each of',
        { live: { ...inModule, keys: ['a'], repeated: { for_each_expression: { references: [POLICY] } } } },
      ],
      [
        'what a module around its own waits for',
        {
          live: {
            blocks: [],
            calls: { deep: { ...inModule, expressions: { api: { references: ['var.api'] } } } },
            expressions: { api: ofShop('id') },
            waitsFor: [POLICY],
          },
        },
      ],
      [
        'a module that is made of it',
        {
          gate: {
            blocks: [],
            expressions: { policy: refs(`${POLICY}.id`) },
            outputs: { done: { references: ['var.policy'] } },
          },
          live: { ...inModule, waitsFor: ['module.gate.done'] },
        },
      ],
    ])('by %s', (_, calls) => {
      expect(ordered(calls)).toEqual(['yes']);
    });

    test.each<[string, Readonly<Record<string, Call>>]>([
      ['its module waits for the API', { live: { ...inModule, waitsFor: ['aws_api_gateway_rest_api.shop'] } }],
      [
        'another output is made of it',
        {
          gate: {
            blocks: [],
            expressions: { policy: refs(`${POLICY}.id`) },
            outputs: { done: { references: ['var.policy'] }, other: { references: ['var.other'] } },
          },
          live: { ...inModule, waitsFor: ['module.gate.other'] },
        },
      ],
    ])('not where only %s', (_, calls) => {
      expect(ordered(calls)).toEqual(['no']);
    });

    test('where it waits for all of the module that has the policy', () => {
      const gate = { expressions: { api: ofShop('id') }, blocks: [attached({ references: ['var.api'] })] };
      const live = { ...inModule, waitsFor: ['module.outer'] };
      const text = plan([shop()], {
        calls: {
          live,
          outer: {
            blocks: [],
            expressions: { api: ofShop('id') },
            calls: { gate: { ...gate, expressions: { api: { references: ['var.api'] } } } },
          },
        },
      });
      expect(apiOf(text).deployments.map((one) => one.ordered?.is)).toEqual(['yes']);
    });

    test('as far as the plan has a configuration', () => {
      const values = { rest_api_id: 'a1b2c3d4e5', triggers: { hash: 'a' } };
      const text = plan([
        gateway('rest_api', 'shop', { values: SHOP }),
        gateway('rest_api_policy', 'shop', { values: { ...values, policy: policyText('8.8.8.8') } }),
        gateway('deployment', 'shop', { values }),
      ]);
      const { deployments } = apiOf(text.replace('"configuration"', '"others"'));
      expect(deployments.map(({ follows, ordered }) => [known(follows), known(ordered)])).toEqual([
        [
          ['the plan does not say what makes the triggers of aws_api_gateway_deployment.shop'],
          ['the plan has no configuration that says what aws_api_gateway_deployment.shop depends on'],
        ],
      ]);
    });

    test('however long the chain of what it waits for is', () => {
      const chain = Array.from(
        { length: 5000 },
        (_, i): Block => ({
          type: 'terraform_data',
          name: `link${i}`,
          waitsFor: [i === 4999 ? POLICY : `terraform_data.link${i + 1}`],
        }),
      );
      expect(ordered({ live: { ...inModule, waitsFor: ['terraform_data.link0'] } }, ...chain)).toEqual(['yes']);
    });
  });

  test('whether the id leaves it', () => {
    const output = (attribute: string) => plan([shop()], { outputs: { id: ofShop(attribute) } });
    const command = plan([
      shop(),
      {
        type: 'null_resource',
        name: 'deploy',
        written: { triggers: { references: ['aws_api_gateway_rest_api.shop.id'] } },
      },
    ]);
    expect([output('id'), output('name'), command].map((text) => apiOf(text).exported)).toEqual([true, false, true]);
  });

  test('what is destroyed is not there', () => {
    const text = plan([]).replace(
      '"resource_changes": []',
      '"resource_changes": [{"address": "aws_api_gateway_rest_api.shop", "type": "aws_api_gateway_rest_api", "change": {"actions": ["delete"], "after": null, "after_unknown": {}}}]',
    );
    expect(loaded(text)).toMatchObject({ apis: [], failures: [], notAudited: [] });
  });
});

describe('what is put on an API', () => {
  const PUT = 'aws_api_gateway_rest_api_put.over';
  const DEFINITION = JSON.stringify({ paths: { '/': { get: {} } } });
  const NO_OP = { actions: ['no-op'], before: { body: DEFINITION } };
  const put = (more: Partial<Block> = {}): Block =>
    gateway('rest_api_put', 'over', {
      values: { body: DEFINITION },
      unknown: { rest_api_id: true },
      written: { rest_api_id: ofShop('id'), body: refs('var.body') },
      ...more,
    });
  const given = { values: { policy: policyText('8.8.8.8') }, written: { policy: refs('var.policy') } };
  const shop = (more: Partial<Block> = {}): Block => gateway('rest_api', 'shop', { unknown: { id: true }, ...more });
  const attached = (more: Partial<Block> = {}): Block =>
    gateway('rest_api_policy', 'own', {
      values: { policy: policyText('8.8.8.8') },
      unknown: { rest_api_id: true },
      written: { rest_api_id: ofShop('id'), policy: refs('var.policy') },
      ...more,
    });
  const lost = [`${PUT} overwrites the API, and may take off a policy that its body does not have`];

  test.each<[string, readonly Block[], readonly string[]]>([
    ['takes the policy of the API off', [shop(given), put()], lost],
    ['takes a policy off that is attached in any order', [shop(), attached(), put()], lost],
    ['leaves a policy that is attached after it', [shop(), attached({ waitsFor: [PUT] }), put()], []],
    [
      'takes off one that the plan does not attach again',
      [shop(), attached({ waitsFor: [PUT], change: NO_OP }), put()],
      lost,
    ],
    ['leaves the policy where it is there already', [shop(given), put({ change: NO_OP })], []],
  ])('%s', (_, blocks, reasons) => {
    const api = apiOf(plan(blocks));
    expect([written(api), unread(api)]).toEqual([reasons.length > 0 ? [] : ['8.8.8.8'], reasons]);
  });
});

describe('the policy that AWS has beside that of the body', () => {
  const [OLD, NEW] = ['52.94.76.0/22', '52.95.110.0/24'];
  const bodyOf = (version: string, cidr?: string): string =>
    JSON.stringify({
      info: { version },
      paths: { '/': { get: {} } },
      ...(cidr !== undefined && { 'x-amazon-apigateway-policy': JSON.parse(policyText(cidr)) }),
    });
  interface Planned {
    readonly before: string;
    readonly after: string;
    readonly policy?: string;
    readonly versions?: string;
    readonly mode?: string;
    readonly actions?: readonly string[];
  }
  const planned = ({
    before,
    after,
    policy = policyText(OLD),
    versions,
    mode,
    actions = ['update'],
  }: Planned): string =>
    plan(
      [
        gateway('rest_api', 'shop', {
          values: { id: 'a1b2c3d4e5', policy, body: after, ...(mode !== undefined && { put_rest_api_mode: mode }) },
          written: { body: refs('var.body') },
          change: { actions, before: { policy, body: before } },
        }),
      ],
      versions === undefined ? {} : { versions },
    );
  const undecided = (words: string): string =>
    `whether aws_api_gateway_rest_api.shop has ${words} after apply is not known: the AWS provider writes the policy of its state back before version 6.48, and not from then on`;
  const update = { before: bodyOf('1'), after: bodyOf('2', NEW) };
  const bare = { before: bodyOf('1'), after: bodyOf('2') };

  test.each<[string, Planned, readonly string[], readonly string[]]>([
    ['an update with any provider', update, [], [undecided('its present policy or the policy in its body')]],
    ['an update with an older provider, which writes the old one back', { ...update, versions: '< 6.48' }, [OLD], []],
    ['an update with a provider of today', { ...update, versions: '>= 6.48' }, [NEW], []],
    ['no update: the body was imported, and the old one written back', { ...update, before: update.after }, [OLD], []],
    ['nothing to do', { ...update, actions: ['no-op'] }, [OLD], []],
    [
      'the same policy, as AWS writes it',
      { ...update, policy: policyText(NEW).replace('"*"', '{"AWS":"*"}') },
      [NEW],
      [],
    ],
    ['none', { ...update, policy: '' }, [NEW], []],
    ['a new API', { ...update, actions: ['delete', 'create'] }, [NEW], []],
    ['a body without one', bare, [], [undecided('its present policy or none')]],
    ['a body without one, and an older provider', { ...bare, versions: '~> 6.40.0' }, [OLD], []],
    ['a body without one, and a provider of today', { ...bare, versions: '~> 6.48' }, [], []],
    ['a body without one that is merged', { ...bare, mode: 'merge' }, [OLD], []],
    ['a body without one that stays', { ...bare, before: bare.after }, [OLD], []],
  ])('%s', (_, given, policies, reasons) => {
    const api = apiOf(planned(given));
    expect([written(api), unread(api)]).toEqual([policies, reasons]);
  });

  test('where the plan does not say what it does to the API', () => {
    const [any, late] = [update, { ...update, versions: '>= 6.48' }].map((given) =>
      unread(apiOf(planned(given).replaceAll('"resource_changes"', '"other"'))),
    );
    expect(any).toEqual([undecided('its present policy or the policy in its body')]);
    expect(late).toEqual([
      'whether aws_api_gateway_rest_api.shop has the policy in its body or its present policy after apply is not known: what the plan does to its body is not',
    ]);
  });

  test('that a resource attached which the plan takes away', () => {
    const gone = (more: Partial<Planned> = {}): string =>
      planned({ before: bodyOf('2'), after: bodyOf('2'), ...more }).replace(
        '"resource_changes": [',
        `"resource_changes": [{"address": "aws_api_gateway_rest_api_policy.shop", "type": "aws_api_gateway_rest_api_policy",
        "change": {"actions": ["delete"], "before": {"rest_api_id": "a1b2c3d4e5"}, "after": null}},`,
      );
    expect([gone(), gone({ before: bodyOf('1') })].map((text) => [written(apiOf(text)), unread(apiOf(text))])).toEqual([
      [[], []],
      [[], [undecided('its present policy or none')]],
    ]);
  });
});

function ofIds(name: string): readonly string[] {
  return [`aws_api_gateway_rest_api.${name}.id`, `aws_api_gateway_rest_api.${name}`];
}

describe('what a resource policy is not for', () => {
  test('HTTP APIs ignore one, WebSocket APIs have none', () => {
    const body = JSON.stringify({ 'x-amazon-apigateway-policy': JSON.parse(policyText('8.8.8.8')) });
    const { apis, notAudited } = loaded(
      state([
        { type: 'aws_apigatewayv2_api', name: 'http', values: { protocol_type: 'HTTP', body } },
        { type: 'aws_apigatewayv2_api', name: 'chat', values: { protocol_type: 'WEBSOCKET' } },
      ]),
    );
    expect(apis.map(({ worlds: [api] }) => api && [api.kind, written(api)])).toEqual([['http', ['8.8.8.8']]]);
    expect(notAudited).toEqual(['aws_apigatewayv2_api.chat: a WebSocket API has no resource policy']);
  });

  test('a private domain has a policy of its own, any other none', () => {
    const domain = (policy: string | null) =>
      loaded(state([gateway('domain_name', 'a', { values: { domain_name: 'a.example.com', policy } })])).apis;
    expect(domain(null)).toEqual([]);
    expect(
      domain(policyText('8.8.8.8')).map(({ worlds: [api] }) => [api?.kind, api?.name, known(api?.endpoint)]),
    ).toEqual([['domain', 'a.example.com', 'PRIVATE']]);
  });
});

describe('the lines of the configuration', () => {
  const text = plan([gateway('rest_api', 'shop', { values: { policy: '{' }, written: { policy: {} } })]);
  const related = (
    files: Readonly<Record<string, string>>,
    path = 'infra/plan.json',
    plan = text,
  ): readonly string[] => {
    const { findings, failures } = auditTexts({ [path]: plan, ...files }, {}, [path]);
    expect(failures).toEqual([]);
    const found = findings.filter(({ ruleId }) => ruleId === 'valid-policy').flatMap((one) => one.related);
    return found.map(({ message, location: { file, start } }) => `${message} ${file}:${start.line}:${start.column}`);
  };
  const header = 'resource "aws_api_gateway_rest_api" "shop" {}\n';
  const own = 'aws_api_gateway_rest_api.shop infra/plan.json:7:5';

  test.each([
    ['beside the plan', { 'infra/api.tf': `# an API\n\n${header}` }, 'aws_api_gateway_rest_api.shop infra/api.tf:3:1'],
    ['of OpenTofu', { 'infra/api.tofu': ` \t${header}` }, 'aws_api_gateway_rest_api.shop infra/api.tofu:1:3'],
    ['twice', { 'infra/a.tf': header, 'infra/b.tf': header }, own],
    ['in another folder', { 'api.tf': header }, own],
    ['in a comment', { 'infra/api.tf': `# ${header}` }, own],
    ['of another name', { 'infra/api.tf': header.replace('shop', 'shops') }, own],
    ['in a file of another kind', { 'infra/api.tf.bak': header }, own],
  ])('%s', (_, files, expected) => {
    expect(related(files)).toEqual([expected]);
  });

  test.each([
    [
      'beside the root',
      '../gate',
      { 'gate/main.tf': header },
      'module.gate.aws_api_gateway_rest_api.shop gate/main.tf:1:1',
    ],
    [
      'from a registry',
      'acme/gate/aws',
      { 'infra/acme/gate/aws/main.tf': header },
      'module.gate.aws_api_gateway_rest_api.shop infra/plan.json:10:7',
    ],
    ['out of the folder', '../../../etc', {}, 'module.gate.aws_api_gateway_rest_api.shop infra/plan.json:10:7'],
  ])('of a module %s', (_, source, files, expected) => {
    const blocks = [gateway('rest_api', 'shop', { values: { policy: '{' }, written: { policy: {} } })];
    expect(related(files, 'infra/plan.json', plan([], { calls: { gate: { source, blocks } } }))).toEqual([expected]);
  });
});

describe('what Terraform does not print', () => {
  const head = '{"format_version": "1.2", "x": "aws_api_gateway", ';
  test.each([
    [
      'no values',
      `${head}"resource_changes": []}`,
      'This plan has no planned_values: print it with terraform show -json.',
      1,
      1,
    ],
    ['a module that is a list', `${head}"values": {"root_module": []}}`, malformed('root_module', 'an object'), 1, 63],
    [
      'resources that are a text',
      `${head}"values": {"root_module": {"resources": "all"}}}`,
      malformed('resources', 'a list of objects'),
      1,
      79,
    ],
    [
      'a resource that is a number',
      `${head}"values": {"root_module": {"resources": [1]}}}`,
      malformed('resources', 'a list of objects'),
      1,
      79,
    ],
    [
      'changes that are an object',
      `${head}"planned_values": {}, "resource_changes": {}}`,
      malformed('resource_changes', 'a list of objects'),
      1,
      74,
    ],
    [
      'values that are a list',
      `${head}"values": {"root_module": {"resources": [{"address": "a", "name": "a", "type": "aws_api_gateway_rest_api", "values": []}]}}}`,
      malformed('values', 'an object'),
      1,
      159,
    ],
    [
      'a resource without an address',
      `${head}"values": {"root_module": {"resources": [{"name": "a", "type": "aws_api_gateway_rest_api"}]}}}`,
      'A resource has an address, a type and a name: print the file with terraform show -json.',
      1,
      92,
    ],
  ])('%s', (_, text, message, line, column) => {
    const { failures, findings } = auditTexts({ 'a.json': text });
    expect(findings).toEqual([]);
    expect(failures.map((one) => [one.message, one.location.start])).toEqual([[message, { line, column }]]);
  });

  test.each([
    [
      'a wrapper around it',
      '[command]/opt/terraform-bin show -json plan.out\n{"format_version": "1.2", "x": "aws_api_gateway"}\n',
      'a wrapper has written its log around what Terraform prints: switch it off, with terraform_wrapper: false for setup-terraform',
    ],
    [
      'the log of a plan',
      '{"@level":"info","type":"version"}\n{"@level":"info","addr":"aws_api_gateway_rest_api.shop"}\n',
      'this is the log of terraform plan -json, which holds no values: audit what terraform show -json prints of the plan',
    ],
    [
      'a part of a plan',
      '{"resource_changes": [{"address": "aws_api_gateway_rest_api.shop"}]}',
      'this is a part of a plan: audit all that terraform show -json prints of it',
    ],
  ])('%s is named for what it is', (_, text, reason) => {
    const { failures, notAudited } = auditTexts({ 'plan.json': text });
    expect([failures, notAudited.map((one) => one.reason)]).toEqual([[], [reason]]);
  });

  test('a format of a later version is not read', () => {
    const { notAudited } = loaded('{"format_version": "2.0", "values": {}}');
    expect(notAudited).toEqual(['terraform show -json has a format_version 2.0 that is not known']);
  });

  test('resources above each other in a circle cost no other API', () => {
    const resource = (name: string, parent_id: string) =>
      gateway('resource', name, { values: { ...inShop, id: name, parent_id, path_part: name } });
    const method = gateway('method', 'a', { values: { ...inShop, resource_id: 'a', http_method: 'GET' } });
    const text = state([
      gateway('rest_api', 'shop', { values: SHOP }),
      gateway('rest_api', 'other', { values: { id: 'other' } }),
      resource('a', 'b'),
      resource('b', 'a'),
      method,
    ]);
    const { apis, failures } = loaded(text);
    expect(apis.map(({ worlds }) => worlds[0]?.id)).toEqual(['aws_api_gateway_rest_api.other']);
    expect(failures.map(({ message, place: { at } }) => [message, at.file.text.slice(at.start, at.end)])).toEqual([
      [
        'Resources refer to each other in a circle, aws_api_gateway_resource.a → aws_api_gateway_resource.b → aws_api_gateway_resource.a: correct one parent_id.',
        'aws_api_gateway_resource.a',
      ],
    ]);
  });

  test('modules that refer to each other in a circle end', () => {
    const text = plan([gateway('rest_api', 'shop', { unknown: { id: true } })], {
      calls: {
        a: {
          expressions: { id: { references: ['module.a.id', 'module.a'] } },
          outputs: { id: { references: ['var.id'] } },
          blocks: [
            gateway('rest_api_policy', 'p', {
              values: { policy: policyText('8.8.8.8') },
              unknown: { rest_api_id: true },
              written: { rest_api_id: { references: ['var.id', 'local.id'] } },
            }),
          ],
        },
      },
    });
    expect(loaded(text).apis.map(({ worlds: [api] }) => api && written(api))).toEqual([[], ['8.8.8.8']]);
  });

  test('modules as deep as can be nested are one failure', () => {
    const deep = `{"child_modules": [${'{"child_modules": ['.repeat(300)}${']}'.repeat(300)}]}`;
    const { failures } = auditTexts({ 'a.json': `${head}"values": {"root_module": ${deep}}}` });
    expect(failures.length).toBe(1);
  });

  test('a name that a mapping has by itself is no resource', () => {
    const reference = {
      references: ['constructor.prototype.id', '__proto__.x.y', 'var.__proto__', 'module.toString.id', ''],
    };
    const text = plan([
      gateway('rest_api', 'shop', { unknown: { id: true } }),
      gateway('rest_api_policy', 'p', {
        values: { policy: policyText('8.8.8.8') },
        unknown: { rest_api_id: true },
        written: { rest_api_id: reference },
      }),
    ]);
    expect(loaded(text).apis.map(({ worlds: [api] }) => api && written(api))).toEqual([[], ['8.8.8.8']]);
  });
});

function malformed(name: string, what: string): string {
  return `${name} is ${what} in the output of terraform show -json: print the file anew.`;
}
