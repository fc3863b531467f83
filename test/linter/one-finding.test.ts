import { describe, expect, test } from 'vitest';
import type { Finding, FindingRoute } from '../../src/report/report.ts';
import { ENVIRONMENTS, flow, method, methodAt, stage, template } from '../rules/templates.ts';
import { auditTexts } from '../support/memory.ts';

const THREE = `Parameters:
  Env: { Type: String, AllowedValues: [a, b, c] }
Conditions:
  IsA: !Equals [!Ref Env, a]
  IsB: !Equals [!Ref Env, b]`;

function only(ruleId: string, text: string): Finding {
  const found = auditTexts({ 't.yml': text }).findings.filter((one) => one.ruleId === ruleId);
  expect(found.map(({ message }) => message)).toHaveLength(1);
  return found[0] as Finding;
}

const shown = ({ stage: on, method: verb, path, apiKey, scenarios }: FindingRoute): string =>
  [`${verb} ${path}`, on ?? 'no stage', String(apiKey), ...scenarios.map(({ text }) => text)].join(', ');

const routesIn = (message: string): string => / call (.*) without /.exec(message)?.[1] ?? message;

const withKey = (path: string, verb: string, key: string): string =>
  methodAt(path, verb).replace(/(AuthorizationType: NONE) \} \}$/, `$1, ApiKeyRequired: ${key} } }`);

test('a rule that yields is silent of the routes that the other rule speaks of, not of those beside them', () => {
  const text = template(
    flow('Allow', { resource: 'execute-api:/*/GET/*', condition: 'IpAddress: { aws:SourceIp: 52.94.76.0/22 }' }),
    {
      endpoint: 'PRIVATE',
      resources: [methodAt('pets', 'GET', 'CUSTOM'), methodAt('pets', 'POST', 'CUSTOM')].join('\n'),
    },
  );
  expect(only('no-source-ip-on-private-api', text).severity).toBe('error');
  expect(only('no-open-private-api', text).routes?.map(shown)).toEqual(['POST /pets, no stage, false']);
});

describe('one statement that opens routes', () => {
  test('in some scenarios only, and with an API key, is one finding that groups them', () => {
    const text = template(flow('Allow'), {
      head: THREE,
      resources: [
        methodAt('jwks', 'GET'),
        methodAt('health', 'GET'),
        withKey('token', 'POST', '!If [IsA, false, true]'),
        withKey('issue', 'POST', '!If [IsB, false, true]'),
      ].join('\n'),
    });
    const { severity, message, scenarios, routes = [] } = only('no-public-access', text);
    expect({ severity, scenarios }).toEqual({ severity: 'error', scenarios: [] });
    expect(routesIn(message)).toBe(
      'GET /jwks and 1 more; when Env is a POST /token; with an API key when Env is a or c POST /issue; and 2 more',
    );
    expect(routes.map(shown)).toEqual([
      'GET /jwks, no stage, false',
      'GET /health, no stage, false',
      'POST /token, no stage, false, Env is a',
      'POST /issue, no stage, true, Env is a or c',
      'POST /issue, no stage, false, Env is b',
      'POST /token, no stage, true, Env is b or c',
    ]);
  });

  test('all of them behind an API key is a warning that says so once', () => {
    const text = template(flow('Allow'), {
      head: ENVIRONMENTS,
      resources: [withKey('a', 'GET', 'true'), withKey('b', '!If [IsProd, GET, POST]', 'true')].join('\n'),
    });
    const { severity, message } = only('no-public-access', text);
    expect(severity).toBe('warning');
    expect(message).toContain('GET /a; when Env is prod GET /b; when Env is dev POST /b without');
    expect(message).toContain('An API key is asked for');
  });

  test('none of them without a guard, of different guards, says what is true of all', () => {
    const acl = `Acl: { Type: AWS::WAFv2::WebACLAssociation, Properties: { WebACLArn: x, ResourceArn: !Sub "arn:aws:apigateway:\${AWS::Region}::/restapis/\${Api}/stages/prod" } }`;
    const text = template(flow('Allow'), {
      resources: [withKey('a', 'GET', 'true'), stage('prod'), stage('test'), acl].join('\n'),
    });
    const { severity, message, routes = [] } = only('no-public-access', text);
    expect(severity).toBe('warning');
    expect(routesIn(message)).toBe('behind a web ACL GET /a; with an API key GET /a');
    expect(message).toContain('or give the routes an authorization.');
    expect(routes.map(shown)).toEqual(['GET /a, prod, true', 'GET /a, test, true']);
  });

  test('in one scenario alone names it once, beside the routes', () => {
    const text = template(
      `- !If\n  - IsProd\n  ${flow('Allow')}\n  - !Ref AWS::NoValue\n${flow('Allow', { resource: 'execute-api:/*/POST/none' })}`,
      {
        head: ENVIRONMENTS,
        resources: [method('GET'), methodAt('none', 'POST')].join('\n'),
      },
    );
    const { message, scenarios, routes = [] } = only('no-public-access', text.replace('/POST/none', '/PUT/none'));
    expect(routesIn(message)).toBe('GET /, POST /none');
    expect(scenarios.map(({ text: one }) => one)).toEqual(['Env is prod']);
    expect(routes.map(shown)).toEqual([
      'GET /, no stage, false, Env is prod',
      'POST /none, no stage, false, Env is prod',
    ]);
  });

  test('of which there are many: the message is short, and the report lists all', () => {
    const paths = Array.from({ length: 40 }, (_, i) => `p${i}${'x'.repeat(200)}`);
    const text = template(flow('Allow'), {
      head: ENVIRONMENTS,
      resources: paths.map((path, i) => methodAt(path, i % 2 === 0 ? 'GET' : '!If [IsProd, GET, POST]')).join('\n'),
    });
    const { message, routes = [] } = only('no-public-access', text);
    expect(message.length).toBeLessThan(800);
    expect(routes).toHaveLength(60);
  });
});

test('other rules about routes name each with its scenarios', () => {
  const text = template(flow('Allow', { condition: 'IpAddress: { aws:SourceIp: 8.8.8.0/24 }' }), {
    head: ENVIRONMENTS,
    resources: [methodAt('a', 'GET', 'CUSTOM'), methodAt('b', 'GET', '!If [IsProd, CUSTOM, NONE]')]
      .map((one) => one.replace('AuthorizationType: CUSTOM', 'AuthorizationType: CUSTOM, AuthorizerId: x'))
      .join('\n'),
  });
  const { message, scenarios, routes = [] } = only('no-unenforced-allowlist', text);
  expect(message).toMatch(/^On GET \/a; when Env is prod GET \/b this list/);
  expect(scenarios).toEqual([]);
  expect(routes.map(shown)).toEqual(['GET /a, no stage, false', 'GET /b, no stage, false, Env is prod']);
});

test('what differs by scenario in a message is told as alternatives', () => {
  const text = template(flow('Allow', { resource: 'execute-api:/*/GET/none' }), {
    head: ENVIRONMENTS,
    resources: methodAt('a', '!If [IsProd, GET, POST]'),
  });
  expect(only('no-unmatched-resource', text).message).toContain('are GET /a or POST /a.');
});

test('the stage is named where it is one of several, and only there', () => {
  const stages = [method('GET'), stage('prod'), stage('test')].join('\n');
  const on = (resource: string): string =>
    only('no-public-access', template(flow('Allow', { resource }), { resources: stages })).message;
  expect(routesIn(on('execute-api:/test/*'))).toBe('GET / of stage test');
  expect(routesIn(on('execute-api:/*'))).toBe('GET /');
  expect(only('require-allow', template(flow('Deny'), { resources: stages })).message).toContain(
    'every call to GET / gets',
  );
});

test('a route on a stage that each scenario names otherwise is named once', () => {
  const text = template(flow('Allow'), {
    head: ENVIRONMENTS,
    resources: [
      methodAt('jwks', 'GET'),
      withKey('token', 'POST', '!If [IsProd, true, false]'),
      'Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: !Ref Env } }',
    ].join('\n'),
  });
  const { message, routes = [] } = only('no-public-access', text);
  expect(routesIn(message)).toBe(
    'GET /jwks; with an API key when Env is prod POST /token; when Env is dev POST /token',
  );
  expect(routes).toHaveLength(4);
});

test('what is not about routes has none', () => {
  expect(
    only('valid-cidr', template(flow('Allow', { condition: 'IpAddress: { aws:SourceIp: x }' }))),
  ).not.toHaveProperty('routes');
});
