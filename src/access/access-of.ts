import { AddressSet } from '../ip/address-set.ts';
import { type Answer, all, NO, unknown, yes } from '../model/answer.ts';
import { type Api, AUTHORIZATIONS, type Authorization, type Revision } from '../model/api.ts';
import type { Policy, Statement } from '../model/policy.ts';
import { undocumented } from '../model/questions.ts';
import { distinct, type Unknown } from '../values/value.ts';
import type { Access, Caller, Matching, RouteAccess } from './access.ts';
import { CALLERS, needsNoAllow, seenByPolicy } from './caller.ts';
import { cellsOf } from './cells.ts';
import { type Decision, decide, isInvoke } from './decide.ts';
import { type DoorWitness, doorKinds, doorsOf } from './doors.ts';
import { evidenceOf } from './evidence.ts';
import { memo } from './memo.ts';
import { type Call, type Requests, requestsFor, requestsOf, requestsOfCalls } from './requests.ts';
import { servedSources } from './served.ts';
import { boundsOf } from './source-tests.ts';
import type { Bounds } from './sources.ts';
import { type Match, type Matched, matchedKey } from './targets.ts';

/** Who gets in, for every route of a revision and every stage; none for an HTTP API, which no resource policy governs. */
export const accessOf: (api: Api, revision: Revision) => readonly RouteAccess[] = memo((api: Api, revision: Revision) =>
  new Audience(api, revision).routes((statements) => requestsOf(api, revision, statements)),
);

/** The same for a call by its path: of the route that API Gateway takes for it, once for each stage; empty where none does. */
export function accessOfRequest(api: Api, revision: Revision, call: Call): readonly RouteAccess[] {
  return new Audience(api, revision).routes((statements) => requestsFor(api, revision, statements, call));
}

/** Who gets in, told apart by what the policies of another revision tell apart too: so that the two can be compared. */
export function accessBeside(api: Api, revision: Revision, others: readonly Policy[]): Comparable {
  const audience = new Audience(
    api,
    revision,
    others.flatMap(({ statements }) => statements),
  );
  let ask: ReturnType<typeof requestsOfCalls> | undefined;
  return {
    routes: audience.routes((statements) => requestsOf(api, revision, statements)),
    ofCall: (call) =>
      audience.routes((statements) => {
        ask ??= requestsOfCalls(api, revision, statements);
        return ask(call);
      }),
  };
}

export interface Comparable {
  readonly routes: readonly RouteAccess[];
  readonly ofCall: (call: Call) => readonly RouteAccess[];
}

/** Who may call one revision of an API. What is asked of the same statements is worked out once. */
class Audience {
  readonly #api: Api;
  readonly #revision: Revision;
  readonly #statements: readonly Statement[];
  /** With those of another revision, which decide nothing here. */
  readonly #told: readonly Statement[];
  readonly #invokes: readonly Answer[];
  readonly #spoken = new WeakMap<Matched, Speaking>();
  readonly #known = new Map<string, readonly Access[]>();
  readonly #decided = new Map<string, Decided>();

  constructor(api: Api, revision: Revision, beside: readonly Statement[] = []) {
    this.#api = api;
    this.#revision = revision;
    this.#statements = revision.policies.flatMap(({ statements }) => statements);
    this.#told = [...this.#statements, ...beside];
    this.#invokes = this.#statements.map(({ action }) => (action ? isInvoke(action) : yes(true)));
  }

  routes(find: (statements: readonly Statement[]) => readonly Requests[]): readonly RouteAccess[] {
    if (this.#api.kind === 'http') return [];
    const { routesOpen, authorization: told } = this.#revision;
    const hidden = [...routesOpen, ...(this.#api.unread?.stages ?? [])];
    const elsewhere = told ?? unknown(hidden.length > 0 ? hidden : [routeOf(this.#api)]);
    return find(this.#told).map(({ matched, ...requests }) => {
      const authorization = requests.route?.authorization ?? elsewhere;
      const { exists } = requests;
      const speaking = this.#speaking(matched);
      const { statements, speaks } = speaking;
      const access = once(() => this.#access({ authorization, exists, speaking }));
      return {
        ...requests,
        authorization,
        statements,
        speaks,
        matches: exists.is === 'yes' ? speaks : (statement) => all(exists, speaks(statement)),
        get access() {
          return access();
        },
      };
    });
  }

  /** The statements that may speak of requests, by action and resource. */
  #speaking(matched: Matched): Speaking {
    const known = this.#spoken.get(matched);
    if (known) return known;
    const answers = new Map<Statement, Match>();
    for (const [index, answer] of matched) {
      if (index >= this.#statements.length) continue;
      const invokes = this.#invokes[index] ?? NO;
      const one = all(answer, invokes);
      const asked = invokes.is === 'yes' && answer.asked;
      if (one.is !== 'no') answers.set(this.#statements[index] as Statement, { ...one, ...(asked && { asked }) });
    }
    const speaking = {
      statements: [...answers.keys()],
      speaks: (statement: Statement) => answers.get(statement) ?? NO,
      key: matchedKey(matched),
    };
    this.#spoken.set(matched, speaking);
    return speaking;
  }

  #access(called: Called): readonly Access[] {
    const { authorization, exists, speaking } = called;
    const kind = authorization.is === 'yes' ? authorization.value : idsOf(authorization);
    const question = JSON.stringify([kind, idsOf(exists), speaking.key]);
    const found = this.#known.get(question) ?? this.#work(called);
    this.#known.set(question, found);
    return found;
  }

  #work({ authorization, exists, speaking }: Called): readonly Access[] {
    const kinds = authorization.is === 'yes' ? [authorization.value] : AUTHORIZATIONS;
    return kinds.flatMap((kind) =>
      CALLERS[kind].flatMap((caller) =>
        doorKinds(this.#api).flatMap(({ via, has }) => {
          const doors = doorsOf(via, this.#told);
          const doubts = [...because(exists), ...because(authorization), ...because(has)];
          const asked = needsNoAllow(caller, this.#api, this.#revision);
          // where it is not known who authorizes the callers, that is what is to be known first
          const needsNone = asked.is === 'unknown' && authorization.is === 'unknown' ? authorization : asked;
          return doors.map((door) => this.#byDoor({ kind, caller, needsNone, doubts }, door, speaking));
        }),
      ),
    );
  }

  #byDoor({ kind, caller, needsNone, doubts }: Calling, door: DoorWitness, speaking: Speaking): Access {
    const { policies, policyOpen } = this.#revision;
    const decisions = policies.map((policy) => this.#decide(policy, caller, door, speaking));
    const outcomes = decisions.map(({ decision, policy }) => policyOutcome(policy, decision, needsNone));
    if (policies.length === 0) outcomes.push(this.#withoutPolicy(kind, caller, door));
    const [second] = policies.slice(1);
    const open = [...policyOpen, ...(second ? [twoPolicies(second)] : [])];
    const bounds = outcomes.reduce((a, b) => ({
      lower: a.lower.intersect(b.lower),
      upper: a.upper.union(b.upper),
      because: [...a.because, ...b.because],
    }));
    const served = servedSources(this.#api, door.door.via);
    const isOpen = policyOpen.length > 0;
    const given: Bounds = isOpen ? boundsOf(unknown(open)) : { ...bounds, because: [...open, ...bounds.because] };
    const certainly = doubts.length > 0 ? AddressSet.empty : given.lower.intersect(served.lower);
    const possibly = given.upper.intersect(served.upper);
    return {
      caller,
      door: door.door,
      certainly,
      possibly,
      because: certainly.equals(possibly) ? [] : distinct([...doubts, ...given.because, ...served.because]),
      doubts,
      given,
      served,
      matching: (statement) => matchingOf(decisions, statement),
      by: once(() =>
        decisions
          .flatMap(({ decision, relevant }) => evidenceOf(relevant, decision.statements, served.upper, possibly))
          .filter(({ effect }) => effect !== 'none' || needsNone.is === 'yes'),
      ),
    };
  }

  #decide(policy: Policy, kind: Caller, door: DoorWitness, { speaks, key }: Speaking): Decided {
    const caller = seenByPolicy(kind);
    const question = `${this.#revision.policies.indexOf(policy)} ${caller} ${JSON.stringify(door.door)} ${key}`;
    const known = this.#decided.get(question);
    if (known) return known;
    const relevant = policy.statements.filter((statement) => speaks(statement).is !== 'no');
    const matched = relevant.map(speaks);
    const cells = cellsOf(this.#api, caller, door, relevant);
    const within = servedSources(this.#api, door.door.via).upper;
    const decision = decide({ api: this.#api, caller, door, statements: relevant, matched, cells, within });
    const decided = { policy, relevant, decision };
    this.#decided.set(question, decided);
    return decided;
  }

  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html */
  #withoutPolicy(kind: Authorization, caller: Caller, { door }: DoorWitness): Bounds {
    if (this.#api.kind === 'domain') return boundsOf(unknown([undocumented(this.#api)]));
    if (door.via === 'vpc-endpoint') return boundsOf(NO);
    return boundsOf(kind !== 'AWS_IAM' || caller === 'account-allowed' ? yes(true) : NO);
  }
}

/** The statements that may speak of some requests, whether they do, and what is equal for requests of the same. */
interface Speaking {
  readonly statements: readonly Statement[];
  readonly speaks: (statement: Statement) => Match;
  readonly key: string;
}

/** What of a route decides who gets in. */
interface Called {
  readonly authorization: Answer<Authorization>;
  readonly exists: Answer;
  readonly speaking: Speaking;
}

/** As whom a route is called. */
interface Calling {
  readonly kind: Authorization;
  readonly caller: Caller;
  /** Whether no `Allow` is needed. */
  readonly needsNone: Answer;
  /** What keeps it from being known whether there is such a call. */
  readonly doubts: readonly Unknown[];
}

/** What one policy says, and of its statements those that speak of what is called. */
interface Decided {
  readonly policy: Policy;
  readonly decision: Decision;
  readonly relevant: readonly Statement[];
}

function matchingOf(decisions: readonly Decided[], statement: Statement): Matching {
  for (const { relevant, decision } of decisions) {
    const bounds = decision.statements[relevant.indexOf(statement)];
    if (bounds) return { certainly: bounds.lower, possibly: bounds.upper, because: bounds.because };
  }
  return { certainly: AddressSet.empty, possibly: AddressSet.empty, because: [] };
}

function policyOutcome({ open }: Policy, decision: Decision, needsNone: Answer): Bounds {
  const { undenied } = decision;
  const outcome = outcomeOf(decision, needsNone);
  if (open.length === 0) return outcome;
  // a statement that is not known may allow, or deny, everything
  const denied = AddressSet.all.subtract(undenied.upper);
  return { lower: AddressSet.empty, upper: AddressSet.all.subtract(denied), because: [...open, ...outcome.because] };
}

/** Whom a policy lets in by its statements: what no `Allow` matches depends on whether one is needed. */
function outcomeOf({ allowed, undenied }: Decision, needsNone: Answer): Bounds {
  if (needsNone.is !== 'unknown') return needsNone.is === 'yes' ? undenied : allowed;
  const isSame = allowed.lower.equals(undenied.lower) && allowed.upper.equals(undenied.upper);
  return {
    lower: allowed.lower,
    upper: undenied.upper,
    because: [...allowed.because, ...(isSame ? [] : needsNone.because)],
  };
}

function because(answer: Answer): readonly Unknown[] {
  return answer.is === 'unknown' ? answer.because : [];
}

function idsOf(answer: Answer): readonly string[] {
  return because(answer).map(({ id }) => id);
}

function routeOf({ place, id }: Api): Unknown {
  return { kind: 'unknown', id: `routes of ${id}`, reason: `the routes of ${id} are not known`, origin: place };
}

function twoPolicies({ place }: Policy): Unknown {
  const reason = 'the API has two policies, and AWS does not say which one wins';
  return { kind: 'unknown', id: reason, reason, origin: place };
}

/** Asks only once. */
function once<T>(ask: () => T): () => T {
  let answer: T | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}
