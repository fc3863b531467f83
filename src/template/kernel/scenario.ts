import { allows, type Choice, type Fact, isEmpty, single, type World, without } from '../../model/scenario.ts';

/** What is decided in one scenario while a template is evaluated in it. */
export class Scenario {
  /** Counts what was read of the scenario: what was evaluated without reading any holds in all of them. */
  reads = 0;
  /** Counts what was decided: what was evaluated before the last decision did not know of it. */
  decisions = 0;
  /** Parameters whose default contradicts what this scenario takes an expression to be. */
  readonly withoutDefault: Set<string>;
  private readonly facts: Map<string, Fact>;
  private readonly fork: (other: Scenario) => void;
  private quiet = 0;

  constructor(facts: ReadonlyMap<string, Fact>, withoutDefault: ReadonlySet<string>, fork: (other: Scenario) => void) {
    this.facts = new Map(facts);
    this.withoutDefault = new Set(withoutDefault);
    this.fork = fork;
  }

  get world(): World {
    return [...this.facts.values()];
  }

  choice(subject: string): Choice | undefined {
    this.reads += 1;
    return this.facts.get(subject)?.choice;
  }

  get isQuiet(): boolean {
    return this.quiet > 0;
  }

  /** Evaluates without deciding anything: what is not decided yet stays undefined. */
  quietly<T>(work: () => T): T {
    this.quiet += 1;
    try {
      return work();
    } finally {
      this.quiet -= 1;
    }
  }

  /**
   * Whether the subject is the value. Where both are possible this scenario goes on with yes and another one is left to
   * be explored with no; quietly, the answer is undefined.
   */
  decide(subject: string, domain: Choice, value: string, otherwise?: (other: Scenario) => void): boolean | undefined {
    const choice = this.choice(subject) ?? domain;
    if (!allows(choice, value)) return false;
    if (single(choice) === value) return true;
    if (this.quiet > 0) return undefined;
    const rest = without(choice, value);
    if (!isEmpty(rest)) {
      const other = new Scenario(this.facts, this.withoutDefault, this.fork);
      other.facts.set(subject, { subject, choice: rest, domain });
      otherwise?.(other);
      this.fork(other);
    }
    this.facts.set(subject, { subject, choice: { is: [value] }, domain });
    this.decisions += 1;
    return true;
  }
}

/** A scenario that leaves none to be explored: what is first asked is so. */
export const nowhere = (): Scenario => new Scenario(new Map(), new Set(), () => {});

/** Thrown where a scenario asks for what no deployment can have. */
export class Impossible extends Error {
  override readonly name = 'Impossible';
}

/** Evaluates in every scenario that the evaluation itself turns out to need; `complete` is false past the bound. */
export function explore<T>(
  bound: number,
  evaluate: (scenario: Scenario) => T,
): { readonly results: readonly T[]; readonly complete: boolean } {
  const open: Scenario[] = [];
  const fork = (other: Scenario): void => {
    open.push(other);
  };
  open.push(new Scenario(new Map(), new Set(), fork));
  const results: T[] = [];
  for (let done = 0; done < bound; done += 1) {
    const scenario = open.shift();
    if (!scenario) break;
    try {
      results.push(settled(scenario, evaluate));
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
    }
  }
  return { results, complete: open.length === 0 };
}

/** What an evaluation gives that knows from its beginning what it decides. */
function settled<T>(scenario: Scenario, evaluate: (scenario: Scenario) => T): T {
  for (;;) {
    const { decisions } = scenario;
    const result = evaluate(scenario);
    if (scenario.decisions === decisions) return result;
  }
}
