import { AddressSet } from '../ip/address-set.ts';
import { type Answer, any, NO, not, unknown, when } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { patternOf } from '../model/pattern.ts';
import type { Condition, Element, Statement } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';
import type { Caller } from './access.ts';
import { askedBy, askedOf } from './asked.ts';
import { isPrincipal } from './caller.ts';
import { type Cell, type Cells, varies } from './cells.ts';
import type { DoorWitness } from './doors.ts';
import { cases, type Factor, type Range } from './joint.ts';
import { keyKind, keyOf } from './keys.ts';
import { matchesText } from './reading.ts';
import { boundsOf, holdsBehindEndpoint, sourcesOf } from './source-tests.ts';
import type { Bounds } from './sources.ts';
import type { Asked, Match } from './targets.ts';
import { holds } from './tests.ts';

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
  const ways = cells.ways.map((choices) => choices.map((cell) => decideCell(question, cell)));
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
    statements: statements.map(({ effect }, i) => {
      const isAllow = effect.is === 'yes' && effect.value === 'Allow';
      const choose = (sets: readonly AddressSet[]): AddressSet =>
        isAllow ? AddressSet.unionAll(sets) : sets.reduce((a, b) => a.intersect(b));
      const own = ways.map((choices) => choices.map((one) => one.matches[i] as Bounds));
      return {
        lower: own.map((choices) => choose(choices.map(({ lower }) => lower))).reduce((a, b) => a.intersect(b)),
        upper: AddressSet.unionAll(own.flat().map(({ upper }) => upper)),
        because: own.flat().flatMap(({ because }) => because),
      };
    }),
  };
}

interface CellDecision {
  readonly matches: readonly Bounds[];
  readonly allowed: Bounds;
  readonly undenied: Bounds;
}

function decideCell(question: Question, cell: Cell): CellDecision {
  const factors = question.statements.map((statement, i) => factorsOf(question, statement, i, cell));
  const found = cases(factors).map((ranges) => decideCase(question, ranges));
  const over = (pick: (one: CaseDecision) => Range): Bounds => ({
    lower: found.map((one) => pick(one).lower).reduce((a, b) => a.intersect(b)),
    upper: AddressSet.unionAll(found.map((one) => pick(one).upper)),
    because: [],
  });
  return {
    matches: factors.map(intersection),
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

/** What decides whether a statement matches in one cell; nothing after what says that it does not. */
function factorsOf(question: Question, statement: Statement, index: number, cell: Cell): readonly Factor[] {
  const { api, caller, door } = question;
  const { principal, action, resource, conditions, open, conditionsOpen, effect } = statement;
  if (effect.is === 'no' || !principal || !action || !resource) {
    const reason = 'AWS refuses a statement that lacks an element';
    return [
      boundsOf(
        unknown(open.length > 0 ? open : [{ kind: 'unknown', id: reason, reason, origin: { at: statement.place.at } }]),
      ),
    ];
  }
  const matched: Match = question.matched[index] ?? NO;
  const called = isPrincipal(principal, caller, cell.identity, api);
  const further = open.length + conditionsOpen.length > 0 ? unknown([...open, ...conditionsOpen]) : when(true);
  if (matched.is === 'no' || called.is === 'no') return [boundsOf(NO)];
  const factors: Factor[] = [];
  const add = (bounds: Bounds, ask: () => Asked | undefined): void => {
    const asked = bounds.because.length > 0 ? ask() : undefined;
    if (bounds.lower !== everywhere) factors.push({ ...bounds, ...(asked && { asked }) });
  };
  add(boundsOf(matched), () => matched.asked);
  add(boundsOf(called), () => askedOf(principal));
  add(boundsOf(further), () => undefined);
  for (const condition of conditions) {
    add(conditionBounds(question, condition, cell, door), () => askedBy(condition));
    if (factors.at(-1)?.upper.isEmpty) break;
  }
  return factors;
}

function intersection(factors: readonly Factor[]): Bounds {
  let [lower, upper, because]: [AddressSet, AddressSet, readonly Unknown[]] = [everywhere, everywhere, []];
  for (const factor of factors) {
    lower = lower.intersect(factor.lower);
    upper = upper.intersect(factor.upper);
    if (factor.because.length > 0) because = [...because, ...factor.because];
  }
  return { lower, upper, because };
}

function conditionBounds({ api, caller }: Question, condition: Condition, cell: Cell, { door }: DoorWitness): Bounds {
  const kind = keyKind(condition.key.name, caller, door.via, api);
  if (kind.is === 'source') return sourcesOf(condition);
  if (kind.is === 'unclear') return boundsOf(holdsBehindEndpoint(condition));
  const key = keyOf(condition);
  if (kind.is === 'fixed') return boundsOf(holds(condition, kind.value));
  if (cell.values.has(key)) return boundsOf(holds(condition, cell.values.get(key)));
  return boundsOf(unknown([varies(key, `${condition.key.written} depends on the request`, condition.place)]));
}

/** What makes the difference for sources that may get in: of statements that certainly match them or do not, nothing. */
function doubts({ statements }: Question, cells: readonly CellDecision[], difference: AddressSet): readonly Unknown[] {
  const found = new Map<string, Unknown>();
  const add = (sources: AddressSet, because: readonly Unknown[]): void => {
    if (because.length > 0 && !sources.intersect(difference).isEmpty) for (const one of because) found.set(one.id, one);
  };
  for (const { matches } of difference.isEmpty ? [] : cells) {
    statements.forEach(({ effect }, i) => {
      const { lower, upper, because } = matches[i] as Bounds;
      add(upper.subtract(lower), because);
      if (effect.is === 'unknown') add(upper, effect.because);
    });
  }
  return [...found.values()];
}
