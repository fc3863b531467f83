import ipaddr from 'ipaddr.js';
import { AddressSet, type Family, formatAddress } from './address-set.ts';
import { diagnose, type Malformation } from './malformed.ts';

export interface MalformedAddress {
  readonly valid: false;
  readonly reason: Malformation;
}

/** An address or a CIDR, and which addresses it stands for. */
export type ParsedAddress =
  | MalformedAddress
  | {
      readonly valid: true;
      readonly family: Family;
      readonly explicitPrefix: boolean;
      /** Whether bits are set past the prefix. */
      readonly hostBits: boolean;
      /** The network as a CIDR, bits past the prefix cleared; of a bare address the address itself. */
      readonly network: string;
      /** The one address that is written, as a CIDR. */
      readonly single: string;
      /** Whether it is an IPv4 address mapped into IPv6, `::ffff:192.0.2.1`. */
      readonly mapped: boolean;
      /** What it stands for at the least and at the most; the same unless AWS leaves it open. */
      readonly lower: AddressSet;
      readonly upper: AddressSet;
    };

const PREFIX = /^(?:0|[1-9]\d{0,2})$/;
const PART4 = /^(?:0|[1-9]\d{0,2})$/;
/** `::ffff:0:0/96`, where IPv4 addresses are mapped to. */
const MAPPED = 0xffffn << 32n;

/**
 * Reads an entry of an IP condition. A bare IPv4 address is a /32; a bare IPv6 one stands for itself at the least and for
 * its /32 at the most, a mapped one for nothing at the least and for the IPv4 addresses at the most.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function parseAddress(text: string): ParsedAddress {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const written = slash < 0 ? undefined : text.slice(slash + 1);
  const four = text.length <= 18 ? parse4(address) : undefined;
  if (four !== undefined) {
    const prefix = readPrefix(written, 32);
    return prefix === undefined ? { valid: false, reason: diagnose(text) } : network4(four, prefix, written !== undefined);
  }
  const six = text.length <= 49 ? parse6(address) : undefined;
  const prefix = readPrefix(written, 128);
  return six === undefined || prefix === undefined ? { valid: false, reason: diagnose(text) } : network6(six, prefix, written !== undefined);
}

function readPrefix(written: string | undefined, bits: number): number | undefined {
  if (written === undefined) return bits;
  const prefix = PREFIX.test(written) ? Number(written) : Number.NaN;
  return prefix <= bits ? prefix : undefined;
}

function parse4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => PART4.test(part) && Number(part) <= 255)) return undefined;
  return ipaddr.IPv4.parse(text).toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
}

function parse6(text: string): bigint | undefined {
  if (!text.includes(':') || !/^[0-9a-f:.]+$/i.test(text) || !ipaddr.IPv6.isValid(text)) return undefined;
  const dotted = text.slice(text.lastIndexOf(':') + 1);
  // ipaddr.js takes ::1.2.3.4 for a mapped address, and octal parts
  const quad = dotted.includes('.') ? parse4(dotted) : undefined;
  if (dotted.includes('.') && quad === undefined) return undefined;
  const hexadecimal = quad === undefined ? text : `${text.slice(0, -dotted.length)}${(quad >>> 16).toString(16)}:${(quad & 0xffff).toString(16)}`;
  if (!ipaddr.IPv6.isValid(hexadecimal)) return undefined;
  return ipaddr.IPv6.parse(hexadecimal).parts.reduce((sum, part) => (sum << 16n) | BigInt(part), 0n);
}

function network4(address: number, prefix: number, explicitPrefix: boolean): ParsedAddress {
  const size = 2 ** (32 - prefix);
  const first = address - (address % size);
  const set = AddressSet.fromRanges([[first, first + size - 1]], []);
  return {
    valid: true,
    family: 4,
    explicitPrefix,
    hostBits: first !== address,
    network: `${formatAddress(BigInt(first), 4)}/${prefix}`,
    single: `${formatAddress(BigInt(address), 4)}/32`,
    mapped: false,
    lower: set,
    upper: set,
  };
}

function network6(address: bigint, prefix: number, explicitPrefix: boolean): ParsedAddress {
  const size = 1n << BigInt(128 - prefix);
  const first = address - (address % size);
  const set = AddressSet.fromRanges([], [[first, first + size - 1n]]);
  const mapped = prefix >= 96 && first >> 32n === MAPPED >> 32n;
  const four = Number(first & 0xffffffffn);
  const wide = address - (address % (1n << 96n));
  return {
    valid: true,
    family: 6,
    explicitPrefix,
    hostBits: first !== address,
    network: `${formatAddress(first, 6)}/${prefix}`,
    single: `${formatAddress(address, 6)}/128`,
    mapped,
    lower: mapped ? AddressSet.empty : set,
    upper: mapped
      ? AddressSet.fromRanges([[four, four + Number(size) - 1]], [])
      : explicitPrefix
        ? set
        : AddressSet.fromRanges([], [[wide, wide + (1n << 96n) - 1n]]),
  };
}
