import { AddressSet } from '../ip/address-set.ts';
import type { Api, Revision } from '../model/api.ts';
import { expressionsOf, meaningBesideEntries } from '../model/meaning.ts';
import type { Access, RouteAccess } from './access.ts';
import { needsNoAllow } from './caller.ts';

/** Who is let in to a route by one door, as one kind of caller. */
export interface Decided {
  readonly api: Api;
  readonly revision: Revision;
  readonly route: RouteAccess;
  readonly access: Access;
}

interface Sources {
  readonly certainly: AddressSet;
  readonly possibly: AddressSet;
}

/**
 * The addresses for which two policies certainly decide alike, whatever is not known: the same statements match them for
 * certain, what is left to be known of the others is the same, and both callers need an `Allow`, or neither. One unknown on both sides is one.
 */
export function unchanged(one: Decided, other: Decided): AddressSet {
  const isAlike =
    needsNone(one) === needsNone(other) &&
    one.revision.policies.length === 1 &&
    other.revision.policies.length === 1 &&
    opensOf(one) === opensOf(other);
  if (!isAlike) return AddressSet.empty;
  const [a, b] = [termsOf(one), termsOf(other)];
  const differing = [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => {
    const [was, is] = [a.get(key) ?? NOWHERE, b.get(key) ?? NOWHERE];
    return [difference(was.certainly, is.certainly), difference(was.possibly, is.possibly)];
  });
  return AddressSet.all.subtract(AddressSet.unionAll(differing));
}

const NOWHERE: Sources = { certainly: AddressSet.empty, possibly: AddressSet.empty };

const needsNone = ({ access, api, revision }: Decided): string => needsNoAllow(access.caller, api, revision).is;

const opensOf = ({ revision }: Decided): string => expressionsOf(revision.policies.flatMap(({ open }) => open)).join();

/** Where statements match, by what is left to be known of them. */
function termsOf({ route, access }: Decided): ReadonlyMap<string, Sources> {
  const terms = new Map<string, Sources>();
  for (const statement of route.statements) {
    const key = meaningBesideEntries(statement, route.matches(statement).is === 'yes');
    const { certainly, possibly } = access.matching(statement);
    const known = terms.get(key) ?? NOWHERE;
    terms.set(key, { certainly: known.certainly.union(certainly), possibly: known.possibly.union(possibly) });
  }
  return terms;
}

function difference(a: AddressSet, b: AddressSet): AddressSet {
  return a.subtract(b).union(b.subtract(a));
}
