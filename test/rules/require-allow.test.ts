import { expect, test } from 'vitest';
import { auditTexts } from '../support/memory.ts';
import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, method, parameter, stage, statement, template, withPolicy } from './templates.ts';

const missing = (routes: string) => ({ message: 'missing', data: { routes } });

/** Marks the key of the policy. */
const marked = (text: string): string => text.replace('\n      Policy:', '\n      «Policy»:');
const GET = method('GET');
const BLOCKED = '52.94.76.0/22';
const DENY = statement(BLOCKED, { effect: 'Deny' });
const ALLOW = "- { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }";

/** A policy that denies and never allows, on an API with these methods. */
const denying = (resources: string, head = ''): string => condition(BLOCKED, { effect: 'Deny', head, resources });

ruleTester('require-allow', {
  valid: [
    { name: 'an Allow beside the Deny', text: template(`${ALLOW}\n${DENY}`, { resources: GET }) },
    { name: 'an Allow after the Deny', text: template(`${DENY}\n${ALLOW}`, { resources: GET }) },
    { name: 'no Deny', text: condition(BLOCKED, { resources: GET }) },
    { name: 'no statement', otherRules: ['valid-policy'], text: template('', { resources: GET }) },
    { name: 'no policy', otherRules: ['require-policy'], text: withPolicy('', { resources: GET }) },
    {
      name: 'routes behind IAM and a Lambda authorizer',
      text: denying(
        [method('GET', 'AuthorizationType: AWS_IAM'), method('POST', 'AuthorizationType: CUSTOM')].join('\n'),
      ),
    },
    { name: 'preflights alone', text: denying(method('OPTIONS')) },
    {
      name: 'a preflight beside a route behind IAM',
      otherRules: ['no-blocked-preflight'],
      text: denying([method('OPTIONS'), method('GET', 'AuthorizationType: AWS_IAM')].join('\n')),
    },
    {
      name: 'an effect that is misspelt, which another rule speaks of',
      otherRules: ['valid-policy'],
      text: template(`${ALLOW.replace('Allow', 'allow')}\n${DENY}`, { resources: GET }),
    },
    {
      name: 'routes that are not known beside an Allow',
      text: template(`${ALLOW}\n${DENY}`),
    },
    {
      name: 'an Allow in each scenario',
      text: template(`${DENY}\n- !If [IsProd, ${ALLOW.slice(2)}, ${ALLOW.slice(2).replace('/*', '/dev/*')}]`, {
        head: ENVIRONMENTS,
        resources: GET,
      }),
    },
    {
      name: 'a private custom domain, whose routes are those of its APIs',
      text: `Resources:
  Domain:
    Type: AWS::ApiGateway::DomainNameV2
    Properties:
      DomainName: shop.example.com
      Policy: { Statement: { Effect: Deny, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' } }`,
    },
  ],
  invalid: [
    {
      name: 'a blocklist and a route without authorization',
      text: marked(denying(GET)),
      findings: [missing('GET /')],
    },
    {
      name: 'a route behind Cognito',
      text: marked(denying(method('POST', 'AuthorizationType: COGNITO_USER_POOLS'))),
      findings: [missing('POST /')],
    },
    {
      name: 'a method that says nothing of its authorization, an API key',
      text: marked(denying(method('ANY', 'ApiKeyRequired: true'))),
      findings: [missing('ANY /')],
    },
    {
      name: 'exceptions, and two Deny',
      otherRules: ['no-conflicting-cidrs'],
      text: marked(
        template(`${statement(BLOCKED, { effect: 'Deny', operator: 'NotIpAddress' })}\n${DENY}`, { resources: GET }),
      ),
      findings: [missing('GET /')],
    },
    {
      name: 'a private API',
      text: marked(
        condition('vpce-0a1b2c3d', {
          effect: 'Deny',
          operator: 'StringNotEquals',
          key: 'aws:SourceVpce',
          endpoint: 'PRIVATE',
          resources: GET,
        }),
      ),
      findings: [missing('GET /')],
    },
    {
      name: 'only the routes that need an Allow are named',
      otherRules: ['no-blocked-preflight'],
      text: marked(
        denying([method('GET', 'AuthorizationType: AWS_IAM'), method('POST'), method('OPTIONS')].join('\n')),
      ),
      findings: [missing('POST /')],
    },
    {
      name: 'more routes than a message holds',
      text: marked(denying(['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].map((verb) => method(verb)).join('\n'))),
      findings: [missing('GET /, POST /, PUT / and 2 more')],
    },
    {
      name: 'a definition with a policy of its own',
      text: withPolicy(`
Body:
  openapi: 3.0.1
  «x-amazon-apigateway-policy»: { Statement: { Effect: Deny, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' } }
  paths: { /pets: { get: {}, options: {} } }`),
      findings: [missing('GET /pets')],
    },
    {
      name: 'JSON in a string',
      text: withPolicy(
        `«Policy»: '{ "Statement": { "Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*" } }'`,
        { resources: GET },
      ),
      findings: [missing('GET /')],
    },
    {
      name: 'one scenario',
      text: marked(
        template(`${DENY}\n- !If [IsProd, ${ALLOW.slice(2)}, !Ref 'AWS::NoValue']`, {
          head: ENVIRONMENTS,
          resources: GET,
        }),
      ),
      findings: [{ ...missing('GET /'), scenarios: ['Env is dev'] }],
    },
    {
      name: 'a route that is certain beside one that is not',
      text: marked(
        denying(
          [method('GET', 'AuthorizationType: !Ref Authorization'), method('POST')].join('\n'),
          parameter('‹Authorization›'),
        ),
      ),
      findings: [missing('POST /')],
      reasons: ['parameter Authorization has no default'],
    },
  ],
  undecided: [
    {
      name: 'a macro that may add an Allow',
      text: `Transform: [‹Company›]\n${denying(GET)}`,
      reasons: ['the macro Company may change any part of the template'],
    },
    {
      name: 'an effect that is not known',
      text: template(`${DENY}\n${ALLOW.replace('Effect: Allow', 'Effect: !Ref Effect')}`, {
        head: parameter('‹Effect›'),
        resources: GET,
      }),
      reasons: ['parameter Effect has no default'],
    },
    {
      name: 'statements that are not known',
      otherRules: ['no-total-lockout'],
      text: withPolicy(`Policy: { Statement: [${ALLOW.slice(2).replace('Allow', 'Deny')}, !Ref More] }`, {
        head: parameter('‹More›'),
        resources: GET,
      }),
      reasons: ['parameter More has no default'],
    },
    {
      name: 'an authorization that is not known',
      text: denying(method('GET', 'AuthorizationType: !Ref Authorization'), parameter('‹Authorization›')),
      reasons: ['parameter Authorization has no default'],
    },
    {
      name: 'a route behind a JWT authorizer',
      text: denying(method('GET', 'AuthorizationType: JWT')).replace('GetRoot:', '‹GetRoot›:'),
      reasons: ['AWS does not say how a JWT authorizer and a resource policy work together'],
    },
    {
      name: 'a template without methods: its API has one unknown route',
      text: denying('').replace('\n  Api:\n', '\n  ‹Api›:\n'),
      reasons: ['the template has no methods of Api'],
    },
    {
      name: 'a policy that is not known',
      text: withPolicy('Policy: !Ref Policy', { head: parameter('‹Policy›'), resources: GET }),
      reasons: ['parameter Policy has no default'],
    },
    {
      name: 'a method under a condition of its own, which does not split the API',
      text: denying(method('GET', undefined, 'Condition: ‹IsProd›'), ENVIRONMENTS),
      reasons: ['whether condition IsProd holds is not known: --parameters tells it'],
    },
  ],
});

test('it names the stages of its routes', () => {
  const text = denying(`${GET}\n${stage('live')}\n${stage('trial')}`);
  const [finding] = auditTexts({ 't.yml': text }).findings.filter(({ ruleId }) => ruleId === 'require-allow');
  expect(finding?.routes?.map((route) => [route.stage, route.method, route.path])).toEqual([
    ['live', 'GET', '/'],
    ['trial', 'GET', '/'],
  ]);
});
