import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { auditTexts, explainTexts } from '../support/memory.ts';
import { allowing, exported, snapshot } from '../support/snapshots.ts';

const FILE = '111122223333/eu-west-1/a1b2c3d4e5.json';
const audited = (text: string): Report => auditTexts({ [FILE]: text });
const placed = (text: string, found: Report, rule: string): readonly string[] =>
  found.findings
    .filter(({ ruleId }) => ruleId === rule)
    .map(({ location: { start, end } }) => {
      const line = text.split('\n')[start.line - 1] as string;
      return `${line.trim().split(':')[0]} ${line.slice(start.column - 1, end.column - 1)}`;
    });
const messages = (report: Report, rule: string): readonly string[] =>
  report.findings.filter(({ ruleId }) => ruleId === rule).map(({ message }) => message);
const prod = (document: object | undefined, more: object = {}): object => ({
  stageName: 'prod',
  deploymentId: 'd1',
  ...(document && { export: document }),
  ...more,
});

/** Everybody but one address of IPv4. */
const BLOCKING = {
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/*',
      Condition: { IpAddress: { 'aws:SourceIp': '8.8.8.8' } },
    },
  ],
};

describe('a policy that was saved and not deployed', () => {
  test('is a finding at the stage, with both sets of sources', () => {
    const text = snapshot({ policy: allowing('8.8.8.8'), stages: [prod(exported(allowing('8.8.4.0/24', '8.8.8.8')))] });
    const report = audited(text);
    expect(placed(text, report, 'no-undeployed-policy')).toEqual(['"stageName" prod']);
    expect(messages(report, 'no-undeployed-policy')).toEqual([
      'Stage prod still runs another policy than the one that is saved: the next deployment closes GET /pets to 8.8.4.0/24. Deploy the API to the stage, or take the change of the policy back.',
    ]);
    expect(report.findings.find(({ ruleId }) => ruleId === 'no-undeployed-policy')?.api).toEqual({
      id: 'a1b2c3d4e5',
      name: 'shop',
      endpoint: 'REGIONAL',
      arn: 'arn:aws:apigateway:eu-west-1::/restapis/a1b2c3d4e5',
      account: '111122223333',
      region: 'eu-west-1',
      stage: 'prod',
    });
  });

  test('opens and closes', () => {
    const text = snapshot({ policy: allowing('8.8.8.8'), stages: [prod(exported(allowing('9.9.9.9')))] });
    expect(messages(audited(text), 'no-undeployed-policy')[0]).toContain(
      'the next deployment opens GET /pets to 8.8.8.8, and closes GET /pets to 9.9.9.9.',
    );
  });

  test('may be one that was taken away, or the first one', () => {
    const gone = snapshot({ stages: [prod(exported(allowing('8.8.8.8')))] });
    expect(messages(audited(gone), 'no-undeployed-policy')[0]).toContain(
      'the next deployment opens GET /pets to every IPv4 address but 8.8.8.8.',
    );
  });

  test.each([
    ['the same', allowing('8.8.8.8')],
    [
      'short forms, lists of one, other order and case',
      {
        Statement: [
          {
            Condition: { IpAddress: { 'AWS:sourceip': ['8.8.8.8/32'] } },
            Resource: ['execute-api:/*'],
            Action: ['execute-api:invoke'],
            Principal: { AWS: ['*'] },
            Effect: 'Allow',
          },
        ],
        Version: '2012-10-17',
      },
    ],
    [
      'another way to write the same sources',
      {
        ...allowing('8.8.8.8'),
        Statement: [
          (allowing('8.8.8.8') as { Statement: object }).Statement,
          (allowing('8.8.8.8') as { Statement: object }).Statement,
        ],
      },
    ],
  ])('is not one that only reads otherwise: %s', (_, deployed) => {
    const report = audited(snapshot({ policy: allowing('8.8.8.8'), stages: [prod(exported(deployed))] }));
    expect([report.findings, report.undecided]).toEqual([[], []]);
  });

  test('two ways to write one set of sources mean the same', () => {
    const text = snapshot({
      policy: allowing('8.8.4.0/24'),
      stages: [prod(exported(allowing('8.8.4.0/25', '8.8.4.128/25')))],
    });
    expect(messages(audited(text), 'no-undeployed-policy')).toEqual([]);
  });

  test('is not known where the export carries no policy', () => {
    const report = audited(snapshot({ policy: allowing('8.8.8.8'), stages: [prod(exported())] }));
    const row = report.undecided.find(({ rules }) => rules.includes('no-undeployed-policy'));
    expect(row?.reason).toBe(
      'the export of stage prod carries no policy, though the API has one: whether one is deployed is not known',
    );
    expect(messages(report, 'no-undeployed-policy')).toEqual([]);
  });

  test('is not known where there is no export, and the reason is named', () => {
    const reason = 'GetExport was refused (BadRequestException)';
    const report = audited(
      snapshot({
        policy: allowing('8.8.8.8'),
        stages: [prod(undefined)],
        unread: [{ what: 'export', stage: 'prod', reason }],
      }),
    );
    expect(report.undecided.find(({ rules }) => rules.includes('no-undeployed-policy'))?.reason).toBe(reason);
  });

  test('a stage at a time', () => {
    const text = snapshot({
      policy: allowing('8.8.8.8'),
      stages: [
        prod(exported(allowing('8.8.8.8'))),
        { stageName: 'test', deploymentId: 'd2', export: exported(allowing('9.9.9.9')) },
      ],
    });
    const report = audited(text);
    expect(report.findings.map(({ ruleId, api }) => `${ruleId} ${api.stage}`)).toEqual(['no-undeployed-policy test']);
    expect(messages(report, 'no-undeployed-policy')[0]).toContain(
      'the next deployment opens GET /pets to 8.8.8.8, and closes GET /pets to 9.9.9.9.',
    );
  });
});

describe('a canary', () => {
  const canary = { canarySettings: { deploymentId: 'd2', percentTraffic: 10 } };

  test('that runs what another stage runs is compared', () => {
    const text = snapshot({
      policy: allowing('8.8.8.8'),
      stages: [
        prod(exported(allowing('8.8.8.8')), canary),
        { stageName: 'test', deploymentId: 'd2', export: exported(allowing('9.9.9.9')) },
      ],
    });
    const report = audited(text);
    expect(placed(text, report, 'no-undeployed-policy')).toEqual([
      '"canarySettings" canarySettings',
      '"stageName" test',
    ]);
    expect(messages(report, 'no-undeployed-policy')[0]).toMatch(/^The canary of stage prod still runs/);
  });

  test('is not known otherwise', () => {
    const report = audited(
      snapshot({ policy: allowing('8.8.8.8'), stages: [prod(exported(allowing('8.8.8.8')), canary)] }),
    );
    expect(report.undecided.map(({ reason }) => reason)).toEqual([
      'the policy of the canary of stage prod cannot be exported',
    ]);
  });
});

describe('the other rules', () => {
  test('report once what is saved and deployed alike', () => {
    const text = snapshot({
      policy: allowing('0.0.0.0/0', '8.8.8.8'),
      stages: [prod(exported(allowing('0.0.0.0/0', '9.9.9.9')))],
    });
    const report = audited(text);
    expect(report.findings.filter(({ ruleId }) => ruleId === 'no-wildcard-source').map(({ api }) => api.stage)).toEqual(
      [undefined],
    );
  });

  test('suggest no edit of a snapshot', () => {
    const report = audited(snapshot({ policy: allowing('8.8.8.8', '8.8.8.8/32') }));
    expect(report.findings.map(({ ruleId, suggestions }) => [ruleId, suggestions])).toEqual([
      ['no-duplicate-cidrs', []],
    ]);
  });

  test('look at what is deployed too, and name its stage', () => {
    const text = snapshot({ policy: allowing('8.8.8.8'), stages: [prod(exported(allowing('0.0.0.0/0')))] });
    const report = audited(text);
    const [finding] = report.findings.filter(({ ruleId }) => ruleId === 'no-wildcard-source');
    expect([finding?.api.stage, finding?.location.path]).toEqual([
      'prod',
      'stages[0].export.x-amazon-apigateway-policy.Statement.Condition.IpAddress.aws:SourceIp',
    ]);
  });

  test('take address type and domains as they are now', () => {
    const text = snapshot({
      policy: BLOCKING,
      domains: [
        { domainName: 'api.example.com', endpointConfiguration: { types: ['REGIONAL'], ipAddressType: 'dualstack' } },
      ],
    });
    expect(audited(text).findings.map(({ ruleId }) => ruleId)).toContain('no-ipv6-gap');
  });

  test.each([
    ['arn:aws:execute-api:eu-west-1:111122223333:zzzzzzzzzz/*', 'id zzzzzzzzzz, but this API has a1b2c3d4e5'],
    ['arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/*', 'region us-east-1, but this API has eu-west-1'],
    ['arn:aws:execute-api:eu-west-1:444455556666:a1b2c3d4e5/*', 'account 444455556666, but this API has 111122223333'],
    ['arn:aws-cn:execute-api:eu-west-1:111122223333:a1b2c3d4e5/*', 'partition aws-cn, but this API has aws'],
  ])('know which ARN is its own: %s', (resource, fault) => {
    const statement = { ...(allowing('8.8.8.8') as { Statement: object }).Statement, Resource: resource };
    const text = snapshot({ policy: { Statement: [statement] } });
    const report = audited(text);
    expect(placed(text, report, 'valid-resource')).toEqual([`"Resource" ${resource}`]);
    expect(messages(report, 'valid-resource')[0]).toContain(`names the ${fault},`);
  });

  test.each([
    'arn:aws:execute-api:*:*:*/*',
    'arn:aws:execute-api:eu-west-1:111122223333:*',
    'arn:aws:execute-api:eu-*-1:*:a1b2*/*',
  ])('take wildcards in an ARN for its own: %s', (resource) => {
    const statement = { ...(allowing('8.8.8.8') as { Statement: object }).Statement, Resource: resource };
    expect(messages(audited(snapshot({ policy: { Statement: [statement] } })), 'valid-resource')).toEqual([]);
  });
});

test('who gets in is who gets in now', () => {
  const text = snapshot({ policy: allowing('8.8.8.8'), stages: [prod(exported(allowing('9.9.9.9')))] });
  const [api] = explainTexts({ [FILE]: text }).apis;
  expect(
    api?.routes
      .filter(({ method }) => method === 'GET')
      .map(({ stage, path, access }) => [stage, path, access.map(({ certainly }) => certainly.cidrs)]),
  ).toEqual([['prod', '/pets', [['9.9.9.9/32']]]]);
});

describe('what could not be fetched leaves undecided what depends on it', () => {
  test.each([
    ['stages', 'no-undeployed-policy'],
    ['domains', 'no-ipv6-gap'],
    ['resources', 'require-allow'],
  ])('%s: %s', (what, rule) => {
    const reason = `what ${what} there are was refused (AccessDeniedException)`;
    const text = snapshot({
      // a policy that only denies is right where no route needs an Allow
      policy: what === 'resources' ? { Statement: BLOCKING.Statement[1] } : BLOCKING,
      resources: what === 'resources' ? null : [{ path: '/pets', methods: { GET: { authorizationType: 'NONE' } } }],
      unread: [{ what, reason }],
    });
    const rows = audited(text).undecided;
    expect(rows.filter(({ rules }) => rules.includes(rule)).map((row) => row.reason)).toEqual([reason]);
  });
});

describe('odd snapshots', () => {
  test.each([
    ['without an API', '{"ipauditSnapshot": 1}'],
    ['of wrong types', '{"ipauditSnapshot": 1, "api": 5, "stages": {}, "unread": "x"}'],
    ['whose API has no id', '{"ipauditSnapshot": 1, "api": {"id": ["x"]}}'],
  ])('%s are not audited, and say so', (_, text) => {
    expect(audited(text).notAudited).toEqual([{ file: FILE, reason: 'this snapshot holds no API: take it again' }]);
  });

  test('with members of wrong types are read as far as they go', () => {
    const text =
      '{"ipauditSnapshot": 1, "api": {"id": "a", "policy": "{oops"}, "stages": [5, {"stageName": 7, "export": []}], "resources": [{"path": {}}]}';
    const report = audited(text);
    expect(report.failures).toEqual([]);
    expect(report.findings.map(({ ruleId }) => ruleId)).toEqual(['valid-policy']);
  });
});
