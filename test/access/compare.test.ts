import { describe, expect, test } from 'vitest';
import { type Change, type Difference, differences, type Side } from '../../src/access/compare.ts';
import { apiOf } from '../template/support.ts';

interface Options {
  readonly resource?: string;
  readonly methods?: string;
  readonly head?: string;
  readonly endpoint?: string;
}

const method = (verb: string, path: string, authorization = 'NONE'): string =>
  `  ${verb}${path.replace(/\W/g, '')}:
    Type: AWS::ApiGateway::Method
    Properties: { RestApiId: !Ref Api, HttpMethod: ${verb}, ResourceId: !Ref ${path.replace(/\W/g, '') || 'Api'}R, AuthorizationType: ${authorization} }
  ${path.replace(/\W/g, '')}R:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: '${path}' }
`;

function side(
  sources: string,
  { resource = 'execute-api:/*', methods = method('GET', 'pets'), head = '', endpoint = 'REGIONAL' }: Options = {},
): Side {
  const api = apiOf(`${head}
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      EndpointConfiguration: { Types: [${endpoint}] }
      Policy:
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: execute-api:Invoke
            Resource: ${resource}
            Condition: { IpAddress: { aws:SourceIp: ${sources} } }
${methods}`);
  return { api, revision: api.revisions[0] as Side['revision'] };
}

const inWords = ({ certainly, possibly }: Change): string =>
  certainly.equals(possibly)
    ? certainly.cidrs().join(' ')
    : `${certainly.cidrs().join(' ')}?${possibly.cidrs().join(' ')}`;
const row = ({ route, caller, opened, closed }: Difference): string =>
  `${route.method} ${route.witness ?? route.path} ${caller} +[${inWords(opened)}] -[${inWords(closed)}]`;
const compared = (before: Side | undefined, after: Side | undefined): readonly string[] =>
  differences(before, after).map(row).sort();

describe('who newly gets in, and who no longer does', () => {
  test('by their addresses', () => {
    expect(compared(side('[8.8.8.0/24, 9.9.9.9]'), side('[8.8.8.128/25, 1.1.1.1]'))).toEqual([
      'GET /pets anonymous +[1.1.1.1/32] -[8.8.8.0/25 9.9.9.9/32]',
    ]);
  });

  test('nobody, where the same is written otherwise', () => {
    expect(compared(side('[8.8.8.0/25, 8.8.8.128/25]'), side('8.8.8.0/24'))).toEqual([]);
    expect(compared(side('8.8.8.8', { resource: '"*"' }), side('8.8.8.8'))).toEqual([]);
  });

  test('nobody, where what is not known is the same on both sides', () => {
    const head = 'Parameters: { Office: { Type: String } }';
    expect(compared(side('[!Ref Office, 8.8.8.8]', { head }), side('[8.8.8.8, !Ref Office]', { head }))).toEqual([]);
  });

  test('perhaps, where it may be anybody', () => {
    const head = 'Parameters: { Office: { Type: String } }';
    expect(compared(side('8.8.8.8'), side('!Ref Office', { head }))).toEqual([
      'GET /pets anonymous +[?0.0.0.0/5 8.0.0.0/13 8.8.0.0/21 8.8.8.0/29 8.8.8.9/32 8.8.8.10/31 8.8.8.12/30 8.8.8.16/28 8.8.8.32/27 8.8.8.64/26 8.8.8.128/25 8.8.9.0/24 8.8.10.0/23 8.8.12.0/22 8.8.16.0/20 8.8.32.0/19 8.8.64.0/18 8.8.128.0/17 8.9.0.0/16 8.10.0.0/15 8.12.0.0/14 8.16.0.0/12 8.32.0.0/11 8.64.0.0/10 8.128.0.0/9 9.0.0.0/8 10.0.0.0/7 12.0.0.0/6 16.0.0.0/4 32.0.0.0/3 64.0.0.0/2 128.0.0.0/1] -[?8.8.8.8/32]',
    ]);
  });

  test('only for what is certain beside what is not known on both sides', () => {
    const head = 'Parameters: { Office: { Type: String } }';
    expect(compared(side('[!Ref Office, 8.8.8.8]', { head }), side('!Ref Office', { head }))).toEqual([
      'GET /pets anonymous +[] -[?8.8.8.8/32]',
    ]);
    expect(compared(side('!Ref Office', { head, resource: '"*"' }), side('[!Ref Office, 9.9.9.9]', { head }))).toEqual([
      'GET /pets anonymous +[?9.9.9.9/32] -[]',
    ]);
  });

  test('perhaps, where the same is not known of the endpoint of both', () => {
    const options = { endpoint: '!Ref Type', head: 'Parameters: { Type: { Type: String } }' };
    expect(compared(side('[8.8.8.8/32, 9.9.9.9]', options), side('[9.9.9.9, 8.8.8.8]', options))).toEqual([]);
    expect(compared(side('9.9.9.9', options), side('[9.9.9.9, 8.8.8.8]', options))).toContain(
      'GET /pets anonymous +[?8.8.8.8/32] -[]',
    );
  });

  test('perhaps, where another thing is not known on each side', () => {
    const head = 'Parameters: { Office: { Type: String }, Home: { Type: String } }';
    expect(compared(side('!Ref Office', { head }), side('!Ref Home', { head }))).toEqual([
      'GET /pets anonymous +[?0.0.0.0/0] -[?0.0.0.0/0]',
    ]);
  });

  test('of an API that there was not, or is no more', () => {
    expect(compared(undefined, side('8.8.8.8'))).toEqual(['GET /pets anonymous +[8.8.8.8/32] -[]']);
    expect(compared(side('8.8.8.8'), undefined)).toEqual(['GET /pets anonymous +[] -[8.8.8.8/32]']);
  });

  test('of a route that there was not, or is no more', () => {
    const both = method('GET', 'pets') + method('POST', 'orders');
    expect(compared(side('8.8.8.8'), side('8.8.8.8', { methods: both }))).toEqual([
      'POST /orders anonymous +[8.8.8.8/32] -[]',
    ]);
    expect(compared(side('8.8.8.8', { methods: both }), side('8.8.8.8'))).toEqual([
      'POST /orders anonymous +[] -[8.8.8.8/32]',
    ]);
  });

  test('of a route for any verb, verb by verb, where single ones take its place', () => {
    expect(compared(side('8.8.8.8', { methods: method('ANY', 'pets') }), side('8.8.8.8'))).toEqual(
      ['DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'].map((verb) => `${verb} /pets anonymous +[] -[8.8.8.8/32]`),
    );
    expect(compared(side('8.8.8.8'), side('8.8.8.8', { methods: method('ANY', 'pets') }))).toEqual(
      ['DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'].map((verb) => `${verb} /pets anonymous +[8.8.8.8/32] -[]`),
    );
  });

  test('of a route that a greedy one takes the place of', () => {
    expect(compared(side('8.8.8.8'), side('8.8.8.8', { methods: method('GET', '{proxy+}') }))).toEqual([
      'GET /{proxy+} anonymous +[8.8.8.8/32] -[]',
    ]);
  });

  test('of the paths that one of the two policies tells apart', () => {
    const methods = method('GET', '{id}');
    expect(
      compared(side('8.8.8.8', { methods }), side('8.8.8.8', { methods, resource: 'execute-api:/*/GET/7' })),
    ).toEqual([expect.stringMatching(/^GET \/(?!7 ).* anonymous \+\[\] -\[8\.8\.8\.8\/32\]$/)]);
  });

  test('as one kind of caller: who needed no authorization could call with one too', () => {
    const guarded = method('GET', 'pets', 'COGNITO_USER_POOLS');
    expect(compared(side('8.8.8.8'), side('8.8.8.8', { methods: guarded }))).toEqual([
      'GET /pets anonymous +[] -[8.8.8.8/32]',
    ]);
    expect(compared(side('8.8.8.8', { methods: guarded }), side('8.8.8.8'))).toEqual([
      'GET /pets anonymous +[8.8.8.8/32] -[]',
    ]);
  });

  test('whom the policy does not speak of, where an authorizer, or IAM, lets in who needed an Allow', () => {
    const of = (authorization: string): Side =>
      side('8.8.8.8', { resource: 'execute-api:/*/GET/else', methods: method('GET', 'pets', authorization) });
    expect(compared(of('NONE'), of('CUSTOM'))).toEqual(['GET /pets authorized +[0.0.0.0/0] -[]']);
    expect(compared(of('AWS_IAM'), of('NONE'))).toEqual(['GET /pets account-allowed +[] -[0.0.0.0/0]']);
    expect(compared(of('NONE'), of('COGNITO_USER_POOLS'))).toEqual([]);
    expect(compared(of('NONE'), of('JWT'))).toEqual([expect.stringMatching(/^GET \/pets token /)]);
    expect(compared(of('JWT'), of('JWT'))).toEqual([]);
  });

  test('with the statements read once for each side, however many routes have none like them', () => {
    const paths = Array.from({ length: 30 }, (_, i) => `p${i}`);
    let reads = 0;
    const counted = (verb: string): Side => {
      const { api, revision } = side('8.8.8.8', { methods: paths.map((path) => method(verb, path)).join('') });
      const policies = revision.policies.map((policy) => ({
        ...policy,
        statements: policy.statements.map(
          (statement) =>
            new Proxy(statement, {
              get(target, name) {
                if (name === 'resource') reads += 1;
                return Reflect.get(target, name);
              },
            }),
        ),
      }));
      return { api, revision: { ...revision, policies } };
    };
    expect(differences(counted('ANY'), counted('GET'))).toHaveLength(180);
    // to be compared, those of a route are; each call of 240 that reads all anew would make it more than a thousand
    expect(reads).toBeLessThan(500);
  });

  test('by another door, where the endpoint changes', () => {
    expect(compared(side('8.8.8.8'), side('8.8.8.8', { endpoint: 'PRIVATE' }))).toContain(
      'GET /pets anonymous +[] -[8.8.8.8/32]',
    );
  });
});
