import { AddressSet } from '../ip/address-set.ts';
import { type Answer, all, andThen, NO, unknown, yes } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { undocumented, type ValidEntry, validEntries } from '../model/entries.ts';
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

const admittedBy = new WeakMap<Policy, Admitted>();

export function admittedEntries(api: Api, policy: Policy): Admitted {
  const admitted = admittedBy.get(policy) ?? findAdmitted(api, policy);
  admittedBy.set(policy, admitted);
  return admitted;
}

function findAdmitted(api: Api, policy: Policy): Admitted {
  const admitting = sourceConditions(api, policy).flatMap((source) => {
    const admits = isAllowlist(source.statement, source.condition);
    const denied = admits.is === 'no' ? [] : denials(api, policy, source);
    // where nothing can be denied on one of its routes, no entry is in conflict
    return denied.length > 0 && denied.every(({ possible }) => !possible.isEmpty) ? [{ source, admits, denied }] : [];
  });
  return {
    entries: admitting.flatMap(({ source, admits, denied }) =>
      validEntries(source.list).map((one) => ({
        ...one,
        source,
        conflict: andThen(all(admits, ...denied.map((part) => conflictOf(one, part))), ([, ...conflicts]) =>
          yes(together(conflicts as readonly Conflict[])),
        ),
      })),
    ),
    because: admitting.flatMap(({ source }) => {
      const open = unknownEntries(source.list);
      return open.is === 'unknown' ? open.because : [];
    }),
  };
}

function together(conflicts: readonly Conflict[]): Conflict {
  const [only, ...others] = conflicts;
  if (only && others.length === 0) return only;
  return {
    by: [...new Set(conflicts.flatMap(({ by }) => by))],
    left: AddressSet.unionAll(conflicts.map(({ left }) => left)),
  };
}

function conflictOf({ entry, address }: ValidEntry, { certain, by, possible, because }: Denials): Answer<Conflict> {
  const { lower, upper } = address;
  const { owners, rest } = certain.shares(upper);
  const conflict = { by: owners.flatMap((owner) => by[owner] ?? []), left: rest };
  if (rest.isEmpty) return yes(conflict);
  if (because.length > 0 && !rest.intersect(possible).isEmpty) return unknown(because);
  if (lower.equals(upper)) return owners.length > 0 ? yes(conflict) : NO;
  return certain.shares(lower).rest.isEmpty ? unknown([undocumented(entry)]) : NO;
}
