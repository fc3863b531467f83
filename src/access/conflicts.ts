import type { AddressSet } from '../ip/address-set.ts';
import type { Network } from '../ip/network.ts';
import { type Answer, all, andThen, NO, unknown, yes } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { type ValidEntry, validEntries } from '../model/entries.ts';
import type { Policy } from '../model/policy.ts';
import { isAllowlist, unknownEntries } from '../model/questions.ts';
import type { Unknown } from '../values/value.ts';
import { type Denials, denials } from './denials.ts';
import { type SourceCondition, sourceConditions } from './sources.ts';

/** What IP conditions of other statements take out of an admitted entry. */
export interface Conflict {
  readonly by: readonly SourceCondition[];
  /** What is still admitted. */
  readonly left: AddressSet;
}

/** An entry that admits sources: one of an `Allow`, or an exception of a `Deny`. */
export interface AdmittedEntry extends ValidEntry {
  readonly source: SourceCondition;
  /** No where nothing of it is denied on all routes that it admits. */
  readonly conflict: Answer<Conflict>;
}

export interface Admitted {
  readonly entries: readonly AdmittedEntry[];
  /** Unknown entries of which something may be denied. */
  readonly because: readonly Unknown[];
}

export function admittedEntries(api: Api, policy: Policy): Admitted {
  const admitting = sourceConditions(api, policy).flatMap((source) => {
    const admits = isAllowlist(source.statement, source.condition);
    return admits.is === 'no' ? [] : [{ source, admits, denied: denials(api, policy, source) }];
  });
  return {
    entries: admitting.flatMap(({ source, admits, denied }) =>
      validEntries(source.list).map((one) => ({
        ...one,
        source,
        conflict: andThen(all(admits, conflictOf(one.address, denied)), ([, conflict]) => yes(conflict)),
      })),
    ),
    because: admitting.flatMap(({ source, denied }) => {
      const open = unknownEntries(source.list);
      return open.is === 'unknown' && !denied.possible.isEmpty ? open.because : [];
    }),
  };
}

function conflictOf({ lower, upper }: Network, { certain, by, possible, because }: Denials): Answer<Conflict> {
  const { owners, rest } = certain.shares(upper);
  const conflict = { by: owners.flatMap((owner) => by[owner] ?? []), left: rest };
  if (rest.isEmpty) return yes(conflict);
  if (because.length > 0 && !rest.intersect(possible).isEmpty) return unknown(because);
  return owners.length > 0 && lower.equals(upper) ? yes(conflict) : NO;
}
