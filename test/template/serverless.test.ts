import { describe, expect, test } from 'vitest';
import type { Api } from '../../src/model/api.ts';
import { auditTexts, explainTexts } from '../support/memory.ts';
import { apiOf, entriesOf, loaded, placedEntries, policyOf, scenariosOf } from './support.ts';

interface Service {
  /** Sections before `provider`. */
  readonly head?: string;
  /** Members of `provider`. */
  readonly provider?: string;
  readonly events?: string;
  /** Sections after `functions`. */
  readonly tail?: string;
}

/** A service whose policy lists these sources. */
function service(
  sources: string,
  { head = '', provider = '', events = '- http: GET /pets', tail = '' }: Service = {},
): string {
  return `service: pets
${head}provider:
  name: aws
  ${provider}
  apiGateway:
    resourcePolicy:
      - Effect: Allow
        Principal: '*'
        Action: execute-api:Invoke
        Resource: execute-api:/*
        Condition:
          IpAddress:
            aws:SourceIp: ${sources}
functions:
  list:
    handler: pets.list
    events: ${events.startsWith('-') ? `\n      ${events.replaceAll('\n', '\n      ')}` : events}
${tail}`;
}

const routesOf = ({ revisions }: Api): readonly string[] =>
  (revisions[0]?.routes ?? []).map(({ method, path, authorization, apiKey }) =>
    [
      method,
      path,
      authorization.is === 'yes' ? authorization.value : authorization.is,
      ...(apiKey.is === 'no' ? [] : [`key ${apiKey.is}`]),
    ].join(' '),
  );

describe('a service', () => {
  test('the article: one address on one route', () => {
    const text = `service: ip-protected
provider:
  name: aws
  resourcePolicy:
    - Effect: Allow
      Principal: '*'
      Action: execute-api:Invoke
      Resource: [execute-api:/*/GET/index.html]
      Condition: { IpAddress: { aws:SourceIp: [217.128.123.174] } }
functions:
  page: { handler: handler.page, events: [http: GET /index.html] }
`;
    const [api] = explainTexts({ 'serverless.yml': text }).apis;
    expect(api?.routes.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /index.html']);
    expect(api?.routes[0]?.access.map(({ certainly }) => certainly)).toMatchObject([{ cidrs: ['217.128.123.174/32'] }]);
  });

  test('its API stands at its endpoint type, else at its first line', () => {
    const text = service('8.8.8.8', { provider: 'endpointType: REGIONAL' });
    const { id, name, dialect, place } = apiOf(text);
    expect([id, name, dialect]).toEqual(['ApiGatewayRestApi', 'pets', 'serverless']);
    expect(text.slice(place.at.start, place.at.end)).toBe('endpointType');
    expect(apiOf(service('8.8.8.8')).place.at).toMatchObject({ start: 0, end: 'service'.length });
  });

  test.each([
    ['', 'EDGE'],
    ['endpointType: regional', 'REGIONAL'],
    ['endpointType: PRIVATE', 'PRIVATE'],
    [`endpointType: \${opt:type, 'private'}`, 'PRIVATE'],
  ])('its endpoint: %s', (provider, expected) => {
    expect(apiOf(service('8.8.8.8', { provider })).endpoint).toEqual({ is: 'yes', value: expected });
  });

  test.each([
    ['', 'dev'],
    ['stage: prod', 'prod'],
    [`stage: \${opt:stage, 'test'}`, 'test'],
  ])('its stage: %s', (provider, expected) => {
    const { stages } = apiOf(service('8.8.8.8', { provider }));
    expect(stages.map(({ name }) => name)).toEqual([expected]);
  });

  test.each([
    ['name: aws', 1],
    ['name: google', 0],
  ])('is one of AWS: provider %s', (provider, count) => {
    expect(loaded(service('8.8.8.8').replace('name: aws', provider)).apis).toHaveLength(count);
  });

  test('a policy without events is that of an API that gets its routes elsewhere', () => {
    const api = apiOf(service('8.8.8.8', { events: '[]' }));
    expect(api.revisions[0]?.routesOpen.map(({ reason }) => reason)).toEqual(['the service has no http events']);
  });

  test('without events and without a policy there is no API', () => {
    expect(
      loaded('service: a\nprovider: aws\nfunctions: { a: { events: [{ schedule: rate(1 hour) }] } }\n').apis,
    ).toEqual([]);
  });

  test('an HTTP API has no policy', () => {
    const apis = loaded('service: a\nprovider: aws\nfunctions: { a: { events: [{ httpApi: GET / }] } }\n').apis;
    expect(apis.flatMap(({ worlds }) => worlds.map(({ kind }) => kind))).toEqual(['http']);
  });
});

describe('events', () => {
  test.each([
    ['- http: GET /pets', ['GET /pets NONE']],
    ['- http: get pets/{id}', ['GET /pets/{id} NONE']],
    ['- http: { path: /pets/, method: post }', ['POST /pets NONE']],
    ["- http: { path: '', method: '*' }", ['ANY / NONE']],
    ['- http: { path: pets, method: any, authorizer: aws_iam }', ['ANY /pets AWS_IAM']],
    ['- http: { path: pets, method: get, authorizer: check }', ['GET /pets CUSTOM']],
    ['- http: { path: pets, method: get, authorizer: { name: check } }', ['GET /pets CUSTOM']],
    ['- http: { path: pets, method: get, authorizer: { type: aws_iam } }', ['GET /pets AWS_IAM']],
    [
      '- http: { path: pets, method: get, authorizer: { arn: arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_a } }',
      ['GET /pets COGNITO_USER_POOLS'],
    ],
    [
      '- http: { path: pets, method: get, authorizer: arn:aws:lambda:eu-west-1:111122223333:function:check }',
      ['GET /pets CUSTOM'],
    ],
    [
      '- http: { path: pets, method: get, authorizer: { type: COGNITO_USER_POOLS, authorizerId: !Ref Users } }',
      ['GET /pets COGNITO_USER_POOLS'],
    ],
    [`- http: { path: pets, method: get, authorizer: "\${opt:authorizer}" }`, ['GET /pets unknown']],
    ['- http: { path: pets, method: get, private: true }', ['GET /pets NONE key yes']],
    ['- http: { path: pets, method: get, cors: true }', ['GET /pets NONE', 'OPTIONS /pets NONE']],
    ['- http: { path: pets, method: get, cors: { origins: [a] } }', ['GET /pets NONE', 'OPTIONS /pets NONE']],
    ['- http: { path: pets, method: get, cors: false }', ['GET /pets NONE']],
    [
      '- http: { path: pets, method: get, cors: true }\n- http: { path: pets, method: post, cors: true }',
      ['GET /pets NONE', 'OPTIONS /pets NONE', 'POST /pets NONE'],
    ],
    ['- http: GET /pets\n- schedule: rate(1 hour)\n- httpApi: GET /other', ['GET /pets NONE']],
  ])('%s', (events, expected) => {
    expect(routesOf(loaded(service('8.8.8.8', { events })).apis[0]?.worlds[0] as Api)).toEqual(expected);
  });

  test('functions in several parts', () => {
    const text = `service: pets
provider: { name: aws, apiGateway: { resourcePolicy: [] } }
functions:
  - more: { handler: a.b, events: [http: PUT /more] }
  - list: { handler: a.c, events: [http: GET /pets] }
`;
    expect(routesOf(apiOf(text))).toEqual(['PUT /more NONE', 'GET /pets NONE']);
  });

  test('a file that is not read may bring more', () => {
    const { revisions } = apiOf(service('8.8.8.8', { events: `"\${file(events.yml)}"` }));
    expect(revisions[0]?.routesOpen.map(({ reason }) => reason)).toEqual(['events.yml is not there']);
  });
});

describe('variables', () => {
  const custom = (members: string): { readonly head: string } => ({ head: `custom: { ${members} }\n` });

  test('a value stands where it is written, and is used where the variable stands', () => {
    const text = service(`['⟨\${self:custom.office}⟩', '«9.9.9.9»']`, custom("office: '«8.8.8.8»'"));
    expect(placedEntries(text)).toEqual(['8.8.8.8 «1» ⟨1⟩', '9.9.9.9 «2»']);
  });

  test.each([
    ['a list', `\${self:custom.offices}`, 'offices: [8.8.8.8, 9.9.9.9]', ['8.8.8.8', '9.9.9.9']],
    ['one of a list', `\${self:custom.offices.1}`, 'offices: [8.8.8.8, 9.9.9.9]', ['9.9.9.9']],
    ['a part of a text', `\${self:custom.office}/24`, 'office: 8.8.8.0', ['8.8.8.0/24']],
    ['one that leads to another', `\${self:custom.a}`, `a: "\${self:custom.b}", b: 8.8.8.8`, ['8.8.8.8']],
    ['a variable in its address', `\${self:custom.\${self:custom.which}}`, 'which: a, a: 8.8.8.8', ['8.8.8.8']],
    ['a default', `\${self:custom.none, '8.8.8.8'}`, '', ['8.8.8.8']],
    ['the default of an option', `\${opt:office, '8.8.8.8'}`, '', ['8.8.8.8']],
    ['a default that is a variable', `\${self:custom.none, self:custom.a}`, 'a: 8.8.8.8', ['8.8.8.8']],
    ['another in braces', `\${self:custom.none, \${self:custom.a}}`, 'a: 8.8.8.8', ['8.8.8.8']],
    ['an empty value gives way', `\${self:custom.none, '8.8.8.8'}`, 'none: null', ['8.8.8.8']],
    ['not that of CloudFormation', `!Sub '\${AWS::Region}'`, '', [`\${AWS::Region}`]],
  ])('%s', (_, sources, members, expected) => {
    const quoted = sources.startsWith('!') ? sources : `"${sources}"`;
    expect(entriesOf(apiOf(service(quoted, custom(members))))).toEqual(expected);
  });

  test.each([
    ['an option', `\${opt:office}`, 'option office is known at deployment only'],
    ['the environment, which is not read', `\${env:HOME}`, 'environment variable HOME is known at deployment only'],
    ['a parameter', `\${param:office}`, 'parameter office is known at deployment only'],
    ['a file', `\${file(a.yml):office}`, 'a.yml is not there'],
    [
      'a parameter store',
      `\${ssm:/office}`,
      `\${ssm:/office} is read from the Systems Manager Parameter Store at deployment`,
    ],
    ['an output', `\${cf:stack.office}`, `\${cf:stack.office} is an output of another stack, known at deployment only`],
    ['nothing', `\${self:custom.none}`, `\${self:custom.none} is not in this file`],
    ['a circle', `\${self:custom.round}`, `\${self:custom.round} leads back to itself`],
  ])('what is not known: %s', (_, variable, reason) => {
    const [policy] = [policyOf(apiOf(service(`["${variable}"]`, custom(`round: "\${self:custom.round}"`))))];
    const [entry] = policy?.statements[0]?.conditions[0]?.list?.entries ?? [];
    const open = policy?.statements[0]?.conditions[0]?.list?.open ?? [];
    const because = [...(entry?.address.is === 'unknown' ? entry.address.because : []), ...open];
    expect(because.map((one) => one.reason)).toEqual([reason]);
  });

  test('what the user gives', () => {
    const given = { 'opt:office': '9.9.9.9', 'env:OFFICE': '7.7.7.7', 'param:office': '6.6.6.6' };
    const sources = `["\${opt:office, '8.8.8.8'}", "\${env:OFFICE}", "\${param:office}"]`;
    expect(entriesOf(apiOf(service(sources), { given }))).toEqual(['9.9.9.9', '7.7.7.7', '6.6.6.6']);
  });

  test('each stage that an option can name', () => {
    const stages = 'stages: { dev: [8.8.8.8], prod: [9.9.9.9] }';
    const found = scenariosOf(
      service(`"\${self:custom.stages.\${opt:stage, self:provider.stage}}"`, {
        ...custom(stages),
        provider: 'stage: dev',
      }),
    );
    expect(Object.values(found).flat().sort()).toEqual(['8.8.8.8', '9.9.9.9']);
  });

  test('parameters of the stage go before those of all stages', () => {
    const head = 'params: { default: { office: 8.8.8.8, other: 7.7.7.7 }, prod: { office: 9.9.9.9 } }\n';
    const sources = `["\${param:office}", "\${param:other}"]`;
    const text = service(sources, { head, provider: 'stage: prod' });
    expect(entriesOf(apiOf(text, { given: { 'opt:stage': 'prod' } }))).toEqual(['9.9.9.9', '7.7.7.7']);
    expect(entriesOf(apiOf(text, { given: { 'opt:stage': 'test' } }))).toEqual(['8.8.8.8', '7.7.7.7']);
  });

  test('an address of ever more variables is refused, not followed for ever', () => {
    const doubling = Array.from(
      { length: 40 },
      (_, i) => `a${i}: "\${self:custom.a${i + 1}}\${self:custom.a${i + 1}}"`,
    );
    const text = service(`"\${self:custom.a0}"`, custom([...doubling, 'a40: 8.8.8.8'].join(', ')));
    expect(loaded(text).failures.map(({ message }) => message)).toEqual([
      'This expands to too many values, its aliases, functions or loops multiply: simplify it.',
    ]);
  });
});

describe('resources', () => {
  test('APIs among them are read as in a template', () => {
    const tail = `resources:
  Resources:
    Other: { Type: AWS::ApiGateway::RestApi, Properties: { Name: other, Policy: { Statement: [] } } }
`;
    const ids = loaded(service('8.8.8.8', { tail })).apis.flatMap(({ worlds }) => worlds.map(({ id }) => id));
    expect(ids).toEqual(['ApiGatewayRestApi', 'Other']);
  });

  test('parts of a list are one', () => {
    const part = (id: string): string => `Resources: { ${id}: { Type: AWS::ApiGateway::RestApi } }`;
    const tail = `resources:\n  - ${part('A')}\n  - ${part('B')}\n  - "\${file(more.yml)}"\n`;
    const { apis, notAudited } = loaded(service('8.8.8.8', { tail }));
    expect(apis.flatMap(({ worlds }) => worlds.map(({ id }) => id))).toEqual(['ApiGatewayRestApi', 'A', 'B']);
    expect(notAudited).toEqual(['resources: more.yml is not there']);
  });

  test('what they say of the API itself counts', () => {
    const tail = `resources:
  Resources:
    ApiGatewayRestApi: { Properties: { EndpointConfiguration: { Types: [PRIVATE] } } }
`;
    expect(apiOf(service('8.8.8.8', { tail })).endpoint).toEqual({ is: 'yes', value: 'PRIVATE' });
  });
});

describe('the version of the framework', () => {
  const FORMER = `service: pets
provider:
  name: aws
  resourcePolicy: [{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/*, Condition: { IpAddress: { aws:SourceIp: 8.8.8.8 } } }]
functions: { list: { handler: pets.list, events: [{ http: GET /pets }] } }
`;
  const manifest = (range: string): string => JSON.stringify({ devDependencies: { serverless: range } });
  const lock = (version: string): string =>
    JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/serverless': { version } } });
  const formerLock = (version: string): string => JSON.stringify({ dependencies: { serverless: { version } } });

  test.each<[what: string, files: Readonly<Record<string, string>>, found: string]>([
    ['nowhere', {}, 'when Serverless Framework is 3 or later'],
    ['in package.json', { 'app/package.json': manifest('^3.38.0') }, 'always'],
    ['in the nearest one', { 'package.json': manifest('^3.38.0'), 'app/package.json': manifest('^2.72.0') }, 'never'],
    ['in one further up', { 'package.json': manifest('^3.38.0') }, 'always'],
    [
      'in its lock, which is exact',
      { 'app/package.json': manifest('*'), 'app/package-lock.json': lock('2.72.4') },
      'never',
    ],
    ['in a lock of npm 6', { 'app/package-lock.json': formerLock('3.40.0') }, 'always'],
    ['in a manifest without it', { 'app/package.json': '{}' }, 'when Serverless Framework is 3 or later'],
    ['in a manifest that is none', { 'app/package.json': '[' }, 'when Serverless Framework is 3 or later'],
  ])('%s', (_, files, found) => {
    const { findings, failures } = auditTexts({ 'app/serverless.yml': FORMER, ...files }, {}, ['app/serverless.yml']);
    expect(failures).toEqual([]);
    const [moved] = findings.filter(({ ruleId }) => ruleId === 'valid-serverless-resource-policy');
    const [scenario] = moved?.scenarios ?? [];
    expect(moved ? (scenario ? `when ${scenario.text}` : 'always') : 'never').toBe(found);
  });

  test('is the narrower of what the service and the manifest say', () => {
    const texts = { 's.yml': `frameworkVersion: '>=2'\n${FORMER}`, 'package.json': manifest('^2.72.0') };
    expect(auditTexts(texts, {}, ['s.yml']).findings).toEqual([]);
  });

  test('opens the API in the scenarios in which the policy is dropped', () => {
    const routes = explainTexts({ 's.yml': FORMER }).apis.map(({ scenarios, routes: [route] }) => [
      scenarios.map(({ text }) => text).join(),
      route?.access[0]?.certainly.cidrs,
    ]);
    expect(routes.toSorted()).toEqual([
      ['Serverless Framework is 2.18 to 2.72', ['8.8.8.8/32']],
      ['Serverless Framework is 3 or later', ['0.0.0.0/0']],
    ]);
  });
});

describe('plugins', () => {
  const listing = (plugins: string, resource: string): string => `service: pets
plugins: ${plugins}
provider:
  name: aws
  apiGateway:
    resourcePolicy: [{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: '${resource}', Condition: { IpAddress: { aws:SourceIp: 8.8.8.8 } } }]
functions: { list: { handler: pets.list, events: [{ http: GET /pets }] } }
`;
  const ARN = 'arn:aws:execute-api:#{AWS::Region}:#{AWS::AccountId}:#{ApiGatewayRestApi}/dev/*';

  test.each([
    '[serverless-pseudo-parameters]',
    '{ modules: [serverless-pseudo-parameters] }',
    '[serverless-cf-vars]',
    `["\${self:custom.plugin, 'serverless-pseudo-parameters'}"]`,
  ])('%s', (plugins) => {
    const { findings, undecided } = auditTexts({ 's.yml': listing(plugins, ARN) });
    expect(findings).toEqual([]);
    const reasons = undecided.map(({ reason }) => reason);
    for (const written of ['#{AWS::AccountId}', '#{AWS::Region}', '#{ApiGatewayRestApi}'])
      expect(reasons).toContain(`what a plugin makes of ${written} is not known`);
  });

  test('without it the text stays as it is', () => {
    const { findings } = auditTexts({ 's.yml': listing('[serverless-offline]', ARN) });
    expect(findings.map(({ ruleId }) => ruleId)).toContain('valid-resource');
  });

  test.each(['serverless-resource-policy', 'serverless-whitelisting', '@hs-web-team/serverless-resource-policy'])(
    '%s writes the policy',
    (plugin) => {
      const text = `service: pets
plugins: ['${plugin}']
provider: { name: aws }
custom: { '${plugin}': { netblocks: [8.8.8.8/32] } }
functions: { list: { handler: pets.list, events: [{ http: GET /pets }] } }
`;
      const [api] = explainTexts({ 's.yml': text }).apis;
      const [access] = api?.routes[0]?.access ?? [];
      expect([access?.certainly.words, access?.possibly.words, access?.because.map(({ reason }) => reason)]).toEqual([
        'nobody',
        'everybody',
        [`the plugin ${plugin} writes the policy when the service is packaged`],
      ]);
      expect(auditTexts({ 's.yml': text }, { preset: 'strict' }).findings).toEqual([]);
    },
  );

  test('plugins that are not known may write it', () => {
    const text = `service: pets
plugins: "\${file(plugins.yml)}"
provider: { name: aws }
functions: { list: { handler: pets.list, events: [{ http: GET /pets }] } }
`;
    const [api] = explainTexts({ 's.yml': text }).apis;
    const [access] = api?.routes[0]?.access ?? [];
    expect([access?.certainly.words, access?.because.map(({ reason }) => reason)]).toEqual([
      'nobody',
      ['plugins.yml is not there'],
    ]);
  });
});

describe('an empty list', () => {
  const emptied = (version: string): string => `service: pets
frameworkVersion: '${version}'
provider:
  name: aws
  resourcePolicy: [{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/*, Condition: { IpAddress: { aws:SourceIp: 8.8.8.8 } } }]
  apiGateway: { resourcePolicy: [] }
functions: { list: { handler: pets.list, events: [{ http: GET /pets }] } }
`;

  test.each([
    ['2.17.0', ['8.8.8.8/32'], []],
    ['2.72.4', ['0.0.0.0/0'], []],
    ['3.40.0', ['0.0.0.0/0'], ['valid-serverless-resource-policy']],
  ])('goes before the former place, in the versions that read it: %s', (version, cidrs, rules) => {
    const texts = { 's.yml': emptied(version) };
    const [api] = explainTexts(texts).apis;
    expect(api?.routes[0]?.access[0]?.certainly.cidrs).toEqual(cidrs);
    expect(auditTexts(texts).findings.map(({ ruleId }) => ruleId)).toEqual(rules);
  });
});

describe('version 4', () => {
  const text = `service: pets
frameworkVersion: '4'
org: shop
build: { esbuild: { minify: true } }
stages:
  default:
    params: { office: 8.8.8.8, branch: 7.7.7.7 }
    resolvers: { vault: { type: vault } }
  prod:
    params: { office: 9.9.9.9 }
    observability: true
provider:
  name: aws
  stage: prod
  apiGateway:
    resourcePolicy:
      - Effect: Allow
        Principal: '*'
        Action: execute-api:Invoke
        Resource: execute-api:/*
        Condition: { IpAddress: { aws:SourceIp: ["\${param:office}", "\${param:branch}", "\${vault:lan, '6.6.6.6'}"] } }
functions: { list: { handler: pets.list, events: [{ http: GET /pets }] } }
`;

  test('has the parameters of a stage below it, and resolvers that are not asked', () => {
    expect(entriesOf(apiOf(text, { given: { 'opt:stage': 'prod' } }))).toEqual(['9.9.9.9', '7.7.7.7', `\${vault:lan}`]);
    expect(entriesOf(apiOf(text, { given: { 'opt:stage': 'test' } }))?.slice(0, 2)).toEqual(['8.8.8.8', '7.7.7.7']);
    expect(auditTexts({ 's.yml': text }).undecided.map(({ reason }) => reason)).toContain(
      `\${vault:lan} is known at deployment only`,
    );
  });
});
