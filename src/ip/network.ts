import { AddressSet, type Family } from './address-set.ts';
import { formatAddress } from './format.ts';
import { diagnose, type Malformation } from './malformed.ts';
import { readNetwork, type Written, type Written4, type Written6 } from './spelling.ts';

/** One address or CIDR. Of an IPv4-mapped one (`::ffff:192.0.2.1`) all but `mapped` speaks of the IPv4 that it maps. */
export interface Network {
  readonly valid: true;
  readonly family: Family;
  /** The effective length: 32 for bare IPv4; undefined for bare IPv6, where AWS documents /32 and may mean /128. */
  readonly prefix: number | undefined;
  readonly explicitPrefix: boolean;
  /** Bits are set past the prefix; AWS ignores them. */
  readonly hostBits: boolean;
  /** A bare `0.0.0.0` or `::`: one address, not all. */
  readonly unspecified: boolean;
  /** Written as IPv6 that maps IPv4. */
  readonly mapped: boolean;
  /** The canonical CIDR without its host bits; of bare IPv6 the /128. */
  readonly network: string;
  /** The written address alone, as a /32 or /128. */
  readonly single: string;
  /** What it covers at least and at most: the same but for bare IPv6 (address, /32) and mapped (nothing, the IPv4). */
  readonly lower: AddressSet;
  readonly upper: AddressSet;
}

export interface Malformed {
  readonly valid: false;
  readonly reason: Malformation;
}

/** Reads one entry of `aws:SourceIp` or `aws:VpcSourceIp`. Never throws; linear in the text. */
export function parseNetwork(text: string): Network | Malformed {
  const written = readNetwork(text);
  if (written === undefined) return { valid: false, reason: diagnose(text) };
  if (written.family === 4) return ofIpv4(written, false);
  const ipv4 = mappedIpv4(written);
  return ipv4 === undefined ? ofIpv6(written) : ofIpv4(ipv4, true);
}

/** The union of what each entry covers at most. Throws a TypeError on a malformed one: for literals of our own. */
export function addressSet(...entries: readonly string[]): AddressSet {
  return AddressSet.unionAll(
    entries.map((text) => {
      const network = parseNetwork(text);
      if (!network.valid) throw new TypeError(`${JSON.stringify(text)} is no address: ${network.reason}`);
      return network.upper;
    }),
  );
}

/** A class for its getters: text is made when asked for, since it takes longer than all the rest. */
class ReadNetwork implements Network {
  readonly valid = true;
  readonly family: Family;
  readonly prefix: number | undefined;
  readonly explicitPrefix: boolean;
  readonly hostBits: boolean;
  readonly unspecified: boolean;
  readonly mapped: boolean;
  readonly lower: AddressSet;
  readonly upper: AddressSet;
  readonly #address: number | bigint;
  readonly #start: number | bigint;

  constructor(written: Written, start: number | bigint, lower: AddressSet, upper: AddressSet, mapped: boolean) {
    this.family = written.family;
    this.prefix = written.prefix ?? (written.family === 4 ? 32 : undefined);
    this.explicitPrefix = written.prefix !== undefined;
    this.hostBits = start !== written.address;
    this.unspecified = written.prefix === undefined && BigInt(written.address) === 0n;
    this.mapped = mapped;
    this.lower = lower;
    this.upper = upper;
    this.#address = written.address;
    this.#start = start;
  }

  get network(): string {
    return `${formatAddress(this.#start, this.family)}/${this.prefix ?? 128}`;
  }

  get single(): string {
    return `${formatAddress(this.#address, this.family)}/${this.family === 4 ? 32 : 128}`;
  }
}

function ofIpv4(written: Written4, mapped: boolean): Network {
  const size = 2 ** (32 - (written.prefix ?? 32));
  const start = written.address - (written.address % size);
  const set = new AddressSet([start, start + size], []);
  return new ReadNetwork(written, start, mapped ? AddressSet.empty : set, set, mapped);
}

function ofIpv6(written: Written6): Network {
  const { address, prefix } = written;
  const start = maskIpv6(address, prefix ?? 128);
  const lower = ipv6Network(start, prefix ?? 128);
  return new ReadNetwork(
    written,
    start,
    lower,
    prefix === undefined ? ipv6Network(maskIpv6(address, 32), 32) : lower,
    false,
  );
}

function ipv6Network(start: bigint, prefix: number): AddressSet {
  return new AddressSet([], [start, start + (1n << BigInt(128 - prefix))]);
}

function maskIpv6(address: bigint, prefix: number): bigint {
  const hostBits = BigInt(128 - prefix);
  return (address >> hostBits) << hostBits;
}

/** The IPv4 that an IPv6 address or CIDR maps; undefined if it maps none. */
function mappedIpv4({ address, prefix }: Written6): Written4 | undefined {
  if (address >> 32n !== 0xffffn || (prefix ?? 128) < 96) return undefined;
  return { family: 4, address: Number(address & 0xffffffffn), prefix: prefix === undefined ? prefix : prefix - 96 };
}
