import { AddressSet } from '../ip/address-set.ts';
import { type Answer, all, andThen, NO, unknown, yes } from '../model/answer.ts';
import type { Api, Revision } from '../model/api.ts';
import { typedEntries, undocumented, type ValidEntry, validEntries } from '../model/entries.ts';
import type { Policy } from '../model/policy.ts';
import { isAllowlist, unknownEntries } from '../model/questions.ts';
import type { Unknown } from '../values/value.ts';
import { type Denials, denials } from './denials.ts';
import { memo } from './memo.ts';
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

export const admittedEntries: (api: Api, revision: Revision, policy: Policy) => Admitted = memo(findAdmitted);

function findAdmitted(api: Api, revision: Revision, policy: Policy): Admitted {
  const known = new Map<unknown, readonly Denials[]>();
  const admitting = sourceConditions(api, policy).flatMap((source) => {
    const admits = isAllowlist(source.statement, source.condition);
    if (admits.is === 'no') return [];
    // an exception is none to its own statement, so only what is allowed can share
    const key = source.condition.operator.negated ? source : (source.key ?? source);
    const denied = known.get(key) ?? denials(api, revision, policy, source);
    known.set(key, denied);
    // where nothing can be denied on one of its routes, no entry is in conflict
    const isOpen = denied.some(({ exists, possible }) => exists.is === 'yes' && possible.isEmpty);
    return !isOpen && denied.some(({ possible }) => !possible.isEmpty) ? [{ source, admits, denied }] : [];
  });
  return {
    entries: admitting.flatMap(({ source, admits, denied }) =>
      validEntries(source.list).map((one) => ({
        ...one,
        source,
        conflict: andThen(all(admits, conflictOn(one, denied)), ([, conflict]) => yes(conflict)),
      })),
    ),
    because: admitting.flatMap(({ source, denied }) => {
      const open = unknownEntries(source.list);
      const perhaps = typedEntries(source.list).filter(({ typed: { within } }) =>
        denied.some(({ possible }) => !possible.intersect(within).isEmpty),
      );
      return [...(open.is === 'unknown' ? open.because : []), ...perhaps.flatMap(({ because }) => because)];
    }),
  };
}

/** What is denied of an entry on all routes; one that may not exist keeps it from being known where it is not like the others. */
function conflictOn(entry: ValidEntry, parts: readonly Denials[]): Answer<Conflict> {
  const found = parts.map((part) => ({ exists: part.exists, conflict: conflictOf(entry, part) }));
  if (found.every(({ conflict }) => conflict.is === 'no')) return NO;
  const certain = found.filter(({ exists }) => exists.is === 'yes').map(({ conflict }) => conflict);
  const known = andThen(all(...certain), (conflicts) => yes(together(conflicts)));
  const because: Unknown[] = [];
  for (const { exists, conflict } of found) {
    if (exists.is !== 'unknown') continue;
    const isAlike =
      certain.length > 0 && known.is === 'yes' && conflict.is === 'yes' && known.value.left.covers(conflict.value.left);
    if (!isAlike) because.push(...exists.because, ...(conflict.is === 'unknown' ? conflict.because : []));
  }
  return because.length > 0 ? andThen(known, () => unknown(because)) : known;
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
