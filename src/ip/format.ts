import ipaddr from 'ipaddr.js';

export type Family = 4 | 6;

/** An address in canonical text, IPv6 by RFC 5952: lower case, the first longest run of zero groups compressed. */
export function formatAddress(address: number | bigint, family: Family): string {
  return family === 4 ? formatIpv4(Number(address)) : formatIpv6(BigInt(address));
}

function formatIpv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 0xff}.${(address >>> 8) & 0xff}.${address & 0xff}`;
}

function formatIpv6(address: bigint): string {
  const groups = address.toString(16).padStart(32, '0').match(/.{4}/g) ?? [];
  return new ipaddr.IPv6(groups.map((group) => Number.parseInt(group, 16))).toRFC5952String();
}
