import { AddressSet } from '../ip/address-set.ts';
import { type Answer, all, andThen, any, NO, unknown, YES, yes } from '../model/answer.ts';
import type { Api, Revision } from '../model/api.ts';
import { typedEntries, undocumented, type ValidEntry, validEntries } from '../model/entries.ts';
import type { Policy, Statement } from '../model/policy.ts';
import { isAllowlist, unknownEntries } from '../model/questions.ts';
import type { Unknown } from '../values/value.ts';
import { type Conflict, type Denials, denials } from './denials.ts';
import { memo } from './memo.ts';
import { routesOf } from './routes.ts';
import { type SourceCondition, sourceConditions } from './sources.ts';

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
    const admits = all(isAllowlist(source.statement, source.condition), speaksOfSome(api, revision, source.statement));
    if (admits.is === 'no') return [];
    const key = source.key ?? source;
    const denied = known.get(key) ?? denials(api, revision, policy, source);
    known.set(key, denied);
    // where nothing can be denied on one of its routes, no entry is in conflict
    const { statement } = source;
    const isOpen = denied.some((part) => part.exists.is === 'yes' && !part.mayDeny(statement));
    return !isOpen && denied.some((part) => part.mayDeny(statement)) ? [{ source, admits, denied }] : [];
  });
  return {
    entries: admitting.flatMap(({ source, admits, denied }) =>
      validEntries(source.list).map((one) => ({
        ...one,
        source,
        conflict: andThen(all(admits, conflictOn(one, source.statement, denied)), ([, conflict]) => yes(conflict)),
      })),
    ),
    because: admitting.flatMap(({ source, denied }) => {
      const open = unknownEntries(source.list);
      const perhaps = typedEntries(source.list).filter(({ typed: { within } }) =>
        denied.some((part) => part.mayDeny(source.statement, within)),
      );
      return [...(open.is === 'unknown' ? open.because : []), ...perhaps.flatMap(({ because }) => because)];
    }),
  };
}

/**
 * Whether a statement speaks of calls, whatever the unknown parts of it and of the routes turn out to be. Where no route or stage
 * is written, those that it names are taken to be there.
 */
function speaksOfSome(api: Api, revision: Revision, statement: Statement): Answer {
  const { action, resource } = statement;
  const own = new Set(
    [action, resource].flatMap((element) =>
      element ? [...element.open, ...element.values.flatMap(({ known }) => causesOf(known))].map(({ id }) => id) : [],
    ),
  );
  return any(
    ...routesOf(api, revision, statement).map(({ route, stage, speaks }) => {
      const answer = speaks(statement);
      const isOpen = answer.is === 'unknown' && !(route && stage) && !answer.because.some(({ id }) => own.has(id));
      return isOpen ? YES : answer;
    }),
  );
}

const causesOf = (answer: Answer<unknown>): readonly Unknown[] => (answer.is === 'unknown' ? answer.because : []);

/** What is denied of an entry on all routes; one that may not exist keeps it from being known where it is not like the others. */
function conflictOn(entry: ValidEntry, asking: Statement, parts: readonly Denials[]): Answer<Conflict> {
  const found = parts.map((part) => ({ exists: part.exists, conflict: conflictOf(entry, asking, part) }));
  if (found.every(({ conflict }) => conflict.is === 'no')) return NO;
  const certain = found.filter(({ exists }) => exists.is === 'yes').map(({ conflict }) => conflict);
  const known = andThen(all(...certain), (conflicts) => yes(together(conflicts)));
  const because: Unknown[] = [];
  for (const { exists, conflict } of found) {
    if (exists.is !== 'unknown') continue;
    const isAlike =
      certain.length > 0 && known.is === 'yes' && conflict.is === 'yes' && known.value.left.covers(conflict.value.left);
    if (!isAlike)
      for (const one of [...exists.because, ...(conflict.is === 'unknown' ? conflict.because : [])]) because.push(one);
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

function conflictOf({ entry, address }: ValidEntry, asking: Statement, denials: Denials): Answer<Conflict> {
  const { lower, upper } = address;
  const conflict = denials.of(upper, asking);
  if (conflict.left.isEmpty) return yes(conflict);
  const open = denials.openOn(conflict.left, asking);
  if (open.length > 0) return unknown(open);
  if (lower.equals(upper)) return conflict.by.length > 0 ? yes(conflict) : NO;
  return denials.of(lower, asking).left.isEmpty ? unknown([undocumented(entry)]) : NO;
}
