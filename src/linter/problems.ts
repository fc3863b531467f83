import type { Api, Revision, Stage } from '../model/api.ts';
import type { Place, Placed } from '../model/policy.ts';
import type { Severity } from '../report/report.ts';
import type { Detail, Rule } from '../rules/rule.ts';
import type { Unknown } from '../values/value.ts';
import { fill, placeholdersOf } from './message.ts';
import { applies, type Within, walk } from './walk.ts';

/** A rule and the severity that it runs with. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity;
}

/** What a rule has reported of an API in one scenario. */
export interface Problem {
  readonly rule: Rule;
  readonly severity: Severity;
  /** The name of its message. */
  readonly message: string;
  readonly detail: Detail;
  readonly at: Placed;
  readonly api: Api;
  readonly revision: Revision | undefined;
  /** The stages of a live API that it is about. */
  readonly stages: readonly Stage[];
  /** What stays of its statement when values change. */
  readonly statement: string;
}

export interface Question {
  readonly rule: Rule;
  readonly unknown: Unknown;
  readonly api: Api;
}

/** A rule that threw, which is a bug of ours. */
export interface Crash {
  readonly rule: Rule;
  readonly error: unknown;
  readonly place: Place;
  readonly api: Api;
}

/** What the rules found of an API in one scenario. */
export interface Results {
  readonly problems: readonly Problem[];
  readonly questions: readonly Question[];
  readonly crashes: readonly Crash[];
}

/** All rules over one API in one scenario; whoever yields to a rule that reported the same cause is silent. */
export function problemsOf(api: Api, active: readonly ActiveRule[], truncated: Unknown | undefined): Results {
  const problems: Problem[] = [];
  const questions: Question[] = [];
  const crashes: Crash[] = [];
  const severities = new Map(active.map(({ rule, severity }) => [rule.id, severity]));
  walk(
    api,
    active.map(({ rule }) => rule),
    {
      report(rule: Rule, message: string, at: Placed, { revision, statement }: Within, detail: Detail) {
        check(rule, message, detail);
        problems.push({
          rule,
          severity: severityOf(rule, severities.get(rule.id) as Severity, detail),
          message,
          detail,
          at,
          api,
          revision,
          stages: detail.stage ? [detail.stage] : stagesOf(api, revision),
          statement: statement?.key ?? '',
        });
      },
      undecided(rule: Rule, because: readonly Unknown[]) {
        for (const unknown of because) questions.push({ rule, unknown, api });
      },
      crashed(rule: Rule, error: unknown, { place }: Placed) {
        crashes.push({ rule, error, place, api });
      },
    },
  );
  for (const { rule } of active)
    if (truncated && applies(rule, api).is !== 'no') questions.push({ rule, unknown: truncated, api });
  return { problems: onceForAllRevisions(heard(problems), api), questions, crashes };
}

/** Throws, as a rule may, where a message would lack a value. */
function check({ messages }: Rule, message: string, { data = {}, routes }: Detail): void {
  const template = messages[message];
  if (template === undefined) throw new Error(`there is no message ${message}`);
  const missing = placeholdersOf(template).find((name) => data[name] === undefined && !(name === 'routes' && routes));
  if (missing !== undefined) throw new Error(`the message has no value for {{${missing}}}: ${template}`);
}

/** The stages that a state other than the written one is in force on. */
function stagesOf({ revisions }: Api, revision: Revision | undefined): readonly Stage[] {
  return revision && revision !== revisions[0] ? (revision.inForceOn ?? []) : [];
}

/** What one revision has was reported where an earlier one has it too. */
function onceForAllRevisions(problems: readonly Problem[], { revisions }: Api): readonly Problem[] {
  if (revisions.length < 2) return problems;
  const first = new Map<string, Revision | undefined>();
  return problems.filter((problem) => {
    const key = JSON.stringify(identityOf([problem]));
    if (!first.has(key)) first.set(key, problem.revision);
    return first.get(key) === problem.revision;
  });
}

/** The problems whose cause no rule has spoken of that theirs yields to. */
function heard(problems: readonly Problem[]): readonly Problem[] {
  const causes = new Map<string, Set<object>>();
  for (const problem of problems) {
    const { id } = problem.rule;
    const all = causes.get(id) ?? new Set();
    causes.set(id, all);
    for (const one of causeOf(problem)) all.add(one);
  }
  return problems.filter(
    (problem) => !(problem.rule.yieldsTo ?? []).some((id) => causeOf(problem).some((one) => causes.get(id)?.has(one))),
  );
}

function causeOf({ at, detail }: Problem): readonly object[] {
  return detail.cause ?? [at];
}

/** What problems that are told as one mean, whatever their place and scenario: what a fingerprint is made of. */
export function identityOf(problems: readonly [Problem, ...Problem[]]): readonly string[] {
  const [{ rule, api, statement, message, detail }] = problems;
  const routes = problems.flatMap((one) => (one.detail.routes ?? []).map(({ method, path }) => `${method} ${path}`));
  const name = detail.variant?.of ?? message;
  return [rule.id, api.id, statement, name, detail.meaning ?? '', ...[...new Set(routes)].sort()];
}

const ASCENDING: readonly Severity[] = ['note', 'warning', 'error'];

function severityOf(rule: Rule, given: Severity, { atMost = 'error', atLeast = given }: Detail): Severity {
  const severity = given === rule.severity ? atLeast : given;
  return ASCENDING[Math.min(ASCENDING.indexOf(severity), ASCENDING.indexOf(atMost))] as Severity;
}

/** What it says by itself. */
export function textOf({ rule, message, detail }: Problem): string {
  return fill(rule.messages[message] as string, [detail.data ?? {}]);
}

/** The highest severity of some problems. */
export function gravest(problems: readonly Problem[]): Severity {
  return ASCENDING.findLast((one) => problems.some(({ severity }) => severity === one)) as Severity;
}
