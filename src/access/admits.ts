import { AddressSet } from '../ip/address-set.ts';
import { IN_A_VPC, INTERNET4, UNROUTABLE } from '../ip/special.ts';
import { type Answer, any, fromBoolean, NO, unknown, YES } from '../model/answer.ts';
import type { Statement } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';
import type { Door, Matching, RouteAccess } from './access.ts';
import { isVarying } from './cells.ts';

/** What no caller by a door has as its address. */
export function nobodysBy({ via }: Door): AddressSet {
  return via === 'internet' ? UNROUTABLE : AddressSet.empty;
}

/** One of some addresses, from which a request can come by a door. */
export function exampleOf(sources: AddressSet, via: Door['via']): string {
  const usual = via === 'internet' ? sources.subtract(UNROUTABLE) : sources.intersect(IN_A_VPC);
  return usual.sample() ?? sources.sample() ?? '';
}

/** Whether somebody's address is among some, known by bounds, that come by a door. */
export function isSomebody(door: Door, { certainly, possibly, because }: Matching): Answer {
  const nobody = nobodysBy(door);
  if (possibly.subtract(nobody).isEmpty) return NO;
  // some of those whom it depends on are among them
  if (!certainly.subtract(nobody).isEmpty || because.every(isVarying)) return YES;
  return unknown(because);
}

/**
 * Whether some are somebody, whichever single addresses one list of these statements turns out to hold: nothing else is open, and
 * nothing is taken from where such addresses may lie.
 */
export function isSomebodyAnyway({ possibly, because }: Matching, statements: readonly Statement[]): boolean {
  const isSingle = (all: readonly Unknown[]): boolean => all.length > 0 && all.every((one) => one.isSingle);
  const lists = statements.flatMap(({ conditions }) =>
    conditions.filter(({ list }) =>
      list?.entries.some(({ address: one }) => one.is === 'unknown' && isSingle(one.because)),
    ),
  );
  return lists.length === 1 && isSingle(because) && possibly.covers(INTERNET4);
}

/** Whether there may be somebody who gets in, whatever is not known. */
export function mayAdmit(access: RouteAccess['access']): Answer {
  return fromBoolean(access.some(({ door, possibly }) => !possibly.subtract(nobodysBy(door)).isEmpty));
}

/** Whether somebody gets in; to a route that may not exist, where it does. */
export function admitsSomebody({ access, statements }: RouteAccess, exists: Answer = YES): Answer {
  const apart = new Set(exists.is === 'unknown' ? exists.because.map(({ id }) => id) : []);
  return any(
    ...access.map((one) => {
      const left = { ...one, because: one.because.filter(({ id }) => !apart.has(id)) };
      return isSomebodyAnyway(left, statements) ? YES : isSomebody(one.door, left);
    }),
  );
}
