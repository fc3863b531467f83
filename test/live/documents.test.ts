import { expect, test } from 'vitest';
import { decodePolicy } from '../../src/live/policy-text.ts';
import { fakeAws } from './aws.ts';
import { escapedTwice, type Seen } from './server.ts';
import { ACCOUNT, policy, REGION, shop } from './shop.ts';
import { collectFrom, documentOf, gapsOf, missedBy } from './support.ts';

const path = `${ACCOUNT}/${REGION}/a1b2c3d4e5.json`;

test('a document holds what decides who may call, and nothing else of the account', async () => {
  const aws = await fakeAws({ [ACCOUNT]: { [REGION]: { apis: [shop()] } } });
  const collection = await collectFrom(aws);
  expect(gapsOf(collection)).toEqual([]);
  expect([...collection.documents.keys()]).toEqual([path]);
  const paths = {
    '/pets': {
      get: { security: [{ lambda: [] }] },
      'x-amazon-apigateway-any-method': { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } },
    },
  };
  const rest = {
    openapi: '3.0.1',
    info: { title: 'shop', version: '2024-08-07T10:28:25Z' },
    servers: [{ url: 'https://x/{basePath}' }],
    paths,
    components: {
      securitySchemes: {
        lambda: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': { type: 'token' },
        },
      },
    },
  };
  expect(documentOf(collection, path)).toEqual({
    ipauditSnapshot: 1,
    partition: 'aws',
    account: ACCOUNT,
    region: REGION,
    api: {
      id: 'a1b2c3d4e5',
      name: 'shop',
      policy: policy('a1b2c3d4e5', '192.0.2.0/24'),
      endpointConfiguration: { types: ['REGIONAL'], ipAddressType: 'ipv4' },
    },
    stages: [
      { stageName: 'dev', deploymentId: 'dep3', export: rest },
      {
        stageName: 'prod',
        deploymentId: 'dep1',
        canarySettings: { deploymentId: 'dep2', percentTraffic: 10 },
        webAclArn: `arn:aws:wafv2:${REGION}:${ACCOUNT}:regional/webacl/w/1`,
        export: { ...rest, 'x-amazon-apigateway-policy': policy('a1b2c3d4e5', '0.0.0.0/0') },
      },
    ],
    resources: [
      { path: '/', methods: { GET: { authorizationType: 'CUSTOM', authorizerId: 'auth1', apiKeyRequired: true } } },
      { path: '/empty', methods: {} },
      { path: '/pets', methods: { POST: { authorizationType: 'AWS_IAM' } } },
    ],
    authorizers: [{ id: 'auth1', name: 'lambda', type: 'TOKEN' }],
    domains: [],
    unread: [],
  });
  expect([...collection.documents.values()].join()).not.toMatch(/secret/);
});

test('the same account gives the same bytes, in whatever order AWS answers', async () => {
  const one = shop();
  const turned = {
    ...one,
    stages: one.stages?.toReversed() ?? [],
    resources: one.resources?.toReversed() ?? [],
    exports: Object.fromEntries(
      Object.entries(one.exports).map(([stage, document]) => [
        stage,
        Object.fromEntries(Object.entries(document).reverse()),
      ]),
    ),
  };
  const texts = await Promise.all(
    [one, turned].map(async (api) => {
      const aws = await fakeAws({ [ACCOUNT]: { [REGION]: { apis: [api, shop('other')] } } });
      return (await collectFrom(aws)).documents.get(path);
    }),
  );
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]).toMatch(/^\{\n {2}"ipauditSnapshot": 1,\n[\s\S]*\n\}\n$/);
});

const open = { Version: '2012-10-17', Statement: [{ Resource: 'arn:aws:execute-api:r:1:a/*', Note: 'a "word" \\ é' }] };

test.each<[what: string, text: string | undefined, expected: unknown]>([
  ['escaped once more, slashes too', escapedTwice(open), open],
  ['plain JSON', JSON.stringify(open), open],
  ['a string in JSON', JSON.stringify(JSON.stringify(open)), open],
  ['nothing', undefined, undefined],
  ['an empty string', '', undefined],
  ['no JSON', 'Allow: everybody', 'Allow: everybody'],
  ['JSON that is cut off', '{\\"Version\\":', '{\\"Version\\":'],
  ['a number', '1', '1'],
  ['a list', '[{}]', '[{}]'],
])('a policy that is %s', (_, text, expected) => {
  expect(decodePolicy(text)).toEqual(expected);
});

test('pages are followed to the end', async () => {
  const apis = Array.from({ length: 7 }, (_, i) => ({ id: `api${i}`, stages: [] }));
  const resources = Array.from({ length: 5 }, (_, i) => ({ path: `/${i}` }));
  const authorizers = Array.from({ length: 3 }, (_, i) => ({ id: `auth${i}`, type: 'REQUEST' }));
  const aws = await fakeAws({
    [ACCOUNT]: { [REGION]: { apis: [...apis, { id: 'big', stages: [], resources, authorizers }] } },
  });
  const collection = await collectFrom(aws);
  expect(collection.seen).toBe(8);
  expect(collection.documents.size).toBe(8);
  const big = documentOf(collection, `${ACCOUNT}/${REGION}/big.json`);
  expect(big.resources?.map((one) => one.path)).toEqual(['/0', '/1', '/2', '/3', '/4']);
  expect(big.authorizers?.map(({ id }) => id)).toEqual(['auth0', 'auth1', 'auth2']);
});

test('pages that lead in a circle end, and are told of', async () => {
  const reply = ({ what }: Seen) =>
    what === 'GET /restapis' ? { status: 200, body: '{"item":[{"id":"a"}],"position":"again"}' } : undefined;
  const collection = await collectFrom(await fakeAws({ [ACCOUNT]: { [REGION]: {} } }, { reply }));
  expect(gapsOf(collection)).toEqual([`${ACCOUNT}/${REGION}: GetRestApis gave the same page twice: run it again.`]);
});

test('custom domain names stand with the APIs that they are mapped to; private ones have documents of their own', async () => {
  const dualstack = { types: ['REGIONAL'], ipAddressType: 'dualstack' };
  const isPrivate = { types: ['PRIVATE'] };
  const aws = await fakeAws({
    [ACCOUNT]: {
      [REGION]: {
        apis: [shop(), shop('other')],
        domains: [
          { domainName: 'shop.example.com', endpointConfiguration: dualstack },
          {
            domainName: 'in.example.com',
            domainNameId: 'one',
            endpointConfiguration: isPrivate,
            policy: escapedTwice(open),
          },
          { domainName: 'twin.example.com', domainNameId: 'two', endpointConfiguration: isPrivate },
          { domainName: 'twin.example.com', domainNameId: 'three', endpointConfiguration: isPrivate },
        ],
        mappings: {
          'shop.example.com': [
            { basePath: 'v1', restApiId: 'a1b2c3d4e5', stage: 'prod' },
            { basePath: '(none)', restApiId: 'a1b2c3d4e5' },
          ],
        },
      },
    },
  });
  const collection = await collectFrom(aws);
  expect(documentOf(collection, path).domains).toEqual([
    { domainName: 'shop.example.com', basePath: '(none)', endpointConfiguration: dualstack },
    { domainName: 'shop.example.com', basePath: 'v1', stage: 'prod', endpointConfiguration: dualstack },
  ]);
  expect(documentOf(collection, `${ACCOUNT}/${REGION}/other.json`).domains).toEqual([]);
  const ofDomains = [...collection.documents.keys()].filter((name) => name.includes('domain-')).sort();
  expect(ofDomains).toEqual(
    ['in.example.com', 'twin.example.com-three', 'twin.example.com-two'].map(
      (name) => `${ACCOUNT}/${REGION}/domain-${name}.json`,
    ),
  );
  expect(documentOf(collection, ofDomains[0] as string)).toEqual({
    ipauditSnapshot: 1,
    partition: 'aws',
    account: ACCOUNT,
    region: REGION,
    domain: { domainName: 'in.example.com', domainNameId: 'one', policy: open, endpointConfiguration: isPrivate },
  });
});

test('names that come from the network lead nowhere', async () => {
  const aws = await fakeAws({
    [ACCOUNT]: {
      [REGION]: {
        apis: [{ id: '../../../tmp/x' }, { id: '..' }, { id: 'a\\b\u0000c' }],
        domains: [{ domainName: '../*.example.com', endpointConfiguration: { types: ['PRIVATE'] } }],
      },
    },
  });
  const collection = await collectFrom(aws);
  expect([...collection.documents.keys()].sort()).toEqual(
    ['a%5cb%00c.json', 'domain-..%2f%2a.example.com.json', 'unread.json'].map((name) => `${ACCOUNT}/${REGION}/${name}`),
  );
  // no path leads to them, so nothing is there when their stages are asked for
  expect(missedBy(collection).map(({ message }) => message)).toEqual([
    'API .. was deleted while the account was read.',
    'API ../../../tmp/x was deleted while the account was read.',
  ]);
});

test('only the APIs and stages that are asked for are read, and one that is nowhere is told of', async () => {
  const aws = await fakeAws({ [ACCOUNT]: { [REGION]: { apis: [shop(), { ...shop('other'), name: 'till' }] } } });
  const byName = await collectFrom(aws, { apis: ['till', 'gone'], stages: ['dev', 'nowhere'] });
  expect([...byName.documents.keys()]).toEqual([`${ACCOUNT}/${REGION}/other.json`]);
  const [document] = [...byName.documents.keys()].map((name) => documentOf(byName, name));
  expect(document?.stages?.map(({ stageName }) => stageName)).toEqual(['dev']);
  expect(gapsOf(byName)).toEqual([
    'gone: No REST API that was listed has this id or name: check --api and --region.',
    'nowhere: No REST API that was read has this stage: check --stage.',
  ]);
  const byStage = await collectFrom(aws, { stages: ['test'] });
  expect(byStage.documents.size).toBe(0);
});
