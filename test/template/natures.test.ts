import { describe, expect, test } from 'vitest';
import { condition, parameter, statement, template } from '../rules/templates.ts';
import { auditTexts } from '../support/memory.ts';

const RESOURCES = [
  'Eip: { Type: AWS::EC2::EIP }',
  'Other: { Type: AWS::EC2::EIP }',
  'Box: { Type: AWS::EC2::Instance }',
  'Card: { Type: AWS::EC2::NetworkInterface }',
  'Nat: { Type: AWS::EC2::NatGateway }',
  'Gateway: { Type: AWS::EC2::InternetGateway }',
  'Vpc: { Type: AWS::EC2::VPC }',
  'Endpoint: { Type: AWS::EC2::VPCEndpoint }',
  'Subnet: { Type: AWS::EC2::Subnet }',
  'Group: { Type: AWS::EC2::SecurityGroup }',
  'List: { Type: AWS::EC2::PrefixList }',
  'Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer }',
  'Set: { Type: AWS::WAFv2::IPSet }',
  'GetRoot: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, AuthorizationType: NONE } }',
].join('\n');

/** Rules that ask of one entry alone what it is. */
const OF_ENTRIES = [
  ...['no-broad-source', 'no-host-bits', 'no-unroutable-source', 'no-wildcard-source', 'prefer-explicit-prefix'],
  'valid-cidr',
];

interface Said {
  readonly findings: readonly string[];
  readonly undecided: readonly string[];
}

function said(entries: string | readonly string[], head = '', key = 'aws:SourceIp'): Said {
  const endpoint = key === 'aws:SourceIp' ? 'REGIONAL' : 'PRIVATE';
  const { findings, undecided } = auditTexts({
    'a.yml': condition(entries, { resources: RESOURCES, head, key, endpoint }),
  });
  return {
    findings: findings.map(({ ruleId }) => ruleId).filter((id) => id !== 'no-unmatched-resource'),
    undecided: [...new Set(undecided.flatMap(({ rules }) => rules))].filter((id) => OF_ENTRIES.includes(id)),
  };
}

describe('an entry whose type says what it is', () => {
  test.each([
    ['Ref', '!Ref Eip'],
    ['an attribute', '!GetAtt Eip.PublicIp'],
    ['a text', `!Sub '\${Eip}'`],
    ['a text with the prefix of one address', `!Sub '\${Eip.PublicIp}/32'`],
    ['parts put together', "!Join ['/', [!Ref Eip, '32']]"],
    ['one of several', '!Select [0, [!Ref Eip, !Ref Other]]'],
  ])('is one public address: %s of an Elastic IP address', (_, entry) => {
    expect([said(entry), said([entry])]).toEqual([
      { findings: [], undecided: [] },
      { findings: [], undecided: [] },
    ]);
  });

  test.each([
    '!GetAtt Box.PrivateIp',
    '!GetAtt Card.PrimaryPrivateIpAddress',
    '!GetAtt Vpc.CidrBlock',
    `!Sub '\${Box.PrivateIp}/32'`,
  ])('is none that comes to a public API: %s', (entry) => {
    expect(said([entry, '52.94.76.0/24'])).toEqual({ findings: ['no-unroutable-source'], undecided: [] });
    expect(said([entry], '', 'aws:VpcSourceIp')).toEqual({ findings: ['require-paired-vpc-source'], undecided: [] });
  });

  test.each([
    ...['!Ref Box', '!Ref Card', '!Ref Nat', '!GetAtt Nat.NatGatewayId', '!Ref Gateway', '!Ref Vpc', '!Ref Endpoint'],
    ...[
      '!Ref Subnet',
      '!Ref Group',
      '!GetAtt Group.GroupId',
      '!Ref List',
      '!GetAtt Balancer.DNSName',
      '!GetAtt Set.Arn',
    ],
    ...[`!Sub '\${Nat}/32'`, `!Join ['/', [!Ref Group, 32]]`, `!Sub '\${Subnet}/24'`],
    ...['!GetAtt Eip.AllocationId', 'nat-0a1b2c3d', 'eipalloc-0a1b2c3d4e5f60718', 'sg-0a1b2c3d', 'pl-0a1b2c3d'],
  ])('is no address: %s', (entry) => {
    const { findings, undecided } = said([entry, '52.94.76.0/24']);
    expect(findings).toEqual(['valid-cidr']);
    expect(undecided.filter((rule) => rule !== 'no-wildcard-source')).toEqual([]);
  });

  test.each([
    ['AWS::EC2::VPC::Id', '!Ref P'],
    ['AWS::SSM::Parameter::Value<AWS::EC2::SecurityGroup::Id>', '!Ref P'],
    ['List<AWS::EC2::Subnet::Id>', '!Select [0, !Ref P]'],
    ['List<AWS::EC2::Subnet::Id>', '!Ref P'],
  ])('is no address: a parameter of type %s, %s', (type, entry) => {
    expect(said(entry, parameter('P', type)).findings).toEqual(['valid-cidr']);
  });

  test.each([
    ['!GetAtt Box.PublicIp', 'an instance may have none'],
    [`!Sub '\${Eip}/24'`, 'a network of it'],
    [`!Sub '\${Eip}\${Eip}'`, 'two of them'],
  ])('is not known: %s, %s', (entry) => {
    const { findings, undecided } = said(entry);
    expect([findings, [...undecided].sort()]).toEqual([[], OF_ENTRIES]);
  });

  test('decides nothing where it is no entry', () => {
    const statement = '- { Effect: Allow, Principal: "*", Action: execute-api:Invoke, Resource: !Ref Eip }';
    const open = template(statement, { resources: RESOURCES });
    const { undecided } = auditTexts({ 'a.yml': open });
    expect(undecided.flatMap(({ rules }) => rules)).toContain('no-public-access');
  });
});

describe('Elastic IP addresses beside others', () => {
  const undecidedOf = (...entries: string[]): readonly string[] => {
    const { undecided } = auditTexts({ 'a.yml': condition(entries, { resources: RESOURCES }) });
    return [...new Set(undecided.flatMap(({ rules }) => rules))].filter((id) => /-cidrs$/.test(id));
  };

  test('are never the same as one another', () => {
    expect([said(['!Ref Eip', '!Ref Other']).findings, undecidedOf('!Ref Eip', '!Ref Other')]).toEqual([[], []]);
  });

  test('are one where both are of one resource', () => {
    expect(said(['!Ref Eip', '!GetAtt Eip.PublicIp']).findings).toEqual(['no-duplicate-cidrs']);
  });

  test('may lie in a network, and may be a single address', () => {
    expect(undecidedOf('!Ref Eip', '52.94.76.0/24')).toEqual(['no-overlapping-cidrs']);
    expect(undecidedOf('!Ref Eip', '52.94.76.9')).toEqual(['no-duplicate-cidrs', 'no-overlapping-cidrs']);
    expect(undecidedOf('!Ref Eip', "'2600::/32'", '10.0.0.0/8')).toEqual([]);
  });

  test('do not fill what is left of the internet', () => {
    const { findings, undecided } = auditTexts({
      'a.yml': condition(['!Ref Eip', '0.0.0.0/1'], { resources: RESOURCES }),
    });
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['no-broad-source']);
    expect(undecided.flatMap(({ rules }) => rules)).not.toContain('no-public-access');
  });

  const OF_ACCESS = ['no-ineffective-statement', 'no-total-lockout'];
  const openOf = (...statements: readonly string[]): readonly string[] => {
    const { undecided } = auditTexts({ 'a.yml': template(statements.join('\n'), { resources: RESOURCES }) });
    return [...new Set(undecided.flatMap(({ rules }) => rules))].filter((id) => OF_ACCESS.includes(id)).sort();
  };

  test('are somebody, whichever they turn out to be', () => {
    expect(openOf(statement('!Ref Eip'))).toEqual([]);
    expect(openOf(statement(['!Ref Eip', '!Ref Other']))).toEqual([]);
    const all = statement('0.0.0.0/0');
    expect(openOf(all, statement('!Ref Eip', { effect: 'Deny', operator: 'NotIpAddress' }))).toEqual([]);
    expect(openOf(all, statement('!Ref Eip', { effect: 'Deny' }))).toEqual([]);
  });

  test('may be nobody where others are denied, or where two lists have to agree', () => {
    const deny = (operator: string, entries: string): string => statement(entries, { effect: 'Deny', operator });
    expect(openOf(statement('!Ref Eip'), deny('NotIpAddress', '8.8.8.8'))).toEqual(['no-total-lockout']);
    expect(openOf(statement('!Ref Eip'), deny('IpAddress', '8.8.8.0/24'))).toEqual(['no-total-lockout']);
    expect(openOf(statement('!Ref Eip'), deny('NotIpAddress', '!Ref Other'))).toEqual(['no-total-lockout']);
  });
});
