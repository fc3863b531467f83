import { type Answer, andThen, NO, yes } from '../model/answer.ts';
import type { EntryAddress } from '../model/policy.ts';
import { defineRule, type Rule } from './rule.ts';

type Reason = Extract<EntryAddress, { valid: false }>['reason'];

const HOST_NAME = 'a host name is not an address: list the addresses that it stands for';

/** What each misspelling is called; all but the last words of the message. */
const REASONS: Readonly<Record<Reason, string>> = {
  empty: 'write a network',
  blanks: 'an address has no blanks around it, and AWS does not trim them here',
  separator: 'an entry is one network: write each as an entry of its own',
  'host-name': HOST_NAME,
  'host name': HOST_NAME,
  url: 'a URL is not an address: list the addresses that its host stands for',
  range: 'a range is written as the CIDRs that it is made of',
  wildcard: 'IP operators know no wildcards: write a CIDR',
  'prefix-out-of-bounds': 'the prefix is at most /32 for IPv4 and /128 for IPv6',
  'prefix-malformed': 'the prefix is a plain number of bits, as in /24',
  netmask: 'the prefix is a number of bits, as in /24, not a netmask',
  'leading-zeros': 'parts have no leading zeros: some programs read them as octal numbers',
  hexadecimal: 'the parts of an IPv4 address are decimal numbers',
  'too-few-parts': 'an IPv4 address has four parts',
  'too-many-parts': 'the address has too many parts',
  'part-out-of-bounds': 'the parts of an IPv4 address are at most 255',
  port: 'an address has no port here',
  brackets: 'an IPv6 address is written without brackets here',
  zone: 'an address has no zone id here',
  'not-an-address': 'write an IPv4 or IPv6 address or CIDR',
  list: 'a list within a list fails to deploy: give its members as entries of this list',
  mapping: 'an entry is a string: an IPv4 or IPv6 address or CIDR',
  'NAT gateway id': 'it is the id of a NAT gateway: list the Elastic IP address that the gateway has',
  'Elastic IP allocation id': 'it is the id of an allocation: list the address, which Ref of the AWS::EC2::EIP gives',
  'internet gateway id': 'it is the id of an internet gateway: list the public addresses that call through it',
  'instance id': 'it is the id of an instance: list the public address that the instance calls from',
  'network interface id': 'it is the id of a network interface: list the public address that it calls from',
  'VPC id': 'it is the id of a VPC, which aws:SourceVpc is compared with',
  'VPC endpoint id': 'it is the id of a VPC endpoint, which aws:SourceVpce is compared with',
  'subnet id': 'it is the id of a subnet: list the public addresses that its machines call from',
  'security group id': 'it is a security group, which no key of a policy knows: list the addresses themselves',
  'prefix list id': 'it is a prefix list, which no key of a policy knows: list the addresses themselves',
  'IP set': 'it is an IP set of AWS WAF, which no key of a policy knows: list the addresses themselves',
};

const rule: Rule = defineRule({
  id: 'valid-cidr',
  description: 'Require every entry of an IP condition to be an IPv4 or IPv6 address or CIDR',
  severity: 'error',
  preset: 'recommended',
  yieldsTo: ['valid-sam-resource-policy'],
  messages: {
    malformed: '{{written}} is not an IP address or CIDR: {{reason}}.',
    nested: 'This is not an IP address or CIDR: {{reason}}.',
    parameter: '"{{written}}" is the name of a parameter, not an address: did you mean `!Ref {{written}}`?',
    unspecified: '0.0.0.0 is one address that no client has, and not all of them. List the networks that may call.',
    empty:
      'The list is empty: what AWS makes of that is not documented, and in no reading does it let anybody in by address. List the networks, or remove the condition.',
  },
  list(list, { report }) {
    if (list.entries.length === 0 && list.open.length === 0) report('empty', list);
  },
  entry(entry, { api, when, report }) {
    when(
      andThen(
        entry.typed ? NO : entry.address,
        (address): Answer<Reason | 'unspecified'> =>
          address.valid
            ? address.network === '0.0.0.0/32' && !address.explicitPrefix
              ? yes('unspecified')
              : NO
            : yes(address.reason),
      ),
      (reason) => {
        const written = /^$|\s/.test(entry.written) ? `'${entry.written}'` : entry.written;
        if (reason === 'unspecified') report('unspecified', entry, { meaning: '0.0.0.0' });
        else if (api.parameters.includes(entry.written))
          report('parameter', entry, { data: { written }, meaning: written });
        else
          report(reason === 'list' || reason === 'mapping' ? 'nested' : 'malformed', entry, {
            data: { written, reason: REASONS[reason] },
            meaning: written,
          });
      },
    );
  },
});

export default rule;
