import type { Place } from '../model/policy.ts';
import type { FindingRoute, Related, Severity } from '../report/report.ts';
import type { Proposal } from '../rules/rule.ts';
import { distinct } from './distinct.ts';
import { type ApiScenarios, Found } from './found.ts';
import { fill } from './message.ts';
import { gravest, type Problem, textOf } from './problems.ts';
import { Routes } from './routes.ts';
import { keyOf } from './uses.ts';

/** What a rule says of one API at one place with one message and one meaning, in whatever scenarios. */
export class Telling {
  readonly found: Found = new Found();
  /** The references that lead to its place. */
  readonly uses: Place['at'][] = [];
  /** How often it was reported. */
  count = 0;
  /** What each report of it proposes: not every use of a place can take the same change. */
  proposals: readonly Proposal[];
  private readonly kept: [Problem, ...Problem[]];

  constructor(first: Problem) {
    this.kept = [first];
    this.proposals = first.detail.propose ?? [];
  }

  /** All but those that say what an earlier one says. */
  get problems(): readonly [Problem, ...Problem[]] {
    return this.kept;
  }

  add(problem: Problem, group: ApiScenarios): void {
    const { use } = problem.at.place;
    if (use && !this.uses.some((other) => other.file === use.file && other.start === use.start)) this.uses.push(use);
    this.found.add(group, problem.api);
    this.count += 1;
    this.proposals = inBoth(this.proposals, problem.detail.propose ?? []);
    const isNew = problem.detail.routes !== undefined || !this.kept.some((one) => saying(one) === saying(problem));
    if (this.count > 1 && isNew) this.kept.push(problem);
  }

  /** What it comes to, once all is added. */
  told(group: ApiScenarios): Told {
    const { kept, found } = this;
    const [first] = kept;
    // of variants alone, none of which is true of all, what they are variants of
    const name = kept.every(({ message }) => message === first.message)
      ? first.message
      : (first.detail.variant?.of ?? first.message);
    const speaking = kept.filter(({ message }) => message === name);
    const values = (speaking.length > 0 ? speaking : kept).map(({ detail }) => detail.data ?? {});
    const routes = first.detail.routes && new Routes(kept, group, found);
    return {
      telling: this,
      severity: gravest(kept),
      text: fill(first.rule.messages[name] as string, values, routes?.text),
      ...(routes && { routes: routes.all }),
    };
  }

  /** What the problems relate to, each place once. */
  get related(): readonly Related<Place>[] {
    const all = this.kept.flatMap(({ detail }) => detail.related ?? []);
    return distinct(
      all.map(({ message, place }) => ({ message, location: place })),
      ({ message, location }) => `${message} ${keyOf(location)}`,
    );
  }
}

export interface Told {
  readonly telling: Telling;
  readonly severity: Severity;
  readonly text: string;
  readonly routes?: readonly FindingRoute[];
}

/** Those of some proposals that others hold too. */
export function inBoth(some: readonly Proposal[], others: readonly Proposal[]): readonly Proposal[] {
  return some.filter(({ message }) => others.some((one) => one.message === message));
}

function saying(problem: Problem): string {
  const related = (problem.detail.related ?? []).map(({ message, place }) => `${message} ${keyOf(place)}`);
  return [problem.severity, textOf(problem), ...related].join('\0');
}
