/**
 * The condition operators and keys of API Gateway resource policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
 */

export type OperatorFamily = 'string' | 'like' | 'numeric' | 'date' | 'bool' | 'binary' | 'ip' | 'arn' | 'null';

export interface Operator {
  readonly written: string;
  /** Without qualifier and `IfExists`, as AWS spells it; absent where there is no such operator. */
  readonly name?: string;
  readonly family?: OperatorFamily;
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly qualifier?: 'ForAnyValue' | 'ForAllValues';
}

const FAMILIES: Readonly<Record<OperatorFamily, readonly string[]>> = {
  string: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  like: ['StringLike', 'StringNotLike'],
  numeric: [
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
    'NumericGreaterThanEquals',
  ],
  date: [
    'DateEquals',
    'DateNotEquals',
    'DateLessThan',
    'DateLessThanEquals',
    'DateGreaterThan',
    'DateGreaterThanEquals',
  ],
  bool: ['Bool'],
  binary: ['BinaryEquals'],
  ip: ['IpAddress', 'NotIpAddress'],
  arn: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
  null: ['Null'],
};

const BY_NAME = new Map(
  Object.entries(FAMILIES).flatMap(([family, names]) =>
    names.map((name) => [name.toLowerCase(), { name, family: family as OperatorFamily }]),
  ),
);

export const OPERATORS: readonly string[] = Object.values(FAMILIES).flat();

/** Reads `ForAnyValue:StringLikeIfExists`. Operators are case-insensitive. */
export function parseOperator(written: string): Operator {
  const [, prefix, rest] = /^(?:(foranyvalue|forallvalues):)?(.*)$/is.exec(written) as unknown as [
    string,
    string | undefined,
    string,
  ];
  const ifExists = /.ifexists$/i.test(rest) && !/^null/i.test(rest);
  const known = BY_NAME.get((ifExists ? rest.slice(0, -'IfExists'.length) : rest).toLowerCase());
  return {
    written,
    ...known,
    negated: known !== undefined && /^Not|Not(?:Equals|Like)/.test(known.name),
    ifExists,
    ...(prefix && { qualifier: prefix.toLowerCase() === 'foranyvalue' ? 'ForAnyValue' : 'ForAllValues' }),
  };
}

export type KeyName =
  | 'aws:CurrentTime'
  | 'aws:EpochTime'
  | 'aws:SecureTransport'
  | 'aws:SourceArn'
  | 'aws:SourceIp'
  | 'aws:SourceVpc'
  | 'aws:SourceVpce'
  | 'aws:VpcSourceIp'
  | 'aws:Referer'
  | 'aws:UserAgent'
  | 'aws:PrincipalAccount'
  | 'aws:PrincipalArn'
  | 'aws:PrincipalOrgID'
  | 'aws:PrincipalOrgPaths'
  | 'aws:PrincipalTag'
  | 'aws:PrincipalType'
  | 'aws:userid'
  | 'aws:username'
  | 'aws:TokenIssueTime'
  | 'aws:MultiFactorAuthPresent'
  | 'aws:MultiFactorAuthAge'
  | 'execute-api:viaDomainArn';

interface KeyFacts {
  /** Whether the key's value is an address. */
  readonly address?: true;
  readonly multivalued?: true;
  /** Only requests that IAM authenticated carry it. */
  readonly iam?: true;
  /** Only requests through a VPC endpoint carry it. */
  readonly vpc?: true;
  /** The caller writes it. */
  readonly spoofable?: true;
}

const KEYS: Readonly<Record<KeyName, KeyFacts>> = {
  'aws:CurrentTime': {},
  'aws:EpochTime': {},
  'aws:SecureTransport': {},
  'aws:SourceArn': {},
  'aws:SourceIp': { address: true },
  'aws:SourceVpc': { vpc: true },
  'aws:SourceVpce': { vpc: true },
  'aws:VpcSourceIp': { address: true, vpc: true },
  'aws:Referer': { spoofable: true },
  'aws:UserAgent': { spoofable: true },
  'aws:PrincipalAccount': { iam: true },
  'aws:PrincipalArn': { iam: true },
  'aws:PrincipalOrgID': { iam: true },
  'aws:PrincipalOrgPaths': { iam: true, multivalued: true },
  'aws:PrincipalTag': { iam: true },
  'aws:PrincipalType': { iam: true },
  'aws:userid': { iam: true },
  'aws:username': { iam: true },
  'aws:TokenIssueTime': { iam: true },
  'aws:MultiFactorAuthPresent': { iam: true },
  'aws:MultiFactorAuthAge': { iam: true },
  'execute-api:viaDomainArn': {},
};

const CANONICAL = new Map(Object.keys(KEYS).map((key) => [key.toLowerCase(), key as KeyName]));

/** Keys of other services' requests: real, but never present in a call to an API. */
const ABSENT = new Set(
  [
    'aws:CalledVia',
    'aws:CalledViaFirst',
    'aws:CalledViaLast',
    'aws:ChatbotSourceArn',
    'aws:Ec2InstanceSourcePrivateIPv4',
    'aws:Ec2InstanceSourceVpc',
    'aws:FederatedProvider',
    'aws:PrincipalIsAWSService',
    'aws:PrincipalServiceName',
    'aws:PrincipalServiceNamesList',
    'aws:RequestedRegion',
    'aws:RequestTag',
    'aws:ResourceAccount',
    'aws:ResourceOrgID',
    'aws:ResourceOrgPaths',
    'aws:ResourceTag',
    'aws:SourceAccount',
    'aws:SourceIdentity',
    'aws:SourceOrgID',
    'aws:SourceOrgPaths',
    'aws:SourceVpcArn',
    'aws:TagKeys',
    'aws:ViaAWSService',
    'aws:VpceAccount',
    'aws:VpceOrgID',
    'aws:VpceOrgPaths',
    'aws:AssumedRoot',
    'aws:SignInSessionArn',
    'aws:IsMcpServiceAction',
    'aws:ViaAWSMCPService',
  ].map((key) => key.toLowerCase()),
);

/** As AWS spells it; absent for a key that API Gateway does not provide. `aws:PrincipalTag/team` is `aws:PrincipalTag`. */
export function keyName(written: string): KeyName | undefined {
  return CANONICAL.get(written.replace(/^(aws:PrincipalTag)\/.*$/is, '$1').toLowerCase());
}

/** A key that exists in IAM and that no call to an API carries. */
export function isForeignKey(written: string): boolean {
  const name = written.toLowerCase().replace(/\/.*$/s, '');
  return (
    ABSENT.has(name) || (/^[a-z0-9-]+:.+/.test(name) && !name.startsWith('aws:') && !name.startsWith('execute-api:'))
  );
}

export function keyFacts(name: KeyName): KeyFacts {
  return KEYS[name];
}

export const KEY_NAMES: readonly string[] = Object.keys(KEYS);
