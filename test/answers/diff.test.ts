import { describe, expect, test } from 'vitest';
import type { Differences } from '../../src/report/differences.ts';
import { condition, ENVIRONMENTS, method, methodAt, statement, template } from '../rules/templates.ts';
import { auditTexts, diffTexts } from '../support/memory.ts';

const GET = method('GET');
const said = ({ apis }: Differences): readonly string[] =>
  apis.flatMap(({ change, scenarios, routes }) =>
    routes.map(({ method: verb, path, opened, closed }) =>
      [
        scenarios.map(({ text }) => text).join(' or '),
        change,
        `${verb} ${path}`,
        ...opened.certainly.cidrs.map((one) => `+${one}`),
        ...closed.certainly.cidrs.map((one) => `-${one}`),
      ].join(' '),
    ),
  );
const differing = (before: string, after: string): readonly string[] =>
  said(diffTexts({ 't.yml': before }, { 't.yml': after })).toSorted();

const plain = (sources: string): string => condition(sources, { head: ENVIRONMENTS, resources: GET });
const onlyProd = (text: string): string => text.replace('  Api:\n', '  Api:\n    Condition: IsProd\n');

describe('what is different in one scenario is told of it alone', () => {
  test('where the earlier version tells them apart', () => {
    expect(differing(plain('!If [IsProd, 81.2.69.0/24, 9.9.9.9]'), plain('81.2.69.0/24'))).toEqual([
      'Env is dev changed GET / +81.2.69.0/24 -9.9.9.9/32',
    ]);
  });

  test('where the later one does', () => {
    expect(differing(plain('81.2.69.0/24'), plain('!If [IsProd, 81.2.69.0/24, 9.9.9.9]'))).toEqual([
      'Env is dev changed GET / +9.9.9.9/32 -81.2.69.0/24',
    ]);
  });

  test('an API that there was in one, or is in one', () => {
    const [some, all] = [onlyProd(plain('81.2.69.0/24')), plain('9.9.9.9')];
    expect(differing(some, all)).toEqual([
      'Env is dev added GET / +9.9.9.9/32',
      'Env is prod changed GET / +9.9.9.9/32 -81.2.69.0/24',
    ]);
    expect(differing(all, some)).toEqual([
      'Env is dev removed GET / -9.9.9.9/32',
      'Env is prod changed GET / +81.2.69.0/24 -9.9.9.9/32',
    ]);
  });
});

test('a verb that a method and ANY take is compared once', () => {
  const any = plain('9.9.9.9').replace('HttpMethod: GET', 'HttpMethod: ANY');
  expect(differing(plain('81.2.69.0/24'), any).filter((one) => one.includes('GET'))).toEqual([
    ' changed GET / +9.9.9.9/32 -81.2.69.0/24',
  ]);
});

test('a base is held against each scenario that the two versions can have together', () => {
  const { findings } = auditTexts(
    { 't.yml': plain('81.2.69.0/24') },
    { earlier: { 't.yml': plain('!If [IsProd, 81.2.69.0/24, 9.9.9.9]') } },
  );
  expect(findings.map(({ ruleId, scenarios }) => [ruleId, ...scenarios.map(({ text }) => text)])).toEqual([
    ['no-undeployed-policy', 'Env is dev'],
  ]);
});

const sourcesOf = (prod: string, dev: string) => ({
  't.yml': condition([`!If [IsProd, ${prod}, ${dev}]`], { head: ENVIRONMENTS, resources: method('GET') }),
});

test('a method that may not exist and the one for any verb are each held against themselves', () => {
  const text = (list: string) => ({
    't.yml': template(statement(list).replace('execute-api:/*', 'execute-api:/*/GET/*'), {
      head: ENVIRONMENTS.replace('AllowedValues: [prod, dev]', 'Default: prod'),
      resources: `${methodAt('a', 'GET', 'CUSTOM')}\n${methodAt('a', 'ANY', 'AWS_IAM').split('\n')[1]}`.replace(
        'AWS::ApiGateway::Method, Properties',
        'AWS::ApiGateway::Method, Condition: IsProd, Properties',
      ),
    }),
  });
  const { apis, failures } = diffTexts(text('[9.9.9.9, 9.9.9.9]'), text('[9.9.9.9]'));
  expect({ apis, failures }).toEqual({ apis: [], failures: [] });
});

test('a route that may be new is perhaps opened, whatever may be gone with the same condition', () => {
  const only = (path: string): string =>
    template(statement('9.9.9.9'), {
      head: 'Parameters: { Kind: { Type: String } }\nConditions: { Kept: !Equals [!Ref Kind, a] }',
      resources: methodAt(path, 'GET', 'COGNITO_USER_POOLS').replace(
        'AWS::ApiGateway::Method, Properties',
        'AWS::ApiGateway::Method, Condition: Kept, Properties',
      ),
    });
  const { apis } = diffTexts({ 't.yml': only('a') }, { 't.yml': only('b') });
  const routes = apis.flatMap((api) => api.routes).filter(({ path }) => path === '/b');
  expect(routes.flatMap(({ opened }) => opened.possibly.cidrs)).toContain('9.9.9.9/32');
});

test('a route that a wider one takes over is compared by its own requests', () => {
  const one = (path: string, effect: 'Allow' | 'Deny'): string =>
    template(statement('0.0.0.0/0', { effect }), { resources: methodAt(path, 'GET') });
  const { apis } = diffTexts({ 't.yml': one('pets/{id}', 'Allow') }, { 't.yml': one('{proxy+}', 'Deny') });
  const closed = apis.flatMap(({ routes }) => routes.filter((route) => route.closed.certainly.cidrs.length > 0));
  expect(closed.map(({ path }) => path)).toContain('/pets/{id}');
});

/** What is perhaps closed, each verb by itself. */
const closedBy = (before: string, after: string): readonly string[] =>
  diffTexts({ 't.yml': before }, { 't.yml': after }).apis.flatMap(({ routes }) =>
    routes.filter(({ closed }) => closed.possibly.cidrs.length > 0).map(({ method, path }) => `${method} ${path}`),
  );

test('a route that is gone is named verb by verb, also where no route may be left', () => {
  const head = 'Parameters:\n  Kind:\n    Type: String\nConditions:\n  Kept: !Equals [!Ref Kind, a]';
  const policy = statement('9.9.9.9');
  const closed = closedBy(
    template(policy, { resources: method('ANY'), head }),
    template(policy, { resources: methodAt('pets', 'GET', 'Condition: Kept'), head }),
  );
  expect(closed).toEqual(expect.arrayContaining(['GET /', 'POST /', 'OPTIONS /']));
});

test('what a wider route does with one verb of a route that is gone is told of that verb', () => {
  const deny = statement('9.9.9.9', { effect: 'Deny' }).replace('execute-api:/*', 'execute-api:/*/POST/*');
  const policy = [statement('0.0.0.0/0'), deny];
  const one = (path: string, statements: readonly string[]): string =>
    template(statements.join('\n'), { resources: methodAt(path, 'ANY') });
  const closed = closedBy(one('pets/{id}', policy.slice(0, 1)), one('{proxy+}', policy));
  expect(closed).toContain('POST /pets/{id}');
  expect(closed).not.toContain('GET /pets/{id}');
});

test('each scenario is held against itself in the other version', () => {
  expect(diffTexts(sourcesOf('52.94.76.0/24', '9.9.9.9'), sourcesOf('52.94.76.0/24', '9.9.9.9')).apis).toEqual([]);
  const { apis } = diffTexts(sourcesOf('52.94.76.0/24', '9.9.9.9'), sourcesOf('52.94.76.0/24', '8.8.8.8'));
  expect(apis.map(({ scenarios }) => scenarios.map(({ text }) => text))).toEqual([['Env is dev']]);
  expect(
    apis.flatMap(({ routes }) => routes.map(({ opened, closed }) => [opened.certainly.cidrs, closed.certainly.cidrs])),
  ).toEqual([[['8.8.8.8/32'], ['9.9.9.9/32']]]);
});
