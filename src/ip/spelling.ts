import ipaddr from 'ipaddr.js';

/** An address or CIDR as it is written, host bits and all; without a prefix it is bare. */
export type Written = Written4 | Written6;

export interface Written4 {
  readonly family: 4;
  readonly address: number;
  readonly prefix: number | undefined;
}

export interface Written6 {
  readonly family: 6;
  readonly address: bigint;
  readonly prefix: number | undefined;
}

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const QUAD = `${OCTET}(?:\\.${OCTET}){3}`;
const IPV4 = new RegExp(`^(${QUAD})(?:/(3[0-2]|[12]?\\d))?$`);
const IPV6 = new RegExp(`^(?:([\\da-f:]{1,30}:)(${QUAD})|([\\da-f:]{2,39}))(?:/(12[0-8]|1[01]\\d|[1-9]?\\d))?$`, 'i');
const GROUPS = /^(?:[\da-f]{1,4}(?::[\da-f]{1,4})*)?$/i;

/** Reads one address or CIDR; undefined if it is none. Strict: ipaddr.js alone takes `1.2.3`, `0x7f.1` and `/08`. */
export function readNetwork(text: string): Written | undefined {
  return readIpv4(text) ?? readIpv6(text);
}

function readIpv4(text: string): Written4 | undefined {
  const [, address, prefix] = IPV4.exec(text) ?? [];
  return address === undefined ? undefined : { family: 4, address: toNumber(address), prefix: toPrefix(prefix) };
}

function readIpv6(text: string): Written6 | undefined {
  const [, head, quad, whole, prefix] = IPV6.exec(text) ?? [];
  // ipaddr.js would make an IPv4-mapped address of `::1.2.3.4`, so it never sees the quad.
  const groups = head !== undefined && quad !== undefined ? head + toGroups(quad) : whole;
  if (groups === undefined || !isIpv6(groups)) return undefined;
  return { family: 6, address: toBigint(groups), prefix: toPrefix(prefix) };
}

/** Whether hexadecimal groups are eight, or fewer and `::` once for the rest. */
function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2 || !halves.every((half) => GROUPS.test(half))) return false;
  const count = halves.reduce((sum, half) => sum + (half === '' ? 0 : half.split(':').length), 0);
  return halves.length === 2 ? count < 8 : count === 8;
}

function toPrefix(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function toNumber(quad: string): number {
  return ipaddr.IPv4.parse(quad).octets.reduce((address, octet) => address * 256 + octet, 0);
}

function toGroups(quad: string): string {
  const address = toNumber(quad);
  return `${Math.floor(address / 2 ** 16).toString(16)}:${(address % 2 ** 16).toString(16)}`;
}

/** 48 bits at a time, which a number holds: faster than a group at a time. */
function toBigint(groups: string): bigint {
  const { parts } = ipaddr.IPv6.parse(groups);
  return (join(parts.slice(0, 3)) << 80n) | (join(parts.slice(3, 6)) << 32n) | join(parts.slice(6));
}

function join(parts: readonly number[]): bigint {
  return BigInt(parts.reduce((sum, part) => sum * 2 ** 16 + part, 0));
}
