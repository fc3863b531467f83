import { expect, test } from 'vitest';
import { auditTexts } from '../support/memory.ts';
import { ruleTester } from './rule-tester.ts';
import { flow, method, methodAt, stage, template } from './templates.ts';

const GET = method('GET');
const OFFICE = "IpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const OTHERS = "NotIpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const ALLOW = flow('Allow');
const ACL = `Acl: { Type: AWS::WAFv2::WebACLAssociation, Properties: { WebACLArn: x, ResourceArn: !Sub "arn:aws:apigateway:\${AWS::Region}::/restapis/\${Api}/stages/prod" } }`;
const FOREIGN = `!Sub 'arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Other}/*'`;
const MARKED = ALLOW.replace('Effect', '«Effect»');

const open = (routes: string, address = '1.0.0.0') => ({
  message: 'open',
  data: { routes, address, statements: 'this statement' },
});

ruleTester('no-public-access', {
  valid: [
    {
      name: 'an Allow for another API of the template, which is none here',
      otherRules: ['valid-resource'],
      text: template(flow('Allow', { resource: 'RESOURCE' }).replace("'RESOURCE'", FOREIGN), {
        resources: `${GET}\nOther: { Type: AWS::ApiGateway::RestApi }`,
      }),
    },
    {
      name: 'a path that a route with an authorization takes, beside a route for all others',
      otherRules: ['no-unenforced-allowlist'],
      text: template(
        `${flow('Allow', { resource: 'execute-api:/live/GET/admin' })}\n${flow('Allow', { condition: OFFICE })}`,
        { resources: `${methodAt('{proxy+}', 'GET')}\n${methodAt('admin', 'GET', 'AWS_IAM')}\n${stage('live')}` },
      ),
    },
    { name: 'an allowlist', text: template(flow('Allow', { condition: OFFICE }), { resources: GET }) },
    {
      name: 'a Deny of all others',
      text: template(`${ALLOW}\n${flow('Deny', { condition: OTHERS })}`, { resources: GET }),
    },
    {
      name: 'a blocklist, which says that the rest may come',
      text: template(`${ALLOW}\n${flow('Deny', { condition: OFFICE })}`, { resources: GET }),
    },
    { name: 'a blocklist in an Allow', text: template(flow('Allow', { condition: OTHERS }), { resources: GET }) },
    {
      name: 'routes with an authorization',
      text: template(ALLOW, {
        resources: ['AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS']
          .map((kind, i) => methodAt(`p${i}`, 'GET', kind))
          .join('\n'),
      }),
    },
    { name: 'preflights', text: template(ALLOW, { resources: method('OPTIONS') }) },
    {
      name: 'a private API',
      otherRules: ['no-open-private-api'],
      text: template(ALLOW, { resources: GET, endpoint: 'PRIVATE' }),
    },
    {
      name: 'what no-wildcard-source reports',
      otherRules: ['no-wildcard-source'],
      text: template(flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': 0.0.0.0/0 }" }), { resources: GET }),
    },
    {
      name: 'exceptions that no-wildcard-source reports',
      otherRules: ['no-wildcard-source'],
      text: template(`${ALLOW}\n${flow('Deny', { condition: "NotIpAddress: { 'aws:SourceIp': 0.0.0.0/0 }" })}`, {
        resources: GET,
      }),
    },
    {
      name: 'what no-spoofable-condition reports of a Deny',
      text: template(
        `${ALLOW}\n${flow('Deny', { condition: "StringNotLike: { 'aws:Referer': 'https://example.com/*' }" })}`,
        { resources: GET },
      ),
      otherRules: ['no-spoofable-condition'],
    },
    {
      name: 'what no-spoofable-condition reports',
      otherRules: ['no-spoofable-condition'],
      text: template(flow('Allow', { condition: "StringLike: { 'aws:Referer': 'https://*' }" }), { resources: GET }),
    },
    {
      name: 'what no-voided-allowlist reports',
      otherRules: ['no-voided-allowlist'],
      text: template(`${flow('Allow', { condition: OFFICE })}\n${ALLOW}`, { resources: GET }),
    },
    {
      name: 'what no-vpc-condition-on-public-api reports',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: template(
        flow('Allow', { condition: "StringEqualsIfExists: { 'aws:SourceVpce': vpce-0123456789abcdef0 }" }),
        { resources: GET },
      ),
    },
    {
      name: 'what no-uncovered-route reports',
      otherRules: ['no-uncovered-route'],
      text: template(`${ALLOW}\n${flow('Deny', { resource: 'execute-api:/*/GET/*', condition: OTHERS })}`, {
        resources: `${GET}\n${method('POST')}`,
      }),
    },
    {
      name: 'a principal that nobody without a signature is',
      otherRules: ['no-mismatched-principal'],
      text: template(flow('Allow', { principal: "{ AWS: '111122223333' }" }), { resources: GET }),
    },
    {
      name: 'another route',
      otherRules: ['no-unmatched-resource'],
      text: template(flow('Allow', { resource: 'execute-api:/*/POST/*' }), { resources: GET }),
    },
  ],
  invalid: [
    { name: 'an Allow for everybody', text: template(MARKED, { resources: GET }), findings: [open('GET /')] },
    {
      name: 'an Allow for everybody at the edge, said otherwise',
      text: template(flow('Allow', { principal: "{ AWS: '*' }" }).replace('Effect', '«Effect»'), {
        resources: GET,
        endpoint: 'none',
      }),
      findings: [open('GET /')],
    },
    {
      name: 'an Allow for everybody beside one that no call meets, which no-vpc-condition-on-public-api reports',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: template(
        `${MARKED}\n${flow('Allow', { condition: "StringEquals: { 'aws:SourceVpce': vpce-0123456789abcdef0 }" })}`,
        {
          resources: GET,
        },
      ),
      findings: [open('GET /')],
    },
    {
      name: 'an Allow for everybody beside one that every call meets, which no-vpc-condition-on-public-api reports',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: template(
        `${MARKED}\n${flow('Allow', { condition: "StringNotEquals: { 'aws:SourceVpce': vpce-0123456789abcdef0 }" })}`,
        {
          resources: GET,
        },
      ),
      findings: [open('GET /')],
    },
    {
      name: 'an Allow for everybody after one of which another rule speaks',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: template(
        `${flow('Allow', { condition: "StringNotEquals: { 'aws:SourceVpce': vpce-0123456789abcdef0 }" })}\n${MARKED}`,
        { resources: GET },
      ),
      findings: [open('GET /')],
    },
    {
      name: 'the routes that are open, of several',
      text: template(
        `${flow('Allow', { resource: 'execute-api:/*/GET/a' }).replace('Effect', '«Effect»')}\n${flow('Allow', { resource: 'execute-api:/*/*/b', condition: OFFICE })}`,
        {
          resources: [methodAt('a', 'GET'), methodAt('b', 'GET'), methodAt('c', 'GET', 'AWS_IAM')].join('\n'),
        },
      ),
      findings: [open('GET /a')],
    },
    {
      name: 'reads, beside writes that are guarded',
      text: template(`${MARKED}\n${flow('Deny', { resource: 'execute-api:/*/POST/*', condition: OTHERS })}`, {
        resources: `${GET}\n${method('POST')}`,
      }),
      findings: [open('GET /')],
    },
    {
      name: 'two statements that only together open it',
      otherRules: ['no-broad-source'],
      text: template(
        `${flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': 0.0.0.0/1 }" }).replace('Effect', '«Effect»')}\n${flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': 128.0.0.0/1 }" }).replace('Effect', '⟨Effect⟩')}`,
        { resources: GET },
      ),
      findings: [
        {
          message: 'open',
          data: { routes: 'GET /', address: '1.0.0.0', statements: 'this statement, together with 1 more,' },
          related: [[1, 'opened here too']],
        },
      ],
    },
    {
      name: 'several stages',
      text: template(flow('Allow', { resource: 'execute-api:/test/*' }).replace('Effect', '«Effect»'), {
        resources: [GET, stage('prod'), stage('test')].join('\n'),
      }),
      findings: [open('GET / of stage test')],
    },
    {
      name: 'an API key, which is named, and makes it a warning',
      text: template(MARKED, { resources: method('GET', 'AuthorizationType: NONE\nApiKeyRequired: true') }),
      findings: [{ ...open('GET /'), message: 'apiKey', severity: 'warning' }],
    },
    {
      name: 'a web ACL, which is named, and makes it a warning',
      text: template(MARKED, { resources: [GET, stage('prod'), ACL].join('\n') }),
      findings: [{ ...open('GET /'), message: 'webAcl', severity: 'warning' }],
    },
  ],
  undecided: [
    {
      name: 'routes that are not known',
      text: template(ALLOW).replace('  Api:', '  ‹Api›:'),
      reasons: ['the template has no methods of Api'],
    },
    {
      name: 'an authorization that is not known',
      text: template(ALLOW, {
        head: 'Parameters:\n  ‹Kind›:\n    Type: String',
        resources: method('GET', 'AuthorizationType: !Ref Kind'),
      }),
      reasons: ['parameter Kind has no default'],
    },
    {
      name: 'a time',
      text: template(flow('Allow', { condition: "DateLessThan: { '‹aws:CurrentTime›': '2030-01-01T00:00:00Z' }" }), {
        resources: GET,
      }),
      reasons: ['aws:CurrentTime depends on the request'],
    },
    ...(
      [
        ['Allow', 'StringEqualsIfExists', '111122223333'],
        ['Deny', 'StringEquals', 'anonymous'],
      ] as const
    ).map(([effect, operator, value]) => ({
      name: `${effect} ${operator} ${value}, and what an anonymous caller has for an account AWS does not say`,
      text: template(
        `${effect === 'Deny' ? `${ALLOW}\n` : ''}${flow(effect, { condition: `${operator}: { '‹aws:PrincipalAccount›': '${value}' }` })}`,
        { resources: GET },
      ),
      reasons: ['AWS does not say what aws:PrincipalAccount is in an anonymous call'] as const,
    })),
  ],
});

test('a warning that the user made a note stays one', () => {
  const resources = method('GET', 'AuthorizationType: NONE\nApiKeyRequired: true');
  const rules = { 'no-public-access': 'note' } as const;
  expect(
    auditTexts({ 't.yml': template(ALLOW, { resources }) }, { rules }).findings.map(({ severity }) => severity),
  ).toEqual(['note']);
});
