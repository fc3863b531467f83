import { expect, test } from 'vitest';
import { fakeAws } from './aws.ts';
import { keyOf, refused } from './server.ts';
import { ACCOUNT, REGION, shop } from './shop.ts';
import { collectFrom, gapsOf } from './support.ts';

const role = (account: string): string => `arn:aws:iam::${account}:role/auditor`;
const [second, third, strange] = ['222233334444', '333344445555', '999988887777'] as const;
const world = {
  [ACCOUNT]: { [REGION]: { apis: [shop()] } },
  [second]: { [REGION]: { apis: [shop('two')] } },
  [third]: { [REGION]: { apis: [shop('three')] } },
};

test('the accounts of roles are read in place of the own one; a role that refuses is told of', async () => {
  const aws = await fakeAws(world);
  const collection = await collectFrom(aws, { roleArns: [second, third, strange].map(role), externalId: 'x-1' });
  expect([...collection.documents.keys()].sort()).toEqual([
    `${second}/${REGION}/two.json`,
    `${third}/${REGION}/three.json`,
    `${strange}/unread.json`,
  ]);
  expect(gapsOf(collection)).toEqual([
    `${strange}: AssumeRole was refused (AccessDenied): allow sts:AssumeRole on ${role(strange)}, and let the role trust the caller.`,
  ]);
  expect([...collection.accounts].sort()).toEqual([second, third, strange]);
  const assumed = aws.seen.filter(({ what }) => what === 'AssumeRole').map(({ body }) => new URLSearchParams(body));
  expect(assumed.map((body) => [body.get('RoleArn'), body.get('ExternalId')]).sort()).toEqual(
    [second, third, strange].map((account) => [role(account), 'x-1']),
  );
});

test('a role is assumed once for all Regions', async () => {
  const aws = await fakeAws({ ...world, [second]: { [REGION]: {}, 'us-east-1': {}, 'us-west-2': {} } });
  const collection = await collectFrom(aws, { roleArns: [role(second)], regions: [REGION, 'us-east-1', 'us-west-2'] });
  expect(gapsOf(collection)).toEqual([]);
  expect(aws.seen.filter(({ what }) => what === 'AssumeRole')).toHaveLength(1);
});

test('credentials that are about to end are asked for anew', async () => {
  const soon = new Date(Date.now() + 60_000).toISOString();
  const keys = `<AccessKeyId>${keyOf(second)}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>`;
  const body = `<AssumeRoleResponse><AssumeRoleResult><Credentials>${keys}<Expiration>${soon}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
  const headers = { 'content-type': 'text/xml' };
  const aws = await fakeAws(world, {
    reply: ({ what }) => (what === 'AssumeRole' ? { status: 200, body, headers } : undefined),
  });
  const collection = await collectFrom(aws, { roleArns: [role(second)] });
  expect(gapsOf(collection)).toEqual([]);
  expect(aws.seen.filter(({ what }) => what === 'AssumeRole').length).toBeGreaterThan(1);
});

test('the active accounts of an organization are read, the own one with the own credentials', async () => {
  const organization = [
    { Id: ACCOUNT, State: 'ACTIVE' },
    { Id: second, State: 'ACTIVE' },
    { Id: third, State: 'SUSPENDED' },
  ];
  const aws = await fakeAws(world, { organization });
  const collection = await collectFrom(aws, { organizationRole: 'auditor' });
  expect([...collection.documents.keys()].sort()).toEqual([
    `${ACCOUNT}/${REGION}/a1b2c3d4e5.json`,
    `${second}/${REGION}/two.json`,
  ]);
  expect(
    aws.seen.filter(({ what }) => what === 'AssumeRole').map(({ body }) => new URLSearchParams(body).get('RoleArn')),
  ).toEqual([role(second)]);
});

test('an organization that does not list its accounts ends the run', async () => {
  const reply = ({ what }: { what: string }) =>
    what === 'ListAccounts' ? refused(400, 'AccessDeniedException') : undefined;
  await expect(collectFrom(await fakeAws(world, { reply }), { organizationRole: 'auditor' })).rejects.toThrow(
    'ListAccounts was refused (AccessDeniedException): allow organizations:ListAccounts.',
  );
});

test('API Gateway sees GET alone, and no other call is made than those that find the accounts', async () => {
  const organization = [
    { Id: ACCOUNT, Status: 'ACTIVE' },
    { Id: second, Status: 'ACTIVE' },
  ];
  const domains = [{ domainName: 'shop.example.com' }];
  const api = shop();
  const apis = [{ ...api, exports: { ...api.exports, prod: null } }];
  const aws = await fakeAws({ ...world, [ACCOUNT]: { [REGION]: { apis, domains } } }, { organization });
  await collectFrom(aws, { organizationRole: 'auditor' });
  const calls = new Set(
    aws.seen.map(
      ({ service, what }) => `${service} ${what.replaceAll(/a1b2c3d4e5|two|prod|dev|dep1|shop\.example\.com/g, '_')}`,
    ),
  );
  expect([...calls].sort()).toEqual([
    'apigateway GET /domainnames',
    'apigateway GET /domainnames/_/basepathmappings',
    'apigateway GET /restapis',
    'apigateway GET /restapis/_/authorizers',
    'apigateway GET /restapis/_/deployments/_',
    'apigateway GET /restapis/_/resources',
    'apigateway GET /restapis/_/stages',
    'apigateway GET /restapis/_/stages/_/exports/oas30',
    'organizations ListAccounts',
    'sts AssumeRole',
    'sts GetCallerIdentity',
  ]);
  const exportQuery = aws.seen.find(({ what }) => what.endsWith('oas30'))?.query;
  expect(exportQuery?.get('extensions')).toBe('apigateway,authorizers');
});
