import type { Span } from '../source/tree.ts';
import type { Text } from './text.ts';

/** Where a value was written and, where a reference brought it, the place that uses it. */
export interface Origin {
  readonly at: Span;
  readonly use?: Span;
}

/**
 * A value that cannot be known from the files. Its identity is `id`, the canonical expression it stands for: two Unknowns
 * with one id are the same thing, whatever it is.
 */
export interface Unknown {
  readonly kind: 'unknown';
  readonly id: string;
  /** Why, as a clause: `parameter Sources has no default`. */
  readonly reason: string;
  /** What is to blame (a parameter's logical id, else the function), and where it is used. */
  readonly origin: Origin;
  /** The parameter, import or function call that it is exactly; absent for a value derived from one. */
  readonly source?: UnknownSource;
  /** What it is, though not which: of a list, what its members are. Absent where its type does not say. */
  readonly nature?: Nature;
  /** Set where all that is not known is which single address an entry stands for. */
  readonly isSingle?: true;
  /** Set where it differs from request to request: no document says it. */
  readonly isVarying?: true;
}

/** Each once, by its identity. */
export function distinct(unknowns: readonly Unknown[]): readonly Unknown[] {
  return [...new Map(unknowns.map((one) => [one.id, one])).values()];
}

/** What the type of a parameter or of a resource makes of its value, in words. */
export type Nature =
  | 'elastic IP address'
  | 'private address'
  | 'private network'
  | 'VPC id'
  | 'VPC endpoint id'
  | 'NAT gateway id'
  | 'internet gateway id'
  | 'Elastic IP allocation id'
  | 'security group id'
  | 'prefix list id'
  | 'subnet id'
  | 'instance id'
  | 'network interface id'
  | 'IP set'
  | 'host name';

export type UnknownSource =
  /** `joined`: a list parameter, its members put together with commas again. */
  | {
      readonly kind: 'parameter';
      readonly name: string;
      readonly type: string;
      readonly list: boolean;
      readonly joined?: true;
    }
  /** `type` is empty for a resource that the template does not have. */
  | { readonly kind: 'resource'; readonly logicalId: string; readonly type: string; readonly attribute?: string };

export interface List {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** What stands for an unknown number of further members; empty for a closed list. */
  readonly open: readonly Unknown[];
  readonly origin: Origin;
  /** How many leading items certainly stand at their index; all of them where absent. */
  readonly ordered?: number;
}

export interface DictEntry {
  readonly key: Text;
  readonly value: Value;
}

export interface Dict {
  readonly kind: 'dict';
  readonly entries: readonly DictEntry[];
  /** What may bring further entries, or replace them; empty for a closed one. */
  readonly open: readonly Unknown[];
  readonly origin: Origin;
  /** Its first token: what a finding about the whole points at. */
  readonly first: Origin;
}

export type Value = Text | List | Dict | Unknown;

export function isUnknown(value: Value | undefined): value is Unknown {
  return value?.kind === 'unknown';
}

/** Whether a value is exactly that of a parameter: of a pseudo parameter by its name, as `AWS::AccountId`. */
export function isOfParameter({ source }: Unknown, name: string): boolean {
  return source?.kind === 'parameter' && source.name === name;
}

/** The blame for an Unknown that is made of others: a single one keeps its place and reason. */
export function derived(id: string, from: Unknown, use?: Span): Unknown {
  return { kind: 'unknown', id, reason: from.reason, origin: use ? { at: from.origin.at, use } : from.origin };
}

export function unknownAt(id: string, reason: string, at: Span): Unknown {
  return { kind: 'unknown', id, reason, origin: { at } };
}
