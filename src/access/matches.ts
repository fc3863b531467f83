import { AddressSet } from '../ip/address-set.ts';
import { type Answer, fromBoolean, NO, unknown } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { patternKey } from '../model/pattern.ts';
import type { Condition, PrincipalElement, Statement } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';
import type { Caller } from './access.ts';
import { askedBy, askedOf } from './asked.ts';
import { identities, isPrincipal } from './caller.ts';
import { type Cell, differs, varies } from './cells.ts';
import type { Question } from './decide.ts';
import type { DoorWitness } from './doors.ts';
import type { Factor, StatementMatch } from './joint.ts';
import { keyKind, keyOf } from './keys.ts';
import { lackedBy } from './scope.ts';
import { boundsOf, holdsBehindEndpoint, sourcesOf } from './source-tests.ts';
import type { Bounds } from './sources.ts';
import type { Asked, Match } from './targets.ts';
import { holds, type Witness } from './tests.ts';

const { all: everywhere } = AddressSet;

/** Whether the statements of a question match in its cells: most cells differ in what few statements look at. */
export class StatementMatches {
  readonly #question: Question;
  readonly #keys: readonly (readonly string[])[];
  readonly #known: readonly Map<string, StatementMatch>[];
  readonly #called: readonly Map<Cell['identity'], Answer>[];

  constructor(question: Question) {
    this.#question = question;
    this.#keys = question.statements.map(({ conditions }) => [...new Set(conditions.map(keyOf))]);
    this.#known = question.statements.map(() => new Map());
    this.#called = question.statements.map(() => new Map());
  }

  /** One object for the same. */
  in(cell: Cell, index: number): StatementMatch {
    const called = this.#isCalled(index, cell.identity);
    const values = (this.#keys[index] ?? []).map((key) =>
      cell.values.has(key) ? witnessKey(cell.values.get(key)) : '',
    );
    const because = called.is === 'unknown' ? called.because.map(({ id }) => id) : [];
    const key = [called.is, ...because, '', ...values].join('\n');
    const known = this.#known[index] as Map<string, StatementMatch>;
    const found = known.get(key) ?? matchOf(factorsOf(this.#question, index, cell, called));
    known.set(key, found);
    return found;
  }

  #isCalled(index: number, identity: Cell['identity']): Answer {
    const { api, caller, statements } = this.#question;
    const called = this.#called[index] as Map<Cell['identity'], Answer>;
    const principal = statements[index]?.principal;
    const ask = (element: PrincipalElement): Answer =>
      identity === undefined ? isSomePrincipal(element, caller, api) : isPrincipal(element, caller, identity, api);
    const answer = called.get(identity) ?? (principal ? ask(principal) : NO);
    called.set(identity, answer);
    return answer;
  }
}

/** Whether an element speaks of a caller, whichever principal that is. */
function isSomePrincipal(element: PrincipalElement, caller: Caller, api: Api): Answer {
  const answers = identities(caller, [element], api).map((one) => isPrincipal(element, caller, one, api));
  const [first = NO] = answers;
  if (answers.every(({ is }) => is === first.is)) return first;
  return unknown([varies('principal', 'it depends on which principal calls', element.place)]);
}

const witnessKeys = new WeakMap<object, string>();

function witnessKey(witness: Witness): string {
  if (!witness) return 'absent';
  const key = witnessKeys.get(witness) ?? `is ${patternKey(witness)}`;
  witnessKeys.set(witness, key);
  return key;
}

function matchOf(factors: readonly Factor[]): StatementMatch {
  return { factors, bounds: intersection(factors) };
}

/** What decides whether a statement matches in one cell; nothing after what says that it does not. */
function factorsOf(question: Question, index: number, cell: Cell, called: Answer): readonly Factor[] {
  const statement = question.statements[index] as Statement;
  const { principal, action, resource, conditions, open, conditionsOpen, effect } = statement;
  if (effect.is === 'no' || !principal || !action || !resource) return [boundsOf(unknown(lackedBy(statement)))];
  const matched: Match = question.matched[index] ?? NO;
  const further = open.length + conditionsOpen.length > 0 ? unknown([...open, ...conditionsOpen]) : fromBoolean(true);
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
    add(conditionBounds(question, condition, cell, question.door), () => askedBy(condition));
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
  return boundsOf(unknown([differs(key, condition, kind)]));
}
