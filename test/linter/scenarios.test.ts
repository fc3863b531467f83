import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { auditTexts } from '../support/memory.ts';
import { allowing, exported, snapshot } from '../support/snapshots.ts';

/** Each finding by its rule and its scenarios. */
const said = (report: Report): readonly string[] =>
  report.findings.map(({ ruleId, scenarios }) => [ruleId, ...scenarios.map(({ text }) => text)].join(', ')).sort();
const audited = (text: string, parameters: Readonly<Record<string, string>> = {}): readonly string[] =>
  said(auditTexts({ 't.yml': text }, { parameters }));
const undecidedIn = (text: string): readonly string[] =>
  auditTexts({ 't.yml': text }).undecided.flatMap(({ rules, reason }) => rules.map((id) => `${id}: ${reason}`));

interface Parts {
  readonly statements: readonly string[];
  readonly methods: string;
  readonly types?: string;
  readonly addresses?: string;
  readonly api?: string;
}

const HEAD = `Parameters: { Environment: { Type: String, AllowedValues: [dev, prod] } }
Conditions: { IsProd: !Equals [!Ref Environment, prod], IsDev: !Equals [!Ref Environment, dev] }
`;

const written = ({ statements, methods, types = 'REGIONAL', addresses = 'ipv4', api = '' }: Parts): string => `${HEAD}
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    ${api}
    Properties:
      EndpointConfiguration: { Types: [${types}], IpAddressType: ${addresses} }
      Policy: { Statement: [${statements.join(', ')}] }
  Admin: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: admin } }
  Pets: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: pets } }
  Deployment1a2b3c4d: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api, StageName: live } }
${methods}`;

const called = (verb: string, resource: string, authorization = 'NONE', condition = ''): string =>
  `  ${verb}${resource}: { Type: AWS::ApiGateway::Method, ${condition && `Condition: ${condition}, `}Properties: { RestApiId: !Ref Api, ResourceId: !Ref ${resource}, HttpMethod: ${verb}, AuthorizationType: ${authorization} } }\n`;

const statement = (effect: string, resource: string, condition = ''): string =>
  `{ Effect: ${effect}, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:${resource}'${condition && `, Condition: { ${condition} }`} }`;

const OFFICE = 'IpAddress: { aws:SourceIp: 81.2.69.0/24 }';
const ALL_BUT_OFFICE = "NotIpAddress: { aws:SourceIp: [81.2.69.0/24, '2a00:23c4::/32'] }";
const DUALSTACK_IN_PROD = ['!If [IsProd, dualstack, ipv4]', '!If [IsDev, ipv4, dualstack]'];
const SCENARIOS = ['dev', 'prod'];

describe('an answer for one scenario is told of no other', () => {
  test.each(DUALSTACK_IN_PROD)('a route that a Deny leaves open in one, %s', (addresses) => {
    const text = written({
      addresses,
      statements: [statement('Allow', '/*'), statement('Deny', '/*/GET/admin', ALL_BUT_OFFICE)],
      methods: called('GET', 'Admin') + called('POST', 'Admin', 'NONE', 'IsProd'),
    });
    expect(audited(text)).toEqual(['no-uncovered-route, Environment is prod']);
    expect(SCENARIOS.map((Environment) => audited(text, { Environment }))).toEqual([[], ['no-uncovered-route']]);
  });

  test.each(DUALSTACK_IN_PROD)('an entry that is denied on all routes of one, %s', (addresses) => {
    const text = written({
      addresses,
      statements: [statement('Allow', '/*', OFFICE), statement('Deny', '/*/GET/admin', OFFICE)],
      methods: called('GET', 'Admin') + called('GET', 'Pets', 'NONE', 'IsProd'),
    });
    expect(audited(text)).toEqual([
      'no-conflicting-cidrs, Environment is dev',
      'no-ipv6-lockout, Environment is prod',
      'no-unreachable-route, Environment is prod',
    ]);
    expect(SCENARIOS.map((Environment) => audited(text, { Environment }))).toEqual([
      ['no-conflicting-cidrs'],
      ['no-ipv6-lockout', 'no-unreachable-route'],
    ]);
  });

  test('a route that is open in one by its authorization', () => {
    const text = written({
      types: '!If [IsProd, PRIVATE, REGIONAL]',
      addresses: '!If [IsProd, dualstack, ipv4]',
      statements: [statement('Allow', '/*'), statement('Deny', '/*/GET/admin', ALL_BUT_OFFICE)],
      methods: called('GET', 'Admin') + called('POST', 'Admin', '!If [IsProd, AWS_IAM, NONE]'),
    });
    expect(audited(text)).toEqual([
      'no-open-private-api, Environment is prod',
      'no-source-ip-on-private-api, Environment is prod',
      // of a private API no request carries the address that the Deny tests
      'no-uncovered-route, Environment is dev',
    ]);
    expect(audited(text, { Environment: 'dev' })).toEqual(['no-uncovered-route']);
  });
});

describe('an answer for one state of a live API is told of no other', () => {
  const statements = (...all: readonly object[]): object => ({ Version: '2012-10-17', Statement: all });
  const [allow, deny] = ['Allow', 'Deny'].map((Effect) => (...sources: readonly string[]): object => ({
    ...(allowing(...sources) as { readonly Statement: object }).Statement,
    Effect,
  })) as [(...sources: readonly string[]) => object, (...sources: readonly string[]) => object];
  const state = (policy: object, running: object): string =>
    snapshot({ policy, stages: [{ stageName: 'prod', deploymentId: 'd1', export: exported(running) }] });

  test('a cause that another rule has spoken of in both', () => {
    const open = statements(allow('0.0.0.0/0'));
    const stages = [{ stageName: 'prod', deploymentId: 'd1', export: exported(open) }];
    const found = auditTexts({ 's.json': snapshot({ policy: open, resources: null, stages }) }).findings;
    expect(found.map(({ ruleId }) => ruleId)).toEqual(['no-wildcard-source']);
  });

  test('an entry that only the saved policy denies', () => {
    const saved = statements(allow('81.2.69.0/24', '1.1.1.1'), deny('81.2.69.0/24'));
    const found = auditTexts({ 's.json': state(saved, statements(allow('81.2.69.128/25'))) }).findings;
    expect(found.filter(({ ruleId }) => ruleId === 'no-conflicting-cidrs').map(({ api }) => api.stage)).toEqual([
      undefined,
    ]);
  });

  test('an entry that only the policy in force denies', () => {
    const running = statements(allow('81.2.69.0/24', '9.9.9.9'), deny('81.2.69.0/24'));
    const found = auditTexts({ 's.json': state(statements(allow('81.2.69.0/24', '9.9.9.9')), running) }).findings;
    expect(found.filter(({ ruleId }) => ruleId === 'no-conflicting-cidrs').map(({ api }) => api.stage)).toEqual([
      'prod',
    ]);
  });
});

describe('what may not exist decides nothing for certain', () => {
  const reason = (rule: string): string =>
    `${rule}: whether condition IsProd holds is not known: --parameters tells it`;

  test('a finding that rests on it', () => {
    const text = written({
      statements: [statement('Allow', '/*', OFFICE)],
      methods: called('GET', 'Admin') + called('POST', 'Admin', 'AWS_IAM', 'IsProd'),
    });
    expect([audited(text), undecidedIn(text)]).toEqual([[], [reason('no-unenforced-allowlist')]]);
    expect(SCENARIOS.map((Environment) => audited(text, { Environment }))).toEqual([[], ['no-unenforced-allowlist']]);
  });

  test('the silence that rests on it: an entry denied on every other route', () => {
    const text = written({
      statements: [statement('Allow', '/*', OFFICE), statement('Deny', '/*/GET/admin', OFFICE)],
      methods: called('GET', 'Admin') + called('GET', 'Pets', 'NONE', 'IsProd'),
    });
    expect([audited(text), undecidedIn(text)]).toEqual([
      [],
      ['no-conflicting-cidrs', 'no-total-lockout', 'no-unreachable-route'].map(reason),
    ]);
  });

  test('the silence that rests on it: a list that another Allow opens on every other route', () => {
    const text = written({
      statements: [statement('Allow', '/*', OFFICE), statement('Allow', '/*/GET/admin')],
      methods: called('GET', 'Admin') + called('GET', 'Pets', 'NONE', 'IsProd'),
    });
    expect(undecidedIn(text)).toContain(reason('no-voided-allowlist'));
    expect(SCENARIOS.map((Environment) => audited(text, { Environment }))).toEqual([
      ['no-voided-allowlist'],
      ['no-public-access'],
    ]);
  });

  test('a resource that matches it alone', () => {
    const text = written({
      statements: [statement('Allow', '/*/GET/pets', OFFICE), statement('Allow', '/*/GET/admin', OFFICE)],
      methods: called('GET', 'Admin') + called('GET', 'Pets', 'NONE', 'IsProd'),
    });
    expect([audited(text), undecidedIn(text)]).toEqual([[], [reason('no-unmatched-resource')]]);
  });

  test('a verb that ANY has where there is no method of its own', () => {
    const text = written({
      statements: [statement('Allow', '/*/GET/admin', OFFICE)],
      methods: called('ANY', 'Admin', 'AWS_IAM') + called('GET', 'Admin', 'NONE', 'IsProd'),
    });
    expect(SCENARIOS.map((Environment) => audited(text, { Environment }))).toEqual([['no-unenforced-allowlist'], []]);
    expect([audited(text), undecidedIn(text)]).toEqual([[], [reason('no-unenforced-allowlist')]]);
  });
});

describe('what has a condition of its own is there in some scenarios', () => {
  const open = { statements: [statement('Allow', '/*')], methods: called('GET', 'Admin') };

  test('an API', () => {
    const text = written({ ...open, api: 'Condition: IsDev' });
    expect(audited(text)).toEqual(['no-public-access, Environment is dev']);
    expect(SCENARIOS.map((Environment) => audited(text, { Environment }))).toEqual([['no-public-access'], []]);
  });

  test('a domain that is mapped to it', () => {
    const text = `${written({ statements: [statement('Allow', '/*', OFFICE)], methods: open.methods })}
  Domain: { Type: AWS::ApiGateway::DomainName, Condition: IsProd, Properties: { DomainName: api.example.com, EndpointConfiguration: { Types: [REGIONAL], IpAddressType: dualstack } } }
  Mapping: { Type: AWS::ApiGateway::BasePathMapping, Condition: IsProd, Properties: { DomainName: !Ref Domain, RestApiId: !Ref Api } }`;
    expect(audited(text)).toEqual(['no-ipv6-lockout, Environment is prod']);
  });

  test('a web ACL: the worst of the scenarios counts', () => {
    const text = `${written(open)}
  Wall: { Type: AWS::WAFv2::WebACLAssociation, Condition: IsProd, Properties: { ResourceArn: !Sub 'arn:aws:apigateway:eu-west-1::/restapis/\${Api}/stages/live', WebACLArn: x } }`;
    const found = auditTexts({ 't.yml': text }).findings;
    expect(found.map(({ severity, scenarios }) => [severity, ...scenarios.map((one) => one.text)]).sort()).toEqual([
      ['error'],
    ]);
  });

  test('a stage', () => {
    const text = `${written({ statements: [statement('Allow', '/beta/*', OFFICE), statement('Allow', '/live/*', OFFICE)], methods: open.methods })}
  Beta: { Type: AWS::ApiGateway::Stage, Condition: IsDev, Properties: { RestApiId: !Ref Api, StageName: beta, DeploymentId: !Ref Deployment1a2b3c4d } }`;
    expect(audited(text)).toEqual(['no-unmatched-resource, Environment is prod']);
  });
});
