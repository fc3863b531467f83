import { describe, expect, test } from 'vitest';
import { readError } from '../../src/explain/error-message.ts';
import type { Answer, ApiAnswers, Request } from '../../src/report/explanation.ts';
import { ENVIRONMENTS, method, parameter, statement } from '../rules/templates.ts';
import { explainTexts } from '../support/memory.ts';
import { ALLOW_ALL, deny, shop } from './templates.ts';

const ARN = `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/prod/GET/`;
const DENIED = `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${ARN}`;

function ask(text: string, request: Request, error?: string): readonly ApiAnswers[] {
  return explainTexts({ 'a.yml': text }, { request, ...(error && { error: readError(error) }) }).answers ?? [];
}

function answersTo(text: string, request: Omit<Request, 'from'> & { from?: string } = {}): readonly Answer[] {
  return ask(text, { from: '52.94.76.9', ...request }).flatMap(({ answers }) => answers);
}

const lines = ({ statements }: Answer): readonly number[] => statements.map(({ location }) => location.start.line);

describe('a request', () => {
  test('is allowed by the statements that let it in', () => {
    const [answer] = answersTo(shop(statement('52.94.76.0/24')));
    expect(answer).toMatchObject({ outcome: 'allowed', effect: 'allow', message: null, misses: [] });
    expect(answer && lines(answer)).toEqual([12]);
  });

  test('that no Allow lets in is denied with the message of API Gateway', () => {
    const [answer] = answersTo(shop(statement('52.94.80.0/24')));
    expect(answer).toMatchObject({ outcome: 'denied', effect: 'none', statements: [], message: DENIED });
    expect(answer?.misses).toMatchObject([{ statement: { location: { start: { line: 12 } } }, lacks: 'condition' }]);
  });

  test('that a Deny matches is denied explicitly', () => {
    const [answer] = answersTo(shop(`${ALLOW_ALL}\n${deny('52.94.76.9')}`));
    expect(answer).toMatchObject({ outcome: 'denied', effect: 'deny', message: `${DENIED} with an explicit deny` });
    expect(answer && lines(answer)).toEqual([16]);
  });

  test('is undecided where the policy is not known', () => {
    const [answer] = answersTo(shop(statement('!Ref Office'), { head: parameter('Office') }));
    expect(answer).toMatchObject({ outcome: 'undecided', message: null });
    expect(answer?.because.map(({ reason }) => reason)).toEqual(['parameter Office has no default']);
  });

  test('is undecided on a route that may not exist, and answered for what takes it then', () => {
    const own = method('GET').replace(
      '  Type: AWS::ApiGateway::Method',
      '  Type: AWS::ApiGateway::Method\n  Condition: IsProd',
    );
    const text = shop(ALLOW_ALL, { verb: 'ANY', authorization: 'AWS_IAM', head: ENVIRONMENTS, resources: own });
    const found = answersTo(text, { method: 'GET', path: '/' });
    expect(found.map(({ authorization, caller, outcome }) => [authorization, caller, outcome])).toEqual([
      ['AWS_IAM', 'account', 'undecided'],
      ['AWS_IAM', 'account-allowed', 'undecided'],
      ['AWS_IAM', 'foreign-allowed', 'undecided'],
      ['NONE', 'anonymous', 'undecided'],
    ]);
    expect(new Set(found.flatMap(({ because }) => because.map(({ reason }) => reason)))).toEqual(
      new Set(['whether condition IsProd holds is not known: --parameters tells it']),
    );
    expect(answersTo(text, { method: 'POST', path: '/' }).map(({ outcome }) => outcome)).toEqual([
      'allowed',
      'allowed',
      'allowed',
    ]);
  });

  test('by IPv6 does not reach an API that serves IPv4 alone', () => {
    const [answer] = answersTo(shop(ALLOW_ALL), { from: '2600:1f18::1' });
    expect(answer).toMatchObject({
      outcome: 'denied',
      message: null,
      because: [{ reason: 'the API serves IPv4 alone' }],
    });
  });

  test('from a bare IPv6 address is from that one', () => {
    const text = shop(statement('2600:1f18:0:1::/64'), {
      properties: 'EndpointConfiguration: { IpAddressType: dualstack }',
      endpoint: 'none',
    });
    expect(answersTo(text, { from: '2600:1f18:0:1::5' }).map(({ outcome }) => outcome)).toEqual(['allowed']);
    expect(answersTo(text, { from: '2600:1f18::1' }).map(({ outcome }) => outcome)).toEqual(['denied']);
  });

  test.each<[why: string, elements: string, lacks: string]>([
    ['another path', "Principal: '*'\n  Resource: execute-api:/*/GET/admin", 'request'],
    [
      'another principal',
      'Principal: { AWS: arn:aws:iam::111122223333:root }\n  Resource: execute-api:/*',
      'principal',
    ],
  ])('a statement for %s says so', (_, elements, lacks) => {
    const [answer] = answersTo(shop(`- Effect: Allow\n  Action: execute-api:Invoke\n  ${elements}`));
    expect(answer?.misses.map((one) => one.lacks)).toEqual([lacks]);
  });
});

test('the ARN has the region, account and id that the policy names, the account as AWS hides it', () => {
  const literal = ALLOW_ALL.replace(
    'execute-api:/*',
    'arn:aws:execute-api:eu-central-1:111122223333:abc123/*/GET/admin',
  );
  const policy = JSON.stringify({
    Statement: {
      Effect: 'Allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'arn:aws:execute-api:eu-central-1:111122223333:abc123/*/GET/admin',
    },
  });
  const arn = 'arn:aws:execute-api:eu-central-1:********3333:abc123';
  expect(answersTo(shop(`${literal}\n${deny('52.94.76.9')}`))[0]?.message).toContain(`${arn}/prod/GET/ with`);
  const [bare] = answersTo(policy, { path: '/index.html', caller: 'anonymous' });
  expect(bare?.message).toMatch(/\/\{stage\}\/GET\/index\.html$/);
  expect(bare?.message).toContain(arn);
});

describe('the routes that are asked', () => {
  const text = shop(ALLOW_ALL, { resources: method('POST') });
  const asked = (request: Omit<Request, 'from'>): readonly string[] =>
    answersTo(text, request).map((one) => `${one.stage} ${one.method} ${one.path}`);

  test('are all where none is named', () => {
    expect(asked({})).toEqual(['prod GET /', 'prod POST /']);
    expect(asked({ method: 'POST' })).toEqual(['prod POST /']);
    expect(asked({ stage: 'prod', path: '/' })).toEqual(['prod GET /']);
  });

  test('a verb that falls to ANY', () => {
    const any = shop(ALLOW_ALL, { verb: 'ANY' });
    expect(answersTo(any, { method: 'PUT' })[0]?.method).toBe('PUT');
    expect(answersTo(any)[0]?.method).toBe('ANY');
  });

  test.each<[request: Omit<Request, 'from'>, start: string]>([
    [{ path: '/gone' }, 'This API has no route for it: API Gateway answers "Missing Authentication Token"'],
    [{ method: 'PUT' }, 'This API has no route for it'],
    [{ stage: 'test' }, 'This API has no stage test, but prod'],
    [{ caller: 'cognito' }, 'This route has callers of other kinds: anonymous.'],
    [{ vpce: 'vpce-0123456789abcdef0' }, 'This API is not reached by a VPC endpoint'],
  ])('%j: none', (request, start) => {
    const [api] = ask(text, { from: '52.94.76.9', ...request });
    expect(api?.answers).toEqual([]);
    expect(api?.unanswered?.slice(0, start.length)).toBe(start);
  });
});

describe('the doors of a private API', () => {
  const text = shop(
    `${ALLOW_ALL}\n${statement(['vpce-0aaaaaaaaaaaaaaaa'], { effect: 'Deny', operator: 'StringNotEquals', key: 'aws:SourceVpce' })}`,
    { endpoint: 'PRIVATE' },
  );
  const outcomes = (vpce?: string): readonly string[] =>
    answersTo(text, vpce === undefined ? {} : { vpce }).map(({ outcome }) => outcome);

  test('are all where none is named, else the one', () => {
    expect(outcomes()).toEqual(['allowed', 'denied']);
    expect(outcomes('vpce-0aaaaaaaaaaaaaaaa')).toEqual(['allowed']);
    expect(outcomes('vpce-0bbbbbbbbbbbbbbbb')).toEqual(['denied']);
  });

  test('a pattern is that of the ids that it matches', () => {
    const like = shop(
      `${ALLOW_ALL}\n${statement(['vpce-0a*'], { effect: 'Deny', operator: 'StringNotLike', key: 'aws:SourceVpce' })}`,
      { endpoint: 'PRIVATE' },
    );
    expect(answersTo(like, { vpce: 'vpce-0aaaaaaaaaaaaaaaa' }).map(({ outcome }) => outcome)).toEqual(['allowed']);
    expect(answersTo(like, { vpce: 'vpce-0bbbbbbbbbbbbbbbb' }).map(({ outcome }) => outcome)).toEqual(['denied']);
  });
});

describe('the message of a refused request', () => {
  const message = (user: string, more = ''): string =>
    `User: ${user} is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-central-1:********3333:abc123/prod/GET/pets/7${more}`;

  test('names the route, and whether a Deny matched', () => {
    const denial = {
      resource: 'arn:aws:execute-api:eu-central-1:********3333:abc123/prod/GET/pets/7',
      stage: 'prod',
      method: 'GET',
      path: '/pets/7',
    };
    expect(readError(message('anonymous')).denial).toEqual({ ...denial, explicit: false, signed: false });
    expect(readError(JSON.stringify({ Message: message('anonymous', ' with an explicit deny') })).denial).toEqual({
      ...denial,
      explicit: true,
      signed: false,
    });
    expect(readError(message('arn:aws:iam::111122223333:user/jo')).denial?.signed).toBe(true);
    expect(readError(message('anonymous').replace('pets/7', '')).denial?.path).toBe('/');
  });

  test.each([
    ['{"message":"Missing Authentication Token"}', 'missing-token'],
    ['Missing Authentication Token', 'missing-token'],
    ['{"message":"Forbidden"}', 'forbidden'],
    ['{"message": "Forbidden"}\n', 'forbidden'],
    ['User is not authorized to access this resource', 'authorizer'],
    ['{"Message":"User is not authorized to access this resource with an explicit deny"}', 'authorizer'],
    ['Access to the page is Forbidden', 'other'],
    ['null', 'other'],
    ['User: anonymous is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::a/b', 'other'],
  ])('%s: %s', (text, kind) => {
    const { kind: found, denial } = readError(text);
    expect([found, denial]).toEqual([kind, undefined]);
  });

  const refused = (text: string, user = 'anonymous'): readonly ApiAnswers[] =>
    ask(text, { from: '52.94.76.9', stage: 'prod', method: 'GET', path: '/' }, message(user).replace('pets/7', ''));

  test('is explained for the callers that it speaks of', () => {
    const text = shop(statement('52.94.80.0/24'), { authorization: 'AWS_IAM' });
    expect(refused(text)[0]?.unanswered).toMatch(
      /^The call was not signed, and the method asks for AWS_IAM: sign it\./,
    );
    const [api] = refused(text, 'arn:aws:iam::111122223333:user/jo');
    expect(api?.answers.map(({ caller, outcome }) => `${caller} ${outcome}`)).toEqual([
      'account denied',
      'account-allowed allowed',
      'foreign-allowed denied',
    ]);
  });

  test('is not about an API with another id', () => {
    const other = ALLOW_ALL.replace('execute-api:/*', 'arn:aws:execute-api:eu-central-1:111122223333:zzz/*');
    expect(refused(shop(other))[0]?.unanswered).toBe('The id of this API is zzz: the message is about another one.');
  });
});
