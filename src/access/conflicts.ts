import type { AddressSet } from '../ip/address-set.ts';
import type { Network } from '../ip/network.ts';
import { type Answer, NO, unknown, yes } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { validEntries } from '../model/entries.ts';
import type { Entry, Policy } from '../model/policy.ts';
import { denials } from './denials.ts';
import { type SourceCondition, sourceConditions } from './sources.ts';

/** What IP conditions of other statements take out of an admitted entry. */
export interface Conflict {
  readonly by: readonly SourceCondition[];
  /** What is still admitted. */
  readonly left: AddressSet;
}

/** An entry that admits sources: one of an `Allow`, or an exception of a `Deny`. */
export interface AdmittedEntry {
  readonly source: SourceCondition;
  readonly entry: Entry;
  readonly address: Network;
  /** No where nothing of it is denied on all routes that it admits. */
  readonly conflict: Answer<Conflict>;
}

export function admittedEntries(api: Api, policy: Policy): readonly AdmittedEntry[] {
  return sourceConditions(api, policy)
    .filter(({ effect, condition }) => condition.operator.negated === (effect === 'Deny'))
    .flatMap((source) =>
      validEntries(source.list).map(({ entry, address }) => ({
        source,
        entry,
        address,
        conflict: conflictOf(api, policy, source, address),
      })),
    );
}

function conflictOf(api: Api, policy: Policy, source: SourceCondition, { lower, upper }: Network): Answer<Conflict> {
  const { certain, by, possible, because } = denials(api, policy, source);
  const { owners, rest } = certain.shares(upper);
  const conflict = { by: owners.flatMap((owner) => by[owner] ?? []), left: rest };
  if (rest.isEmpty) return yes(conflict);
  if (because.length > 0 && !rest.intersect(possible).isEmpty) return unknown(because);
  return owners.length > 0 && lower.equals(upper) ? yes(conflict) : NO;
}
