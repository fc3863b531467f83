import type { Term } from './terms.ts';

/** How much of a list a person reads. */
export const LONGEST = 6;

/** `52.94.76.0/24 but .174`. */
export function termInWords({ network, but }: Term): string {
  const name = cidrInWords(network);
  if (but.length === 0) return name;
  const start = /^(\d+\.\d+\.\d+)\.0\/2[4-9]$/.exec(network)?.[1];
  const left = but.map((cidr) => {
    const one = cidrInWords(cidr);
    return start !== undefined && one.startsWith(`${start}.`) ? one.slice(start.length) : one;
  });
  const shown =
    left.length <= LONGEST ? left : [...left.slice(0, LONGEST - 1), `${left.length - LONGEST + 1} more CIDRs`];
  return `${name} but ${shown.join(' and ')}`;
}

/** Without the length of one address. */
export function cidrInWords(cidr: string): string {
  if (cidr === '0.0.0.0/0') return 'every IPv4 address';
  if (cidr === '::/0') return 'every IPv6 address';
  return cidr.replace(cidr.includes(':') ? /\/128$/ : /\/32$/, '');
}

/** A number with its thousands set apart; Intl, which could do it, takes 20 ms to start. */
export function grouped(number: number | bigint): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
