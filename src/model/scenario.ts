/** A part of a domain: these values, or all but these. */
export type Choice = { readonly is: readonly string[] } | { readonly not: readonly string[] };

/** What one scenario takes a parameter (or a condition that cannot be read) to be. */
export interface Fact {
  readonly subject: string;
  readonly choice: Choice;
  /** All that the subject can be. */
  readonly domain: Choice;
}

/** One consistent choice for everything that decides what a template says. Empty where nothing had to be decided. */
export type World = readonly Fact[];

export function allows(choice: Choice, value: string): boolean {
  return 'is' in choice ? choice.is.includes(value) : !choice.not.includes(value);
}

/** The only value that a choice leaves. */
export function single(choice: Choice): string | undefined {
  return 'is' in choice && choice.is.length === 1 ? choice.is[0] : undefined;
}

export function without(choice: Choice, value: string): Choice {
  return 'is' in choice ? { is: choice.is.filter((one) => one !== value) } : { not: [...choice.not, value] };
}

export function isEmpty(choice: Choice): boolean {
  return 'is' in choice && choice.is.length === 0;
}

export function union(a: Choice, b: Choice): Choice {
  if ('is' in a && 'is' in b) return { is: [...a.is, ...b.is.filter((value) => !a.is.includes(value))] };
  if ('not' in a && 'not' in b) return { not: a.not.filter((value) => b.not.includes(value)) };
  const [is, not] = 'is' in a ? [a, b as { not: readonly string[] }] : [b as { is: readonly string[] }, a];
  return { not: not.not.filter((value) => !is.is.includes(value)) };
}

function intersection(a: Choice, b: Choice): Choice {
  if ('is' in a) return { is: a.is.filter((value) => allows(b, value)) };
  return 'is' in b ? intersection(b, a) : { not: [...new Set([...a.not, ...b.not])] };
}

export function sameChoice(a: Choice, b: Choice): boolean {
  const same = (one: readonly string[], other: readonly string[]): boolean =>
    one.length === other.length && one.every((value) => other.includes(value));
  return 'is' in a ? 'is' in b && same(a.is, b.is) : 'not' in b && same(a.not, b.not);
}

/**
 * The same set of scenarios in fewer: two that differ in one subject become one, and a subject that may be anything in
 * its domain is left out.
 */
export function mergeWorlds(worlds: readonly World[]): readonly World[] {
  const merged = [...worlds];
  for (let i = 0; i < merged.length; i += 1) {
    for (let j = i + 1; j < merged.length; j += 1) {
      const one = mergeTwo(merged[i] as World, merged[j] as World);
      if (!one) continue;
      merged.splice(j, 1);
      merged[i] = one;
      i = -1;
      break;
    }
  }
  return merged;
}

function mergeTwo(a: World, b: World): World | undefined {
  if (a.length !== b.length) return undefined;
  const differing: Fact[] = [];
  for (const fact of a) {
    const other = b.find(({ subject }) => subject === fact.subject);
    if (!other) return undefined;
    if (sameChoice(fact.choice, other.choice)) continue;
    differing.push({ ...fact, choice: union(fact.choice, other.choice) });
  }
  const [fact] = differing;
  if (differing.length > 1) return undefined;
  if (!fact) return a;
  const rest = a.filter(({ subject }) => subject !== fact.subject);
  return sameChoice(fact.choice, fact.domain) ? rest : [...rest, fact];
}

/** What two scenarios have in common; undefined where they cannot hold together. */
export function common(a: World, b: World): World | undefined {
  const facts = new Map(a.map((fact) => [fact.subject, fact]));
  for (const fact of b) {
    const known = facts.get(fact.subject);
    const choice = known ? intersection(known.choice, fact.choice) : fact.choice;
    if (isEmpty(choice)) return undefined;
    const domain = known ? intersection(known.domain, fact.domain) : fact.domain;
    facts.set(fact.subject, { ...fact, choice, domain });
  }
  return [...facts.values()];
}

/** A scenario in words: `Environment is prod and UseVpc is not true`. */
export function describe(world: World): string {
  return world
    .map(({ subject, choice }) =>
      'is' in choice
        ? `${subject} is ${choice.is.map(quote).join(' or ')}`
        : `${subject} is not ${choice.not.map(quote).join(' or ')}`,
    )
    .join(' and ');
}

const quote = (value: string): string => (value === '' ? "''" : value);
