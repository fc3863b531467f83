import type { Sources } from '../report/explanation.ts';
import { shortList } from './short-list.ts';

/** Who they are: `everybody`, `1 address: 192.0.2.1`, `everybody but 256 addresses: 192.0.2.0/24`. */
export function sourcesInWords({ cidrs, others }: Sources): string {
  if (cidrs.length === 0) return 'nobody';
  if (others.length === 0) return 'everybody';
  return others.length < cidrs.length ? `everybody but ${cidrsInWords(others)}` : cidrsInWords(cidrs);
}

/** `260 addresses: 192.0.2.0/24, 198.51.100.0/30`, without a number where it would tell a person nothing. */
export function cidrsInWords(cidrs: readonly string[]): string {
  const count = countOf(cidrs);
  return `${count === undefined ? '' : `${count}: `}${shortList(cidrs.map(cidrInWords), 'CIDR')}`;
}

/** How many addresses; undefined for a whole family, and for more than IPv4 has. */
function countOf(cidrs: readonly string[]): string | undefined {
  const sizes = cidrs.map((cidr) => {
    const [address = '', prefix] = cidr.split('/');
    return 1n << BigInt((address.includes(':') ? 128 : 32) - Number(prefix));
  });
  const sum = sizes.reduce((a, b) => a + b, 0n);
  if (sum >= 1n << 32n) return undefined;
  return `${String(sum).replace(/\B(?=(?:\d{3})+$)/g, ',')} address${sum === 1n ? '' : 'es'}`;
}

/** Without the length of one address. */
export function cidrInWords(cidr: string): string {
  if (cidr === '0.0.0.0/0') return 'every IPv4 address';
  if (cidr === '::/0') return 'every IPv6 address';
  return cidr.replace(cidr.includes(':') ? /\/128$/ : /\/32$/, '');
}
