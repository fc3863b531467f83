import { describe, expect, test } from 'vitest';
import type { Access, Caller, RouteAccess } from '../../src/access/access.ts';
import { accessOf, accessOfRequest } from '../../src/access/access-of.ts';
import { addressSet } from '../../src/ip/network.ts';
import type { Api, Authorization, EndpointType, Revision } from '../../src/model/api.ts';
import type { Policy } from '../../src/model/policy.ts';
import { OWN_ARN } from './naive.ts';
import { API, type Options, parameter, policyOf, setUp, yes } from './support.ts';

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const DENY = { ...ALLOW, Effect: 'Deny' };
const OFFICE = { Condition: { IpAddress: { 'aws:SourceIp': '8.8.8.0/24' } } };
const NOT_OFFICE = { Condition: { NotIpAddress: { 'aws:SourceIp': '8.8.8.0/24' } } };

function routesOf(statements: readonly object[], options?: Options): readonly RouteAccess[] {
  const { api, revision } = setUp([policyOf(statements)], options);
  return accessOf(api, revision);
}

/** Caller, door, who certainly and who possibly gets in: once where they are the same. */
function said({ caller, door, certainly, possibly }: Access): string {
  const by = door.via === 'internet' ? '' : ` by ${door.vpce ?? '-'}/${door.vpc ?? '-'}`;
  const [least, most] = [certainly, possibly].map((set) => set.cidrs().join(',') || 'nobody');
  return `${caller}${by}: ${least === most ? least : `${least} to ${most}`}`;
}

function only(statements: readonly object[], options?: Options): readonly string[] {
  const [first, ...others] = routesOf(statements, options);
  expect(others).toEqual([]);
  return (first?.access ?? []).map(said);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html */
describe('who gets in, by authorization and by what the policy says', () => {
  const EVERYBODY = '0.0.0.0/0';
  const IAM: readonly Caller[] = ['account', 'account-allowed', 'foreign-allowed'];
  test.each([
    ['NONE', 'allow', [ALLOW], { anonymous: EVERYBODY }],
    ['NONE', 'neither', [DENY, { ...ALLOW, Action: 'execute-api:InvalidateCache' }].slice(1), { anonymous: 'nobody' }],
    ['NONE', 'deny', [ALLOW, DENY], { anonymous: 'nobody' }],
    ['COGNITO_USER_POOLS', 'allow', [ALLOW], { cognito: EVERYBODY }],
    ['COGNITO_USER_POOLS', 'neither', [{ ...ALLOW, Resource: 'execute-api:/*/POST/*' }], { cognito: 'nobody' }],
    ['COGNITO_USER_POOLS', 'deny', [ALLOW, DENY], { cognito: 'nobody' }],
    ['JWT', 'allow', [ALLOW], { token: EVERYBODY }],
    ['JWT', 'neither', [{ ...ALLOW, Resource: 'execute-api:/*/POST/*' }], { token: 'nobody to 0.0.0.0/0' }],
    ['JWT', 'deny', [ALLOW, DENY], { token: 'nobody' }],
    ['CUSTOM', 'allow', [ALLOW], { authorized: EVERYBODY }],
    ['CUSTOM', 'neither', [{ ...ALLOW, Resource: 'execute-api:/*/POST/*' }], { authorized: EVERYBODY }],
    ['CUSTOM', 'deny', [ALLOW, DENY], { authorized: 'nobody' }],
    ['AWS_IAM', 'allow', [ALLOW], { account: EVERYBODY, 'account-allowed': EVERYBODY, 'foreign-allowed': EVERYBODY }],
    [
      'AWS_IAM',
      'neither',
      [{ ...ALLOW, Resource: 'execute-api:/*/POST/*' }],
      { account: 'nobody', 'account-allowed': EVERYBODY, 'foreign-allowed': 'nobody' },
    ],
    ['AWS_IAM', 'deny', [ALLOW, DENY], Object.fromEntries(IAM.map((caller) => [caller, 'nobody']))],
  ] as const)('%s, %s', (authorization, _, statements, expected) => {
    expect(only(statements, { authorization })).toEqual(
      Object.entries(expected).map(([caller, sources]) => `${caller}: ${sources}`),
    );
  });

  test.each([
    ['NONE', 'REGIONAL', ['anonymous: 0.0.0.0/0']],
    ['CUSTOM', 'EDGE', ['authorized: 0.0.0.0/0']],
    ['COGNITO_USER_POOLS', 'EDGE', ['cognito: 0.0.0.0/0']],
    ['JWT', 'REGIONAL', ['token: 0.0.0.0/0']],
    ['AWS_IAM', 'REGIONAL', ['account: nobody', 'account-allowed: 0.0.0.0/0', 'foreign-allowed: nobody']],
    ['NONE', 'PRIVATE', ['anonymous by -/-: nobody']],
    ['CUSTOM', 'PRIVATE', ['authorized by -/-: nobody']],
  ] as const)('without a policy: %s, %s', (authorization, endpoint, expected) => {
    const { api, revision } = setUp([], { authorization, endpoint });
    expect(accessOf(api, revision).flatMap(({ access }) => access.map(said))).toEqual(expected);
  });

  test('behind a JWT authorizer what no statement matches is not known, and no statement is why', () => {
    const [route] = routesOf([{ ...ALLOW, Condition: { IpAddress: { 'aws:SourceIp': '8.8.8.8' } } }], {
      authorization: 'JWT',
    });
    const [access] = route?.access ?? [];
    expect(access && said(access)).toBe('token: 8.8.8.8/32 to 0.0.0.0/0');
    expect(access?.because.map(({ reason }) => reason)).toEqual([
      'AWS does not say how a JWT authorizer and a resource policy work together',
    ]);
    expect(access?.by().map(({ effect, sources }) => [effect, sources.cidrs()])).toEqual([['allow', ['8.8.8.8/32']]]);
  });

  test('an HTTP API has no policy that counts', () => {
    const { api, revision } = setUp([policyOf([ALLOW])], { more: { kind: 'http' } });
    expect(accessOf(api, revision)).toEqual([]);
  });
});

describe('sources', () => {
  test.each([
    ['an allowlist', [{ ...ALLOW, ...OFFICE }], '8.8.8.0/24'],
    ['exceptions', [ALLOW, { ...DENY, ...NOT_OFFICE }], '8.8.8.0/24'],
    ['an address as a text', [{ ...ALLOW, Condition: { StringEquals: { 'aws:SourceIp': '8.8.8.8' } } }], '8.8.8.8/32'],
    [
      'a CIDR as a text, which no address is',
      [{ ...ALLOW, Condition: { StringEquals: { 'aws:SourceIp': '8.8.8.0/24' } } }],
      'nobody',
    ],
    ['any text', [{ ...ALLOW, Condition: { StringLike: { 'aws:SourceIp': '*' } } }], '0.0.0.0/0'],
    [
      'a pattern of texts',
      [{ ...ALLOW, Condition: { StringLike: { 'aws:SourceIp': '8.8.*' } } }],
      'nobody to 0.0.0.0/0',
    ],
    ['all texts but one', [{ ...ALLOW, Condition: { StringNotLike: { 'aws:SourceIp': '*' } } }], 'nobody'],
    ['an address that is there', [{ ...ALLOW, Condition: { Null: { 'aws:SourceIp': 'false' } } }], '0.0.0.0/0'],
    ['an address that is not there', [{ ...ALLOW, Condition: { Null: { 'aws:SourceIp': 'true' } } }], 'nobody'],
    ['an empty list', [{ ...ALLOW, Condition: { IpAddress: { 'aws:SourceIp': [] } } }], 'nobody to 0.0.0.0/0'],
    ['no such operator', [{ ...ALLOW, Condition: { IpAdress: { 'aws:SourceIp': '8.8.8.8' } } }], 'nobody to 0.0.0.0/0'],
    ['a number', [{ ...ALLOW, Condition: { NumericEquals: { 'aws:SourceIp': '8' } } }], 'nobody to 0.0.0.0/0'],
    ['a key of private APIs', [{ ...ALLOW, Condition: { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } } }], 'nobody'],
    [
      'the same, where present',
      [{ ...ALLOW, Condition: { IpAddressIfExists: { 'aws:VpcSourceIp': '10.0.0.0/8' } } }],
      '0.0.0.0/0',
    ],
    ['a statement that lacks an element', [{ ...ALLOW, Principal: undefined }], 'nobody to 0.0.0.0/0'],
    ['a misspelt effect', [{ ...ALLOW, Effect: 'allow' }], 'nobody to 0.0.0.0/0'],
  ])('%s', (_, statements, expected) => {
    expect(only(statements)).toEqual([`anonymous: ${expected}`]);
  });

  test('are of the families that the endpoint serves, or a domain that is mapped to it', () => {
    expect(only([ALLOW], { addressType: 'dualstack' })).toEqual(['anonymous: 0.0.0.0/0,::/0']);
    const domain = { place: API.place, name: 'shop.example.com', endpoint: yes<EndpointType>('REGIONAL') };
    const by = (addressType: Api['addressType']): readonly string[] =>
      only([ALLOW], { more: { domains: [{ ...domain, addressType }] } });
    expect(by(yes('dualstack'))).toEqual(['anonymous: 0.0.0.0/0,::/0']);
    expect(by(yes('ipv4'))).toEqual(['anonymous: 0.0.0.0/0']);
    expect(by({ is: 'unknown', because: [parameter('Families')] })).toEqual(['anonymous: 0.0.0.0/0 to 0.0.0.0/0,::/0']);
  });
});

describe('a key that the policy names', () => {
  const allowIf = (condition: object): readonly string[] => only([{ ...ALLOW, Condition: condition }]);
  test.each([
    ['is as the caller likes where the caller writes it', { StringLike: { 'aws:Referer': 'https://*' } }, '0.0.0.0/0'],
    ['may be left out by who writes it', { Null: { 'aws:UserAgent': 'true' } }, '0.0.0.0/0'],
    [
      'is nobody knows what where it is the time',
      { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } },
      'nobody to 0.0.0.0/0',
    ],
    ['is always true for HTTPS', { Bool: { 'aws:SecureTransport': 'true' } }, '0.0.0.0/0'],
    ['is never false for HTTPS', { Bool: { 'aws:SecureTransport': 'false' } }, 'nobody'],
    ['is absent where IAM has not authenticated', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, 'nobody'],
    ['is absent where API Gateway does not provide it', { StringNotEquals: { 'aws:SourceAccount': '1' } }, '0.0.0.0/0'],
    [
      'is not known where nobody says',
      { StringEquals: { 'execute-api:viaDomainArn': 'arn:x' } },
      'nobody to 0.0.0.0/0',
    ],
    ['cannot be two things', { StringEquals: { 'aws:Referer': 'a' }, StringLike: { 'aws:Referer': 'b*' } }, 'nobody'],
    [
      'can be one that two patterns match',
      { StringLike: { 'aws:Referer': 'a*' }, StringNotEquals: { 'aws:Referer': 'a' } },
      '0.0.0.0/0',
    ],
    ['takes patterns under an operator for them alone', { StringEquals: { 'aws:SecureTransport': 't*' } }, 'nobody'],
    [
      'stands for what the request says',
      { StringEquals: { 'aws:SecureTransport': `\${aws:username}` } },
      'nobody to 0.0.0.0/0',
    ],
  ])('%s', (_, condition, expected) => {
    expect(allowIf(condition)).toEqual([`anonymous: ${expected}`]);
  });

  test('differs in the same way for all statements: before and after one time is always', () => {
    const [before, after] = ['DateLessThan', 'DateGreaterThanEquals'].map((operator) => ({
      ...ALLOW,
      Condition: { [operator]: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } },
    })) as [object, object];
    expect(only([before, after])).toEqual(['anonymous: 0.0.0.0/0']);
  });

  test('says why it is not decided', () => {
    const [found] = routesOf([
      { ...ALLOW, Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } } },
    ]);
    expect(found?.access[0]?.because.map(({ reason }) => reason)).toEqual(['aws:CurrentTime depends on the request']);
  });

  test('of which there are too many ways is not told apart, and nothing is made up', () => {
    const tags = Array.from({ length: 12 }, (_, i) => ({ StringEquals: { [`aws:PrincipalTag/t${i}`]: ['a', 'b'] } }));
    const statements = tags.map((Condition) => ({ ...ALLOW, Condition }));
    expect(only(statements, { authorization: 'AWS_IAM' })).toEqual([
      'account: nobody to 0.0.0.0/0',
      'account-allowed: 0.0.0.0/0',
      'foreign-allowed: nobody to 0.0.0.0/0',
    ]);
  });
});

describe('a principal', () => {
  const IAM = { authorization: 'AWS_IAM' } as const;
  const named = (AWS: unknown, options: Options = IAM): readonly string[] =>
    only([{ ...ALLOW, Principal: { AWS } }], options);
  const own = { ...IAM, dialect: 'policy' } as const;
  const NAMES = { ...DENY, Action: 'execute-api:InvalidateCache', Resource: `${OWN_ARN}/*` };
  const knowing = (AWS: unknown, name = 'Principal'): readonly string[] =>
    only([{ ...ALLOW, Principal: undefined, [name]: { AWS } }, NAMES], own);

  test.each([
    ['the account of the API', '111122223333', ['0.0.0.0/0', 'nobody']],
    ['its root', 'arn:aws:iam::111122223333:root', ['0.0.0.0/0', 'nobody']],
    ['another account', '444455556666', ['nobody', 'nobody to 0.0.0.0/0']],
    ['a role of the account', 'arn:aws:iam::111122223333:role/x', ['nobody to 0.0.0.0/0', 'nobody']],
    ['a role of another account', 'arn:aws:iam::444455556666:role/x', ['nobody', 'nobody to 0.0.0.0/0']],
  ])('that is %s', (_, principal, [account, foreign]) => {
    expect(knowing(principal)).toEqual([
      `account: ${account}`,
      'account-allowed: 0.0.0.0/0',
      `foreign-allowed: ${foreign}`,
    ]);
  });

  test('that is left out leaves all others in', () => {
    expect(knowing('111122223333', 'NotPrincipal')).toEqual([
      'account: nobody',
      'account-allowed: 0.0.0.0/0',
      'foreign-allowed: 0.0.0.0/0',
    ]);
  });

  test('of an account that may be that of the API', () => {
    expect(named('111122223333')[0]).toBe('account: nobody to 0.0.0.0/0');
  });

  test('that is a service or a federated user is no caller of an API', () => {
    for (const Principal of [{ Service: 'lambda.amazonaws.com' }, { Federated: 'cognito-identity.amazonaws.com' }])
      expect(only([{ ...ALLOW, Principal }], IAM)[0]).toBe('account: nobody');
  });

  test('is nobody where IAM does not authenticate, but for everybody', () => {
    expect(named('111122223333', {})).toEqual(['anonymous: nobody']);
    expect(named(['111122223333', '*'], {})).toEqual(['anonymous: 0.0.0.0/0']);
  });
});

describe('doors of a private API', () => {
  const PRIVATE = { endpoint: 'PRIVATE' } as const;
  const through = (condition: object, effect = ALLOW): readonly string[] =>
    only([...(effect === DENY ? [ALLOW] : []), { ...effect, Condition: condition }], PRIVATE);

  test('are the endpoints and VPCs that the policy names, and any other', () => {
    expect(through({ StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } })).toEqual([
      'anonymous by vpce-1/-: 0.0.0.0/0,::/0',
      'anonymous by vpce-2/-: 0.0.0.0/0,::/0',
      'anonymous by any other/-: nobody',
    ]);
    expect(through({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1', 'aws:SourceVpce': 'vpce-1' } }, DENY)).toEqual([
      'anonymous by vpce-1/vpc-1: 0.0.0.0/0,::/0',
      'anonymous by vpce-1/any other: 0.0.0.0/0,::/0',
      'anonymous by any other/vpc-1: 0.0.0.0/0,::/0',
      'anonymous by any other/any other: nobody',
    ]);
  });

  test('are those that a pattern stands for, apart from those that it names', () => {
    expect(
      through({ StringLike: { 'aws:SourceVpce': 'vpce-1*' }, StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }),
    ).toEqual([
      'anonymous by vpce-1/-: nobody',
      'anonymous by vpce-1*/-: 0.0.0.0/0,::/0',
      'anonymous by any other/-: nobody',
    ]);
  });

  test('a pattern that every id matches opens them all', () => {
    expect(through({ StringLike: { 'aws:SourceVpce': 'vpce-*' } })).toEqual([
      'anonymous by vpce-*/-: 0.0.0.0/0,::/0',
      'anonymous by any other/-: 0.0.0.0/0,::/0',
    ]);
  });

  test('have addresses of their own', () => {
    expect(through({ IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } })).toEqual(['anonymous by -/-: 10.0.0.0/8']);
  });

  test.each([
    ['IpAddress', ALLOW, 'nobody'],
    ['NotIpAddress', DENY, 'nobody'],
    ['IpAddress', DENY, '0.0.0.0/0,::/0'],
    ['IpAddressIfExists', ALLOW, 'nobody to 0.0.0.0/0,::/0'],
    ['NotIpAddressIfExists', DENY, 'nobody'],
    ['Null', ALLOW, 'nobody to 0.0.0.0/0,::/0'],
  ])('%s of aws:SourceIp is decided where AWS says one thing of it: %#', (operator, effect, expected) => {
    const value = operator === 'Null' ? 'true' : '8.8.8.0/24';
    expect(through({ [operator]: { 'aws:SourceIp': value } }, effect)).toEqual([`anonymous by -/-: ${expected}`]);
  });

  test('IpAddress of aws:SourceIp for the whole internet is not', () => {
    expect(through({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })).toEqual([
      'anonymous by -/-: nobody to 0.0.0.0/0,::/0',
    ]);
  });

  test('are both kinds where the endpoint type is not known', () => {
    const unknown = { is: 'unknown', because: [parameter('Type')] } as const;
    expect(only([ALLOW], { more: { endpoint: unknown } })).toEqual([
      'anonymous: nobody to 0.0.0.0/0',
      'anonymous by -/-: nobody to 0.0.0.0/0,::/0',
    ]);
  });

  test('that are too many are not told apart', () => {
    const ids = (prefix: string): string[] => Array.from({ length: 51 }, (_, i) => `${prefix}-${i}`);
    expect(through({ StringEquals: { 'aws:SourceVpce': ids('vpce'), 'aws:SourceVpc': ids('vpc') } })).toEqual([
      'anonymous by -/-: nobody to 0.0.0.0/0,::/0',
    ]);
  });
});

/** Stage, verb, path and witness of those whom something admits certainly, perhaps or not. */
function rows(statements: readonly object[], options?: Options): readonly string[] {
  return routesOf(statements, options).map(({ stage: one, method, path, witness, access: [first] }) => {
    const admits = first?.certainly.isEmpty === false ? 'open' : first?.possibly.isEmpty ? 'closed' : 'perhaps';
    return `${one?.name ?? '-'} ${method} ${path}${witness ? ` (${witness})` : ''}: ${admits}`;
  });
}

describe('routes', () => {
  const on = (Resource: unknown, routes: readonly string[], stages = ['prod']): readonly string[] =>
    rows([{ ...ALLOW, Resource }], { routes, stages });

  test('are there once for each stage', () => {
    expect(on('execute-api:/prod/*', ['GET /pets'], ['prod', 'test', 'prod'])).toEqual([
      'prod GET /pets: open',
      'test GET /pets: closed',
    ]);
  });

  test('for any verb stand together where the policy treats all verbs alike', () => {
    expect(on('execute-api:/*/*/pets', ['ANY /pets'])).toEqual(['prod ANY /pets: open']);
  });

  test('for any verb are told apart where it does not, without those that have a method of their own', () => {
    expect(on('execute-api:/*/GET/*', ['ANY /pets', 'POST /pets'])).toEqual([
      'prod GET /pets: open',
      ...['PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'].map((verb) => `prod ${verb} /pets: closed`),
      'prod POST /pets: closed',
    ]);
  });

  test('with a parameter are told apart by its values, each with a path', () => {
    expect(on(['execute-api:/*/GET/pets/7', 'execute-api:/*/GET/pets/8*'], ['GET /pets/{id}'])).toEqual([
      'prod GET /pets/{id} (/pets/x): closed',
      'prod GET /pets/{id} (/pets/7): open',
    ]);
  });

  test('with a greedy parameter take slashes', () => {
    expect(on('execute-api:/*/GET/files/*/a', ['GET /files/{path+}'])).toEqual([
      'prod GET /files/{path+} (/files/x): closed',
      'prod GET /files/{path+} (/files//a): open',
    ]);
    expect(on('execute-api:/*/GET/files/*/a', ['GET /files/{path}'])).toEqual(['prod GET /files/{path}: closed']);
  });

  test('are not told apart where the policy does not', () => {
    expect(on('execute-api:/*/GET/pets/*', ['GET /pets/{id}', 'GET /pets'])).toEqual([
      'prod GET /pets/{id}: open',
      'prod GET /pets: closed',
    ]);
  });

  test('of an unknown stage match where the policy names the same unknown', () => {
    expect(on('execute-api:/prod/*', ['GET /pets'], [`\${Env}`])).toEqual([`\${Env} GET /pets: perhaps`]);
    expect(on('execute-api:/*/GET/pets', ['GET /pets'], [`\${Env}`])).toEqual([`\${Env} GET /pets: open`]);
    expect(on('execute-api:/*/POST/pets', ['GET /pets'], [`\${Env}`])).toEqual([`\${Env} GET /pets: closed`]);
    expect(on('execute-api:/prod/*', ['GET /pets'], [])).toEqual(['- GET /pets: perhaps']);
  });

  test('of which nothing is known are whatever there may be', () => {
    expect(on('execute-api:/*', [])).toEqual(['prod ANY /*: perhaps']);
  });

  test('with a part that is not known', () => {
    expect(on('execute-api:/*/GET/pets/*', [`GET /\${Base}/pets`])).toEqual([`prod GET /\${Base}/pets: perhaps`]);
    expect(on('execute-api:/*/GET/*/pets', [`GET /\${Base}/pets`])).toEqual([`prod GET /\${Base}/pets: open`]);
  });

  test.each([
    ['*', 'open'],
    [`${OWN_ARN}/prod/GET/pets`, 'perhaps'],
    ['arn:aws:execute-api:*:*:*/prod/GET/pets', 'open'],
    ['arn:aws:execute-api:eu-west-1:*:*/prod/GET/pets', 'perhaps'],
    ['arn:aws:execute-api:eu-west-1:*:*/prod/POST/pets', 'closed'],
    ['arn:aws:execute-api:*', 'perhaps'],
    ['arn:aws:apigateway:eu-west-1::/restapis/*', 'closed'],
    ['execute-api:*/*/*', 'closed'],
    ['execute-api:/prod/GET', 'closed'],
  ])('are matched by %s: %s', (resource, expected) => {
    expect(on(resource, ['GET /pets'])).toEqual([`prod GET /pets: ${expected}`]);
  });

  test('that may not be there admit nobody for certain', () => {
    const { api, revision } = setUp([policyOf([ALLOW])]);
    const perhaps = { is: 'unknown', because: [parameter('Feature')] } as const;
    const guarded = { ...revision, routes: revision.routes.map((one) => ({ ...one, exists: perhaps })) };
    expect(accessOf(api, guarded).flatMap(({ access }) => access.map(said))).toEqual([
      'anonymous: nobody to 0.0.0.0/0',
    ]);
  });
});

describe('a call by its path', () => {
  const ROUTES = ['GET /pets/{id}', 'GET /pets/mine', 'ANY /{proxy+}', 'POST /pets/{id}'];
  const called = (method: string, path: string, stageName?: string): readonly string[] => {
    const { api, revision } = setUp([policyOf([{ ...ALLOW, Resource: 'execute-api:/*/*/pets/7' }])], {
      routes: ROUTES,
      stages: ['prod', 'test'],
    });
    const call = { method, path, ...(stageName !== undefined && { stage: stageName }) };
    return accessOfRequest(api, revision, call).map(
      ({ stage: one, method: verb, route: taken, access: [first] }) =>
        `${one?.name} ${verb} by ${taken?.method} ${taken?.path}: ${first?.certainly.isEmpty ? 'closed' : 'open'}`,
    );
  };

  test.each([
    ['GET', '/pets/7', ['prod GET by GET /pets/{id}: open']],
    ['get', '/pets/8', ['prod GET by GET /pets/{id}: closed']],
    ['GET', '/pets/mine', ['prod GET by GET /pets/mine: closed']],
    ['GET', '/pets/7/owner', ['prod GET by ANY /{proxy+}: closed']],
    ['PUT', '/pets/7', ['prod PUT by ANY /{proxy+}: open']],
    ['GET', '/', []],
  ])('%s %s goes where API Gateway takes it', (method, path, expected) => {
    expect(called(method, path, 'prod')).toEqual(expected);
  });

  test('goes to every stage where none is named, and to none that is not there', () => {
    expect(called('GET', '/pets/7')).toEqual(['prod GET by GET /pets/{id}: open', 'test GET by GET /pets/{id}: open']);
    expect(called('GET', '/pets/7', 'dev')).toEqual([]);
  });
});

describe('what decides', () => {
  const by = (statements: readonly object[], authorization: Authorization = 'NONE'): readonly string[] =>
    routesOf(statements, { authorization }).flatMap(({ access }) =>
      access.flatMap((one) =>
        one
          .by()
          .map(
            ({ effect, sources, statements: own }) => `${effect} ${own.map(({ index }) => index)} ${sources.size(4)}`,
          ),
      ),
    );
  const ALL = 2n ** 32n;

  test('is each Allow that matches, or each Deny', () => {
    expect(by([ALLOW, { ...ALLOW, ...OFFICE }, { ...DENY, ...NOT_OFFICE }])).toEqual([
      'allow 0,1 256',
      `deny 2 ${ALL - 256n}`,
    ]);
  });

  test('is no statement where an authorizer lets in', () => {
    expect(by([{ ...ALLOW, ...OFFICE }], 'CUSTOM')).toEqual(['allow 0 256', `none  ${ALL - 256n}`]);
    expect(by([{ ...ALLOW, ...OFFICE }], 'NONE')).toEqual(['allow 0 256']);
  });
});

describe('policies of which not all is known', () => {
  test('two: who gets in is certain by both alone', () => {
    const { api, revision } = setUp([policyOf([ALLOW]), policyOf([{ ...ALLOW, ...OFFICE }])]);
    const [found] = accessOf(api, revision);
    expect(found?.access.map(said)).toEqual(['anonymous: 8.8.8.0/24 to 0.0.0.0/0']);
    expect(found?.access[0]?.because.map(({ reason }) => reason)).toEqual([
      'the API has two policies, and AWS does not say which one wins',
    ]);
  });

  test('one that may be there, a statement that may be', () => {
    const { api, revision } = setUp([policyOf([{ ...ALLOW, ...OFFICE }, DENY].slice(0, 1))]);
    const open = [parameter('More')];
    const [policy] = revision.policies;
    const outcome = (changed: Partial<Revision>): readonly string[] =>
      accessOf(api, { ...revision, ...changed }).flatMap(({ access }) => access.map(said));
    expect(outcome({ policyOpen: open })).toEqual(['anonymous: nobody to 0.0.0.0/0']);
    expect(outcome({ policies: [{ ...(policy as Policy), open }] })).toEqual(['anonymous: nobody to 0.0.0.0/0']);
  });

  test('a Deny that certainly matches keeps out, whatever else there may be', () => {
    const denied = policyOf([ALLOW, { ...DENY, ...OFFICE }]);
    const { api, revision } = setUp([{ ...denied, open: [parameter('More')] }]);
    const [found] = accessOf(api, revision);
    expect(found?.access[0]?.possibly.intersect(addressSet('8.8.8.0/24')).isEmpty).toBe(true);
  });
});
