import { AddressSet } from '../ip/address-set.ts';
import type { Route } from '../model/api.ts';

/** What becomes of a statement whose condition tests a key that no request carries, in words. */
export function outcome(effect: 'Allow' | 'Deny', matches: boolean): string {
  if (effect === 'Allow') return matches ? 'always matches and keeps nobody out' : 'never matches and lets nobody in';
  return matches ? 'always matches and denies everybody' : 'never matches and denies nobody';
}

/** A number with its thousands set apart; Intl, which could do it, takes 20 ms to start. */
export function grouped(number: number | bigint): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** The first few routes, and how many more there are: `GET /pets, POST /pets and 2 more`. */
export function routesInWords(routes: readonly Pick<Route, 'method' | 'path'>[]): string {
  const names = [...new Set(routes.map(({ method, path }) => `${method} ${path}`))];
  return listed(names);
}

/** The first three, and how many more there are. */
export function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

/** The networks of a set, family by family, or what it leaves out where that is less: `every IPv4 address but 192.0.2.0/24`. */
export function sourcesInWords(sources: AddressSet): string {
  const parts = sources.families.flatMap((family): readonly string[] => {
    const networks = sources.only(family).cidrs();
    const others = AddressSet.all.only(family).subtract(sources).cidrs();
    if (others.length === 0) return [`every IPv${family} address`];
    return others.length < networks.length ? [`every IPv${family} address but ${short(others)}`] : [short(networks)];
  });
  return parts.join(' and ');
}

function short(networks: readonly string[]): string {
  const shown = networks.map((one) => one.replace(one.includes(':') ? /\/128$/ : /\/32$/, ''));
  return listed(shown);
}
