import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { auditTexts } from '../support/memory.ts';

const WIDE = '0.0.0.0/0';
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/*',
      Condition: { IpAddress: { 'aws:SourceIp': ['52.94.76.0/33', WIDE] } },
    },
  ],
};
const TEXT = JSON.stringify(POLICY);
/** As API Gateway answers: escaped once more, slashes too. */
const ESCAPED = JSON.stringify(TEXT).slice(1, -1).replaceAll('/', '\\/');

const audit = (document: unknown, told = {}): Report =>
  auditTexts({ 'call.json': JSON.stringify(document, undefined, 2) }, told);

/** What each finding of a rule covers in the document. */
function covered(document: unknown, ruleId: string): readonly string[] {
  const lines = JSON.stringify(document, undefined, 2).split('\n');
  return audit(document)
    .findings.filter((one) => one.ruleId === ruleId)
    .map(({ location: { start, end } }) => lines[start.line - 1]?.slice(start.column - 1, end.column - 1) ?? '');
}

const operation = { op: 'replace', path: '/policy', value: TEXT };

describe('a policy in what API Gateway takes and gives', () => {
  test.each<[string, unknown, string]>([
    ['the request of update-rest-api', { restApiId: 'abc123', patchOperations: [operation] }, '52.94.76.0/33'],
    ['patch operations by themselves', [operation, { op: 'replace', path: '/name', value: 'a' }], '52.94.76.0/33'],
    ['the answer of get-rest-api', { id: 'abc123', name: 'shop', policy: ESCAPED }, '52.94.76.0\\\\/33'],
    [
      'the answer of get-rest-apis',
      {
        items: [
          { id: 'a', endpointConfiguration: {} },
          { id: 'b', policy: ESCAPED },
        ],
      },
      '52.94.76.0\\\\/33',
    ],
    ['the request of create-rest-api', { name: 'shop', policy: TEXT }, '52.94.76.0/33'],
    ['a private domain name', { domainName: 'a.example.com', patchOperations: [operation] }, '52.94.76.0/33'],
    [
      'the request of put-rest-api',
      {
        restApiId: 'abc123',
        body: JSON.stringify({ openapi: '3.0.1', paths: {}, 'x-amazon-apigateway-policy': POLICY }),
      },
      '52.94.76.0/33',
    ],
  ])('is read where it stands: %s', (_, document, found) => {
    expect(covered(document, 'valid-cidr')).toEqual([found]);
  });

  test('the endpoint of an answer is known', () => {
    const of = (types: string[]): readonly string[] =>
      audit({ id: 'abc123', policy: ESCAPED, endpointConfiguration: { types } }).findings.map(({ ruleId }) => ruleId);
    expect(of(['REGIONAL'])).toContain('no-wildcard-source');
    expect(of(['PRIVATE'])).toContain('no-source-ip-on-private-api');
  });

  test('the endpoint that a patch writes beside the policy is known', () => {
    const type = { op: 'replace', path: '/endpointConfiguration/types/EDGE', value: 'PRIVATE' };
    for (const document of [[type, operation], { restApiId: 'abc123', patchOperations: [operation, type] }])
      expect(audit(document).findings.map(({ ruleId }) => ruleId)).toContain('no-source-ip-on-private-api');
  });

  test('an API may have no policy, which a private one needs', () => {
    const of = (types: string[], policy?: string): readonly string[] =>
      audit({
        id: 'abc123',
        name: 'a',
        ...(policy !== undefined && { policy }),
        endpointConfiguration: { types },
      }).findings.map(({ ruleId }) => ruleId);
    expect([of(['PRIVATE']), of(['PRIVATE'], '')]).toEqual([
      ['require-private-api-policy'],
      ['require-private-api-policy'],
    ]);
    expect(of(['EDGE'])).toEqual([]);
  });

  test('the API is named by its id', () => {
    expect(audit({ restApiId: 'abc123', patchOperations: [operation] }).findings[0]?.api.id).toBe('abc123');
  });

  test('a private domain name is audited as one', () => {
    const { findings } = audit({ domainName: 'a.example.com', patchOperations: [operation] });
    expect(findings.map(({ ruleId }) => ruleId)).toContain('no-source-ip-on-private-api');
  });

  test('what a merge leaves in place may be a policy, and routes', () => {
    const paths = { '/a': { get: {} } };
    const body = JSON.stringify({ openapi: '3.0.1', 'x-amazon-apigateway-auth': {}, paths });
    const undecided = (mode: string): readonly string[] =>
      audit(
        { restApiId: 'abc123', mode, body },
        { preset: 'strict', apiType: 'REGIONAL', ipAddressType: 'ipv4' },
      ).undecided.map(({ reason }) => reason);
    expect(undecided('merge')).toContain('a merge keeps what the API has beside this definition');
    expect(undecided('overwrite')).toEqual([]);
  });
});

describe('what such a document does not say', () => {
  const notAudited = (document: unknown): readonly string[] => audit(document).notAudited.map(({ reason }) => reason);

  test.each<[string, unknown, string]>([
    [
      'a policy that is taken away',
      { restApiId: 'abc123', patchOperations: [{ op: 'remove', path: '/policy' }] },
      'this patch takes /policy away, and brings none in its place',
    ],
    [
      'a policy in whose place nothing is put',
      [{ ...operation, value: '' }],
      'this patch takes /policy away, and brings none in its place',
    ],
    [
      'who may manage a domain name',
      { domainName: 'a.example.com', patchOperations: [{ ...operation, path: '/managementPolicy' }] },
      'a management policy says who may associate VPC endpoints with a domain name, not who may call it: audit its policy',
    ],
    [
      'a body in base64',
      { restApiId: 'abc123', body: 'eyJvcGVuYXBpIjoiMy4wLjEifQ==' },
      'the body of this request is no JSON that can be read here: audit the definition that it was made of',
    ],
  ])('%s', (_, document, reason) => {
    expect(notAudited(document)).toEqual([reason]);
  });

  test('a patch of something else is none to audit', () => {
    const { notAudited: left, failures } = audit([{ op: 'replace', path: '/name', value: 'execute-api' }]);
    expect([left, failures]).toEqual([[], []]);
  });
});

describe('a policy by itself that only mentions API Gateway', () => {
  test('that of a function is none to audit', () => {
    const { summary, notAudited } = audit({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'apigateway.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:f',
          Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:execute-api:eu-west-1:111122223333:abc123/*/GET/' } },
        },
      ],
    });
    expect([summary.apis, notAudited]).toEqual([0, []]);
  });

  test('one of whose statements some are of execute-api is audited', () => {
    const other = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' };
    const { findings } = audit({ ...POLICY, Statement: [...POLICY.Statement, other] });
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(expect.arrayContaining(['valid-cidr', 'valid-policy']));
  });
});
