import { AddressSet } from '../ip/address-set.ts';
import { type Answer, any, NO, not, unknown } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { patternOf } from '../model/pattern.ts';
import type { Element, Statement } from '../model/policy.ts';
import { distinct, type Unknown } from '../values/value.ts';
import type { Caller } from './access.ts';
import type { Cell, Cells } from './cells.ts';
import type { DoorWitness } from './doors.ts';
import { cases, type Range } from './joint.ts';
import { keyOf } from './keys.ts';
import { StatementMatches } from './matches.ts';
import { matchesText } from './reading.ts';
import type { Bounds } from './sources.ts';
import type { Match } from './targets.ts';

/** One caller by one door, and what the resources and actions of the statements say of what is called. */
export interface Question {
  readonly api: Api;
  readonly caller: Caller;
  readonly door: DoorWitness;
  readonly statements: readonly Statement[];
  /** By the index of the statement. */
  readonly matched: readonly Match[];
  readonly cells: Cells;
  /** The sources that are asked about. */
  readonly within: AddressSet;
}

/** What a policy says of sources: allowed where an `Allow` matches and no `Deny` does. */
export interface Decision {
  readonly allowed: Bounds;
  readonly undenied: Bounds;
  /** By the index of the statement: the sources that it matches, in every way to call and in some. */
  readonly statements: readonly Bounds[];
}

const { empty, all: everywhere } = AddressSet;

const invoke = [...'execute-api:invoke'];

/** Whether `Action` or `NotAction` speaks of invoking an API. */
export function isInvoke({ values, negated, open }: Element): Answer {
  const named = values.map(({ text }) =>
    matchesText(
      patternOf(text).map((token) => (typeof token === 'string' ? token.toLowerCase() : token)),
      invoke,
    ),
  );
  const found = any(...named, open.length > 0 ? unknown(open) : NO);
  return negated ? not(found) : found;
}

/** Works out what a policy says, over all ways to make the request. */
export function decide(question: Question): Decision {
  const { statements, cells } = question;
  const matches = new StatementMatches(question);
  const ways = cells.ways.map((choices) => choices.map((cell) => decideCell(question, matches, cell)));
  const over = (pick: (one: CellDecision) => Bounds): Bounds => {
    const chosen = ways.map((choices) => ({
      lower: AddressSet.unionAll(choices.map((one) => pick(one).lower)),
      upper: AddressSet.unionAll(choices.map((one) => pick(one).upper)),
    }));
    const lower = chosen.map((one) => one.lower).reduce((a, b) => a.intersect(b));
    const upper = AddressSet.unionAll(chosen.map((one) => one.upper));
    const difference = upper.subtract(lower).intersect(question.within);
    const varying = AddressSet.unionAll(chosen.map((one) => one.lower)).subtract(lower);
    const depends = !varying.intersect(difference).isEmpty;
    return { lower, upper, because: [...doubts(question, ways.flat(), difference), ...(depends ? cells.because : [])] };
  };
  return {
    allowed: over(({ allowed }) => allowed),
    undenied: over(({ undenied }) => undenied),
    statements: statements.map(({ effect, conditions }, i) => {
      const isAllow = effect.is === 'yes' && effect.value === 'Allow';
      const choose = (sets: readonly AddressSet[]): AddressSet =>
        isAllow ? AddressSet.unionAll(sets) : sets.reduce((a, b) => a.intersect(b));
      const own = ways.map((choices) => [...new Set(choices.map((one) => one.matches[i] as Bounds))]);
      const ones = [...new Set(own.flat())];
      const lower = own.map((choices) => choose(choices.map((one) => one.lower))).reduce((a, b) => a.intersect(b));
      const upper = AddressSet.unionAll(ones.map((one) => one.upper));
      const unsaid = lower.equals(upper) ? [] : conditions.flatMap((one) => cells.undocumented.get(keyOf(one)) ?? []);
      const because = [...ones.flatMap((one) => one.because), ...unsaid];
      return { lower, upper, because: distinct(because) };
    }),
  };
}

interface CellDecision {
  readonly matches: readonly Bounds[];
  readonly allowed: Bounds;
  readonly undenied: Bounds;
}

function decideCell(question: Question, statements: StatementMatches, cell: Cell): CellDecision {
  const own = question.statements.map((_, i) => statements.in(cell, i));
  const found = cases(own).map((ranges) => decideCase(question, ranges));
  const over = (pick: (one: CaseDecision) => Range): Bounds => ({
    lower: found.map((one) => pick(one).lower).reduce((a, b) => a.intersect(b)),
    upper: AddressSet.unionAll(found.map((one) => pick(one).upper)),
    because: [],
  });
  return {
    matches: own.map(({ bounds }) => bounds),
    allowed: over(({ allowed }) => allowed),
    undenied: over(({ undenied }) => undenied),
  };
}

interface CaseDecision {
  readonly allowed: Range;
  readonly undenied: Range;
}

function decideCase({ statements }: Question, matches: readonly Range[]): CaseDecision {
  const of = (effect: 'Allow' | 'Deny'): Range => {
    const own = statements.map(({ effect: one }, i) => ({ one, match: matches[i] as Range }));
    return {
      lower: AddressSet.unionAll(
        own.map(({ one, match: { lower } }) => (one.is === 'yes' && one.value === effect ? lower : empty)),
      ),
      upper: AddressSet.unionAll(
        own.map(({ one, match: { upper } }) => (one.is !== 'yes' || one.value === effect ? upper : empty)),
      ),
    };
  };
  const [allow, deny] = [of('Allow'), of('Deny')];
  return {
    allowed: { lower: allow.lower.subtract(deny.upper), upper: allow.upper.subtract(deny.lower) },
    undenied: { lower: everywhere.subtract(deny.upper), upper: everywhere.subtract(deny.lower) },
  };
}

/** What makes the difference for sources that may get in: of statements that certainly match them or do not, nothing. */
function doubts({ statements }: Question, cells: readonly CellDecision[], difference: AddressSet): readonly Unknown[] {
  const found = new Map<string, Unknown>();
  const add = (sources: AddressSet, because: readonly Unknown[]): void => {
    if (because.length > 0 && !sources.intersect(difference).isEmpty) for (const one of because) found.set(one.id, one);
  };
  const seen = statements.map(() => new Set<Bounds>());
  for (const { matches } of difference.isEmpty ? [] : cells) {
    statements.forEach(({ effect }, i) => {
      const bounds = matches[i] as Bounds;
      if (seen[i]?.has(bounds)) return;
      seen[i]?.add(bounds);
      const { lower, upper, because } = bounds;
      add(upper.subtract(lower), because);
      if (effect.is === 'unknown') add(upper, effect.because);
    });
  }
  return [...found.values()];
}
