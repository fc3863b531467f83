import { servedSources } from '../access/served.ts';
import { AddressSet } from '../ip/address-set.ts';
import { addressSet } from '../ip/network.ts';
import { UNROUTABLE } from '../ip/special.ts';
import { sizeOf, type Term, termsOf } from '../ip/terms.ts';
import { cidrInWords, grouped, LONGEST, termInWords } from '../ip/words.ts';
import type { Api } from '../model/api.ts';
import type { DoorName, Sources } from '../report/explanation.ts';

export { cidrInWords };

/** The addresses from which requests can come by a door. */
export function callingSources(api: Api, { via }: DoorName): AddressSet {
  const served = servedSources(api, via).upper;
  return via === 'internet' ? served.subtract(UNROUTABLE) : served;
}

/** Sources with the words for them, by those that can call: what never does is not counted. */
export function sourcesOf(sources: AddressSet, calling: AddressSet): Sources {
  return {
    cidrs: sources.cidrs(),
    // programs do not ask for it
    get words() {
      return inWords(sources, calling);
    },
  };
}

function inWords(sources: AddressSet, calling: AddressSet): string {
  const own = sources.intersect(calling);
  const idle = AddressSet.unionAll(sources.networks().filter((network) => network.intersect(calling).isEmpty));
  const never = idle.isEmpty ? '' : `no request comes from ${listed(termsOf(idle))}`;
  if (own.isEmpty) return never === '' ? 'nobody' : `nobody: ${never}`;
  const others = calling.subtract(sources);
  if (others.isEmpty) return 'everybody';
  const [terms, rest] = [termsOf(sources.subtract(idle)), termsOf(others)];
  if (sizeOf(rest) < sizeOf(terms)) return `everybody but ${counted(others, rest)}`;
  return `${counted(own, terms)}${never === '' ? '' : `; ${never}`}`;
}

/** `260 addresses: 52.94.76.0/24, 52.94.80.0/30`, without a number where it would tell a person nothing. */
function counted(sources: AddressSet, terms: readonly Term[]): string {
  const size = sources.size(4) + sources.size(6);
  const words = listed(terms);
  if (size >= 1n << 32n || terms.some(({ network }) => network.endsWith('/0'))) return words;
  return `${grouped(size)} address${size === 1n ? '' : 'es'}: ${words}`;
}

function listed(terms: readonly Term[]): string {
  const texts = terms.map(termInWords);
  if (texts.length <= LONGEST) return texts.join(', ');
  return `${texts.slice(0, LONGEST - 1).join(', ')} and ${texts.length - LONGEST + 1} more CIDRs`;
}

/** What machines have behind a NAT gateway. */
const PRIVATE = addressSet('10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16');

/** Why no request comes from a network by the internet; undefined where one may. */
export function neverCalls(network: string): string | undefined {
  const sources = addressSet(network);
  if (!UNROUTABLE.covers(sources)) return undefined;
  const why = PRIVATE.covers(sources)
    ? "it would come from the NAT gateway's address"
    : 'it is no address of the internet';
  return `no request comes from ${cidrInWords(network)}: ${why}`;
}
