import { describe, expect, test } from 'vitest';
import { fakeAws } from './aws.ts';
import { type FakeWorld, type Reply, refused, refusedByXml, type Seen } from './server.ts';
import { ACCOUNT, REGION, shop } from './shop.ts';
import { collectFrom, documentOf, gapsOf, missedBy } from './support.ts';

const folder = `${ACCOUNT}/${REGION}`;
const path = `${folder}/a1b2c3d4e5.json`;
const other = `${folder}/other.json`;
const both: FakeWorld = { [ACCOUNT]: { [REGION]: { apis: [shop(), shop('other')] } } };
const gateway = `arn:aws:apigateway:${REGION}::`;

/** Answers out of the ordinary where a request is like this. */
const where =
  (pattern: RegExp, reply: Reply) =>
  ({ what }: Seen): Reply | undefined =>
    pattern.test(what) ? reply : undefined;
const ofShop = (rest: string): RegExp => new RegExp(`restapis/a1b2c3d4e5/${rest}$`);
const exportOfProd = ofShop('stages/prod/exports/oas30');

describe('one call that is not answered is told of, and all else is read', () => {
  test.each<[what: string, reply: Reply, reason: string, advice: string]>([
    [
      'refused',
      refused(403, 'AccessDeniedException'),
      'GetExport was refused (AccessDeniedException)',
      `allow apigateway:GET on ${gateway}/restapis/*/stages/*/exports/oas30`,
    ],
    ['impossible', refused(400, 'BadRequestException'), 'GetExport was rejected (BadRequestException)', ''],
    ['a stage that is gone', refused(404, 'NotFoundException'), 'GetExport found nothing (NotFoundException)', ''],
    [
      'throttled to the end',
      refused(429, 'TooManyRequestsException', { 'retry-after': '0' }),
      'GetExport was throttled to the last try (TooManyRequestsException)',
      'ask less with --max-rps',
    ],
    [
      'an error of the server',
      refused(500, 'InternalFailure'),
      'GetExport failed to the last try (InternalFailure)',
      'run it again',
    ],
    ['no JSON', { status: 200, body: '<html>' }, 'the export is no OpenAPI document in JSON', 'run it again'],
    [
      'JSON that is no document',
      { status: 200, body: '{"item":[]}' },
      'the export is no OpenAPI document in JSON',
      'run it again',
    ],
    ['a name that is a text', refused(400, '<script>'), 'GetExport was rejected (Error)', ''],
  ])('%s', async (_, reply, reason, advice) => {
    const collection = await collectFrom(await fakeAws(both, { reply: where(exportOfProd, reply) }));
    expect(gapsOf(collection)).toEqual([`${path}: Stage prod: ${reason}${advice && `: ${advice}`}.`]);
    const { stages, unread, resources } = documentOf(collection, path);
    expect(unread).toEqual([{ what: 'export', stage: 'prod', reason, message: expect.stringContaining(reason) }]);
    expect(stages?.map((stage) => [stage.stageName, 'export' in stage, stage.apiSummary])).toEqual([
      ['dev', true, undefined],
      ['prod', false, { '/pets': { GET: { authorizationType: 'NONE', apiKeyRequired: false } } }],
    ]);
    expect(resources).toHaveLength(3);
    expect(documentOf(collection, other).unread).toEqual([]);
  });

  test.each([
    ['stages', 'GetStages'],
    ['resources', 'GetResources'],
    ['authorizers', 'GetAuthorizers'],
  ] as const)('%s', async (what, call) => {
    const reply = where(ofShop(what), refused(403, 'AccessDeniedException'));
    const collection = await collectFrom(await fakeAws(both, { reply }));
    const document = documentOf(collection, path);
    expect(document).not.toHaveProperty(what);
    expect(document.unread).toEqual([
      { what, reason: `${call} was refused (AccessDeniedException)`, message: expect.stringContaining('allow') },
    ]);
    expect(gapsOf(collection)).toEqual([
      `${path}: ${call} was refused (AccessDeniedException): allow apigateway:GET on ${gateway}/restapis/*/${what}.`,
    ]);
    expect(documentOf(collection, other).unread).toEqual([]);
  });

  test('domain names', async () => {
    const collection = await collectFrom(
      await fakeAws(both, { reply: where(/domainnames/, refused(403, 'AccessDeniedException')) }),
    );
    const reason = 'GetDomainNames was refused (AccessDeniedException)';
    expect(gapsOf(collection)).toEqual([`${folder}: ${reason}: allow apigateway:GET on ${gateway}/domainnames.`]);
    for (const one of [path, other]) {
      expect(documentOf(collection, one)).not.toHaveProperty('domains');
      expect(documentOf(collection, one).unread).toEqual([{ what: 'domains', reason }]);
    }
  });
});

test.each(['stages', 'resources', 'authorizers'])('an API that is gone when its %s are asked for', async (what) => {
  const collection = await collectFrom(
    await fakeAws(both, { reply: where(ofShop(what), refused(404, 'NotFoundException')) }),
  );
  expect(missedBy(collection)).toEqual([
    { place: folder, message: 'API a1b2c3d4e5 was deleted while the account was read.', hides: false },
  ]);
  expect([...collection.documents.keys()].sort()).toEqual([other, `${folder}/unread.json`]);
});

describe('what is lost for good', () => {
  test('credentials that expire in the middle: every API that is left is named, and AWS is asked no more', async () => {
    const apis = Array.from({ length: 30 }, (_, i) => ({ id: `api${i}`, stages: [] }));
    const isOver = (): boolean => aws.seen.filter(({ what }) => /\/stages$/.test(what)).length > 10;
    const aws = await fakeAws(
      { [ACCOUNT]: { [REGION]: { apis } } },
      { reply: () => (isOver() ? refused(403, 'ExpiredTokenException') : undefined) },
    );
    const collection = await collectFrom(aws);
    expect(collection.seen).toBe(30);
    const named = new Set(missedBy(collection).map(({ place }) => place));
    const whole = [...collection.documents.keys()].filter((one) => documentOf(collection, one).unread.length === 0);
    for (const { id } of apis)
      expect(named.has(`${folder}/${id}.json`) !== whole.includes(`${folder}/${id}.json`)).toBe(true);
    expect(named.size).toBeGreaterThan(10);
    for (const { message } of missedBy(collection))
      expect(message).toMatch(
        /^Get\w+ was refused, because the credentials have expired \(ExpiredTokenException\): get new/,
      );
    // those in flight when it happened
    expect(aws.seen.filter(({ what }) => /\/stages$/.test(what)).length).toBeLessThan(20);
  });

  test.each<[reply: Reply, message: RegExp]>([
    ['hang', /got no answer in time: check the network/],
    ['stall', /got no answer in time: check the network/],
    ['cut', /GetStages failed to the last try \(ECONNRESET\): run it again/],
  ])('an answer that does: %s', async (reply, message) => {
    const patience = { connect: 2000, request: 2000, attempts: 1 };
    const collection = await collectFrom(await fakeAws(both, { reply: where(ofShop('stages'), reply) }), { patience });
    const gap = missedBy(collection).find(({ place }) => place === path);
    expect(gap?.message).toMatch(message);
    expect(gap?.hides).toBe(true);
  });

  test('an endpoint that is not there', async () => {
    const { url } = await fakeAws(both);
    const gone = collectFrom({ url: url.replace(/\d+$/, '1') });
    await expect(gone).rejects.toThrow(
      'GetCallerIdentity did not reach its endpoint (ECONNREFUSED): check the Region, --endpoint-url and the network.',
    );
  });
});

test('wrong credentials and a Region that is not enabled are told apart', async () => {
  const world = { [ACCOUNT]: { 'us-east-1': { apis: [] } } };
  const strange = await fakeAws({});
  await expect(collectFrom(strange)).rejects.toThrow(
    'GetCallerIdentity was refused, because the credentials are not known there (InvalidClientTokenId): check them.',
  );
  expect(strange.seen.map(({ what }) => what)).toEqual(['GetCallerIdentity']);
  const aws = await fakeAws(world);
  const named = await collectFrom(aws, { regions: ['us-east-1', 'me-south-1'] });
  expect([...named.regions]).toEqual(['us-east-1']);
  expect(missedBy(named)).toEqual([
    {
      place: `${ACCOUNT}/me-south-1`,
      message: expect.stringMatching(/although GetCallerIdentity accepts them: the Region is not enabled/),
      hides: true,
    },
  ]);
  // of a Region that was not asked for by name nobody expects anything
  const all = await collectFrom(aws, { regions: ['all'] });
  expect([...all.regions]).toEqual(['us-east-1']);
  expect(missedBy(all).length).toBeGreaterThan(25);
  expect(missedBy(all).every(({ hides }) => !hides)).toBe(true);
  expect(aws.seen.filter(({ what, region }) => what === 'GetCallerIdentity' && region === 'us-east-1')).toHaveLength(2);
});

test.each<[what: string, pattern: RegExp, call: string]>([
  ['the APIs of a Region', /restapis$/, 'GetRestApis'],
  ['stages', ofShop('stages'), 'GetStages'],
  ['resources', ofShop('resources'), 'GetResources'],
  ['authorizers', ofShop('authorizers'), 'GetAuthorizers'],
  ['domain names', /domainnames$/, 'GetDomainNames'],
])('a proxy that answers in place of AWS with no list of %s', async (_, pattern, call) => {
  for (const body of ['{"item":{"id":"x"}}', '{"item":[null]}', '{"item":["a"]}', '{"item":7}']) {
    const collection = await collectFrom(await fakeAws(both, { reply: where(pattern, { status: 200, body }) }));
    expect(gapsOf(collection), body).toEqual([
      expect.stringMatching(new RegExp(`: ${call} was answered by something else than a list: check`)),
    ]);
  }
});

test('pages without end are followed up to a bound', async () => {
  let page = 0;
  const endless = ({ what }: Seen): Reply | undefined =>
    what === 'GET /domainnames' ? { status: 200, body: `{"item":[],"position":"${page++}"}` } : undefined;
  const collection = await collectFrom(await fakeAws(both, { reply: endless }));
  expect(gapsOf(collection)).toEqual([`${folder}: GetDomainNames gave more than 1000 pages: check --endpoint-url.`]);
  expect(page).toBe(1000);
});

test('expired credentials end the run at once', async () => {
  const aws = await fakeAws({}, { reply: () => refusedByXml(403, 'ExpiredToken') });
  await expect(collectFrom(aws)).rejects.toThrow(
    'GetCallerIdentity was refused, because the credentials have expired (ExpiredToken): get new ones and run it again.',
  );
});

test('an interrupted run keeps what it has, and names what it has not', async () => {
  const apis = Array.from({ length: 20 }, (_, i) => ({ id: `api${i}`, stages: [] }));
  const stop = new AbortController();
  const aws = await fakeAws(
    { [ACCOUNT]: { [REGION]: { apis } } },
    {
      reply: ({ what }) => {
        // the first ones are through
        if (what === 'GET /restapis/api15/stages') stop.abort();
        return undefined;
      },
    },
  );
  const collection = await collectFrom(aws, { signal: stop.signal });
  const { documents } = collection;
  expect(documents.size).toBeGreaterThan(0);
  for (const { id } of apis) {
    const place = `${folder}/${id}.json`;
    const gap = missedBy(collection).find((one) => one.place === place);
    const isWhole = documents.has(place) && documentOf(collection, place).unread.length === 0;
    expect(isWhole).toBe(gap === undefined);
    if (gap) expect(gap.message).toMatch(/was not made: the run was interrupted: run it again\.$/);
  }
  expect(missedBy(collection).map(({ place }) => place)).toContain(`${folder}/api19.json`);
});
