import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Access, RouteAccess } from '../../src/access/access.ts';
import { accessOf } from '../../src/access/access-of.ts';
import { parse } from '../../src/source/parse.ts';
import { load } from '../../src/template/load.ts';
import { NO_FILES } from '../support/no-files.ts';
import { runs } from './drawn.ts';

/** What a policy is given as parameters, and what they may turn out to be. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  Office: ['8.8.8.0/24', '8.8.8.8', '0.0.0.0/0', '2600::/32', '1.1.1.1'],
  Endpoint: ['vpce-1', 'vpce-2', 'vpce-3'],
  Stage: ['prod', 'test', 'other'],
  Verb: ['GET', 'POST', '*'],
  Who: ['*', '111122223333', 'arn:aws:iam::111122223333:role/deploy'],
  Type: ['REGIONAL', 'PRIVATE'],
  Families: ['ipv4', 'dualstack'],
  Authorization: ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS', 'JWT'],
};
const ref = (name: string): object => ({ Ref: name });

/** A value, or a parameter in its place. */
const value = (name: string): fc.Arbitrary<string | object> =>
  fc.oneof(fc.constantFrom(...(PARAMETERS[name] ?? [])), fc.constant(ref(name)));

const list = (name: string): fc.Arbitrary<(string | object)[]> => fc.array(value(name), { minLength: 1, maxLength: 3 });

const condition = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('IpAddress', 'NotIpAddress'),
      fc.constantFrom('aws:SourceIp', 'aws:VpcSourceIp'),
      list('Office'),
    )
    .map(([operator, key, values]) => ({ [operator]: { [key]: values } })),
  fc
    .tuple(fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike'), list('Endpoint'))
    .map(([operator, values]) => ({ [operator]: { 'aws:SourceVpce': values } })),
  fc.constant({}),
);

const resource = fc.oneof(
  fc.constantFrom('execute-api:/*', '*', 'execute-api:/prod/*', 'execute-api:/*/GET/pets'),
  fc
    .constantFrom(`execute-api:/\${Stage}/*`, `execute-api:/*/\${Verb}/*`, `execute-api:/\${Stage}/\${Verb}/pets`)
    .map((text) => ({ 'Fn::Sub': text })),
);

const statement = fc
  .record({ Effect: fc.constantFrom('Allow', 'Allow', 'Deny'), who: value('Who'), resource, condition })
  .map(({ Effect, who, resource: Resource, condition: Condition }) => ({
    Effect,
    Principal: who === '*' ? who : { AWS: who },
    Action: 'execute-api:Invoke',
    Resource,
    Condition,
  }));

const drawn = fc.record({
  statements: fc.array(statement, { minLength: 1, maxLength: 3 }),
  type: value('Type'),
  families: value('Families'),
  authorization: value('Authorization'),
  stage: value('Stage'),
  given: fc.record(
    Object.fromEntries(Object.entries(PARAMETERS).map(([name, values]) => [name, fc.constantFrom(...values)])),
  ),
});

function templateOf({
  statements,
  type,
  families,
  authorization,
  stage,
}: Omit<typeof drawn extends fc.Arbitrary<infer T> ? T : never, 'given'>): string {
  const api = { RestApiId: ref('Api') };
  return JSON.stringify({
    Parameters: Object.fromEntries(Object.keys(PARAMETERS).map((name) => [name, { Type: 'String' }])),
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: {
          EndpointConfiguration: { Types: [type], IpAddressType: families },
          Policy: { Version: '2012-10-17', Statement: statements },
        },
      },
      Pets: {
        Type: 'AWS::ApiGateway::Resource',
        Properties: { ...api, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'pets' },
      },
      GetPets: {
        Type: 'AWS::ApiGateway::Method',
        Properties: { ...api, ResourceId: ref('Pets'), HttpMethod: 'GET', AuthorizationType: authorization },
      },
      Live: { Type: 'AWS::ApiGateway::Stage', Properties: { ...api, StageName: stage } },
    },
  });
}

function routesOf(text: string, given: ReadonlyMap<string, string>): readonly RouteAccess[] {
  const { apis } = load(parse({ path: 't.json', text }), {
    given: new Map(given),
    imports: () => undefined,
    files: NO_FILES,
  });
  const [world, ...others] = apis.flatMap(({ worlds }) => worlds);
  expect(others, 'nothing in it decides').toEqual([]);
  return world?.revisions.flatMap((revision) => accessOf(world, revision)) ?? [];
}

const isOther = ({ door }: Access): boolean => door.via === 'internet' || (door.vpce ?? 'any other') === 'any other';

test('whatever the unknown parts turn out to be, who gets in lies between those who certainly and those who possibly do', () => {
  fc.assert(
    fc.property(drawn, ({ given, ...one }) => {
      const text = templateOf(one);
      const [bounds, ...otherRoutes] = routesOf(text, new Map());
      expect(otherRoutes).toEqual([]);
      const [concrete] = routesOf(text, new Map(Object.entries(given)));
      for (const access of concrete?.access ?? []) {
        if (!isOther(access)) continue;
        const same = bounds?.access.find(
          ({ caller, door, ...rest }) =>
            caller === access.caller && door.via === access.door.via && isOther({ caller, door, ...rest }),
        );
        if (!same) throw new Error(`nothing is said of ${access.caller} by ${access.door.via}`);
        const said = [access.caller, access.door.via];
        expect([...said, access.certainly.covers(same.certainly)]).toEqual([...said, true]);
        expect([...said, same.possibly.covers(access.possibly)]).toEqual([...said, true]);
        if (same.because.length === 0) expect(same.certainly.cidrs()).toEqual(same.possibly.cidrs());
      }
    }),
    { numRuns: runs(1_000) },
  );
});
