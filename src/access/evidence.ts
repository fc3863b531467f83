import type { AddressSet } from '../ip/address-set.ts';
import type { Statement } from '../model/policy.ts';
import type { Evidence } from './access.ts';
import type { Bounds } from './sources.ts';

/** Disjoint parts of the sources and what decides about each. Only those who are `entering` get in. */
export function evidenceOf(
  statements: readonly Statement[],
  bounds: readonly Bounds[],
  within: AddressSet,
  entering: AddressSet,
): readonly Evidence[] {
  const found = new Map<
    string,
    { sources: AddressSet; effect: Evidence['effect']; statements: readonly Statement[] }
  >();
  for (const part of parts(statements, bounds, within)) {
    const effect = part.denies.length > 0 ? 'deny' : part.allows.length > 0 ? 'allow' : 'none';
    const sources = effect === 'deny' ? part.sources : part.sources.intersect(entering);
    if (sources.isEmpty) continue;
    const deciding = effect === 'deny' ? part.denies : part.allows;
    const key = `${effect} ${deciding.map(({ index }) => index).join()}`;
    const known = found.get(key);
    found.set(key, { sources: known ? known.sources.union(sources) : sources, effect, statements: deciding });
  }
  return [...found.values()].sort(byStatements);
}

/** In the order of the statements; last where there is none. */
function byStatements({ statements: a }: Evidence, { statements: b }: Evidence): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  const at = a.findIndex((statement, i) => statement !== b[i]);
  return (a[at]?.index ?? -1) - (b[at < 0 ? a.length : at]?.index ?? -1);
}

interface Part {
  readonly sources: AddressSet;
  readonly allows: readonly Statement[];
  readonly denies: readonly Statement[];
}

/** Cuts the sources by what each statement matches: a `Deny` where it certainly does, an `Allow` where it may. */
function parts(statements: readonly Statement[], bounds: readonly Bounds[], within: AddressSet): readonly Part[] {
  let found: Part[] = [{ sources: within, allows: [], denies: [] }];
  statements.forEach((statement, i) => {
    const { lower, upper } = bounds[i] as Bounds;
    const { effect } = statement;
    const isDeny = effect.is === 'yes' && effect.value === 'Deny';
    const own = isDeny ? lower : upper;
    if (own.isEmpty || effect.is !== 'yes') return;
    found = found.flatMap(({ sources, allows, denies }) => {
      const inside = sources.intersect(own);
      if (inside.isEmpty) return [{ sources, allows, denies }];
      const outside = sources.subtract(own);
      const part: Part = isDeny
        ? { sources: inside, allows, denies: [...denies, statement] }
        : { sources: inside, allows: [...allows, statement], denies };
      return outside.isEmpty ? [part] : [part, { sources: outside, allows, denies }];
    });
  });
  return found;
}
