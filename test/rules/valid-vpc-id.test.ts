import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, parameter, withPolicy } from './templates.ts';

interface Options {
  readonly operator?: string;
  readonly key?: string;
  readonly effect?: string;
  readonly head?: string;
  readonly resources?: string;
}

/** A private API with a condition on an endpoint, or on another key. */
const endpoint = (values: string | readonly string[], options: Options = {}): string =>
  condition(values, { endpoint: 'PRIVATE', operator: 'StringEquals', key: 'aws:SourceVpce', ...options });

const ENDPOINT = { wants: 'VPC endpoint', key: 'aws:SourceVpce', prefix: 'vpce-' };
const VPC = { wants: 'VPC', key: 'aws:SourceVpc', prefix: 'vpc-' };
const malformed = (written: string, data = ENDPOINT) => ({ message: 'malformed', data: { written, ...data } });

ruleTester('valid-vpc-id', {
  valid: [
    {
      name: 'a public API, of which no request carries the key',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: condition('vpce-1', { operator: 'StringEquals', key: 'aws:SourceVpce' }),
    },
    {
      name: 'words for nothing beside an id',
      text: endpoint(['vpce-0a1b2c3d', 'none', 'N/A', "'-'", "''"]),
    },
    { name: 'endpoints with 8 and 17 digits', text: endpoint(['vpce-0a1b2c3d', 'vpce-0a1b2c3d4e5f60718']) },
    {
      name: 'VPCs with 8 and 17 digits',
      text: endpoint(['vpc-0a1b2c3d', 'vpc-0a1b2c3d4e5f60718'], { key: 'aws:SourceVpc' }),
    },
    { name: 'a pattern under StringLike', text: endpoint(['vpce-0a1b*', 'vpce-????????'], { operator: 'StringLike' }) },
    {
      name: 'a pattern under StringNotLikeIfExists',
      otherRules: ['no-ineffective-statement'],
      text: endpoint('vpce-*', { effect: 'Deny', operator: 'StringNotLikeIfExists' }),
    },
    {
      name: 'another key',
      otherRules: ['no-open-private-api', 'no-spoofable-condition'],
      text: endpoint('hello', { key: 'aws:UserAgent' }),
    },
    {
      name: 'the id of an endpoint of the template',
      text: endpoint('!Ref Endpoint', { resources: 'Endpoint: { Type: AWS::EC2::VPCEndpoint }' }),
    },
    {
      name: 'parameters that take the id of a VPC',
      text: endpoint('!Ref Vpcs', { key: 'aws:SourceVpc', head: parameter('Vpcs', 'List<AWS::EC2::VPC::Id>') }),
    },
    {
      name: 'a test that the key is absent',
      otherRules: ['no-ineffective-statement'],
      text: endpoint("'true'", { operator: 'Null' }),
    },
  ],
  invalid: [
    {
      name: 'ids of other things, by their types and as they are written',
      text: endpoint(['«!Ref Group»', '«!Ref Address»', '«nat-0a1b2c3d»'], {
        head: parameter('Group', 'AWS::EC2::SecurityGroup::Id'),
        resources: 'Address: { Type: AWS::EC2::EIP }',
      }),
      findings: [
        {
          message: 'nature',
          data: { written: `\${Group}`, nature: 'a security group id', wants: 'VPC endpoint', key: 'aws:SourceVpce' },
        },
        {
          message: 'nature',
          data: {
            written: `\${Address}`,
            nature: 'an elastic IP address',
            wants: 'VPC endpoint',
            key: 'aws:SourceVpce',
          },
        },
        {
          message: 'nature',
          data: { written: 'nat-0a1b2c3d', nature: 'a NAT gateway id', wants: 'VPC endpoint', key: 'aws:SourceVpce' },
        },
      ],
    },
    {
      name: 'a VPC where an endpoint is wanted',
      text: endpoint('«vpc-0a1b2c3d»'),
      findings: [
        {
          message: 'swapped',
          data: {
            written: 'vpc-0a1b2c3d',
            is: 'VPC',
            key: 'aws:SourceVpce',
            wants: 'VPC endpoint',
            other: 'aws:SourceVpc',
          },
        },
      ],
    },
    {
      name: 'the id of a VPC of the template where an endpoint is wanted',
      text: endpoint('«!Ref Vpc»', { resources: 'Vpc: { Type: AWS::EC2::VPC }' }),
      findings: [
        {
          message: 'swapped',
          data: {
            written: `\${Vpc}`,
            is: 'VPC',
            key: 'aws:SourceVpce',
            wants: 'VPC endpoint',
            other: 'aws:SourceVpc',
          },
        },
      ],
    },
    {
      name: 'an endpoint where a VPC is wanted, in a list, negated, key in another case',
      text: endpoint(['vpc-0a1b2c3d', '«vpce-0a1b2c3d4e5f60718»'], {
        effect: 'Deny',
        operator: 'StringNotEquals',
        key: 'AWS:sourceVpc',
      }),
      findings: [
        {
          message: 'swapped',
          data: {
            written: 'vpce-0a1b2c3d4e5f60718',
            is: 'VPC endpoint',
            key: 'AWS:sourceVpc',
            wants: 'VPC',
            other: 'aws:SourceVpce',
          },
        },
      ],
    },
    {
      name: 'a swapped pattern',
      text: endpoint("'«vpce-*»'", { operator: 'StringLike', key: 'aws:SourceVpc' }),
      findings: [
        {
          message: 'swapped',
          data: {
            written: 'vpce-*',
            is: 'VPC endpoint',
            key: 'aws:SourceVpc',
            wants: 'VPC',
            other: 'aws:SourceVpce',
          },
        },
      ],
    },
    {
      name: 'ids of a wrong length, with a wrong digit, or of something else',
      text: endpoint(['«vpce-0a1b2c3»', '«vpce-0a1b2c3d4»', '«vpce-0a1b2c3g»', '«com.example.shop»', '«10.0.0.0/8»']),
      findings: [
        malformed('vpce-0a1b2c3'),
        malformed('vpce-0a1b2c3d4'),
        malformed('vpce-0a1b2c3g'),
        malformed('com.example.shop'),
        malformed('10.0.0.0/8'),
      ],
    },
    {
      name: 'an empty string',
      text: endpoint("'«»'", { key: 'aws:SourceVpc' }),
      findings: [malformed("''", VPC)],
    },
    {
      name: 'words for nothing, and no id',
      text: endpoint(['«none»', '«n/a»']),
      findings: [malformed('none'), malformed('n/a')],
    },
    {
      name: 'a malformed id under StringLike',
      text: endpoint('«vpc-hello»', { operator: 'StringLike', key: 'aws:SourceVpc' }),
      findings: [malformed('vpc-hello', VPC)],
    },
    {
      name: 'a wildcard that is compared letter by letter',
      text: endpoint(["'«vpce-*»'", 'vpce-0a1b2c3d']),
      findings: [
        {
          message: 'wildcard',
          data: { written: 'vpce-*', operator: 'StringEquals', like: 'StringLike' },
        },
      ],
    },
    {
      name: 'a wildcard in exceptions',
      text: endpoint("'«vpc-0a1b2c3?»'", {
        effect: 'Deny',
        operator: 'StringNotEqualsIfExists',
        key: 'aws:SourceVpc',
      }),
      findings: [
        {
          message: 'wildcard',
          data: { written: 'vpc-0a1b2c3?', operator: 'StringNotEqualsIfExists', like: 'StringNotLike' },
        },
      ],
    },
    {
      name: 'the default of a list parameter',
      text: endpoint('⟨!Ref Endpoints⟩', {
        head: parameter('Endpoints', 'CommaDelimitedList', "'vpce-0a1b2c3d, «vpce-1»'"),
      }),
      findings: [{ ...malformed('vpce-1'), related: [[1, 'used here']] }],
    },
    {
      name: 'one scenario',
      text: endpoint('!If [IsProd, vpce-0a1b2c3d, «vpce-1»]', { head: ENVIRONMENTS }),
      findings: [{ ...malformed('vpce-1'), scenarios: ['Env is dev'] }],
    },
    {
      name: 'JSON in a string',
      text: withPolicy(
        `
Policy: '{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
  "Condition": { "StringEquals": { "aws:SourceVpce": ["«vpce-1»"] } } } }'`,
        { endpoint: 'PRIVATE' },
      ),
      findings: [malformed('vpce-1')],
    },
  ],
  undecided: [
    {
      name: 'a parameter without a default, in a list and for all of it',
      text: endpoint(['!Ref Endpoint', 'vpce-0a1b2c3d'], { head: parameter('‹Endpoint›') }),
      reasons: ['parameter Endpoint has no default'],
    },
    {
      name: 'an id that is known at deployment only',
      text: endpoint('‹!GetAtt Lookup.Id›', { resources: 'Lookup: { Type: Custom::Endpoint }' }),
      reasons: ['Id of Lookup is known at deployment only'],
    },
  ],
});
