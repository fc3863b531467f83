import type { Place } from '../model/policy.ts';
import type { Change, Finding, FindingRoute, Related, Severity, Suggestion, Undecided } from '../report/report.ts';
import type { Proposal } from '../rules/rule.ts';
import { fingerprint, numberTwins } from './fingerprint.ts';
import { type ApiScenarios, Found } from './found.ts';
import { fill } from './message.ts';
import { pageUrl } from './page-url.ts';
import {
  type ActiveRule,
  type Crash,
  gravest,
  identityOf,
  type Problem,
  problemsOf,
  type Question,
} from './problems.ts';
import { Routes } from './routes.ts';
import { apiRef } from './scenarios.ts';
import { countUses } from './uses.ts';

export interface LintResult {
  readonly findings: readonly Finding<Place, Change<Place>>[];
  readonly undecided: readonly Undecided<Place>[];
  /** The rules that could not be run. */
  readonly failures: readonly { readonly message: string; readonly place: Place }[];
}

/** Problems of one API that are told as one. */
interface Told {
  readonly problems: readonly [Problem, ...Problem[]];
  readonly severity: Severity;
  readonly text: string;
  readonly routes?: readonly FindingRoute[];
  readonly found: Found;
}

interface FindingRow {
  readonly told: Told;
  readonly found: Found;
  /** By what is said of each: an API that shares the place has its own. */
  readonly routes: Map<string, FindingRoute>;
  /** How often it was reported. */
  count: number;
  /** The references that lead to its place. */
  readonly uses: Place['at'][];
}

interface UndecidedRow {
  readonly question: Question;
  readonly rules: Set<string>;
  readonly found: Found;
}

/** Runs the rules over APIs. What stands at one place and says the same is one finding, whatever scenarios it holds in. */
export function lint(apis: readonly ApiScenarios[], active: readonly ActiveRule[], homepage = ''): LintResult {
  const findings = new Map<string, FindingRow>();
  const undecided = new Map<string, UndecidedRow>();
  const crashes = new Map<string, LintResult['failures'][number]>();
  for (const group of apis) {
    const problems: Problem[] = [];
    for (const api of group.worlds) {
      const results = problemsOf(api, active, group.truncated);
      for (const problem of results.problems) problems.push(problem);
      for (const question of results.questions) addQuestion(undecided, question, group);
      for (const crash of results.crashes) addCrash(crashes, crash);
    }
    for (const told of toldTogether(problems)) addTold(findings, tell(told, group));
  }
  const rows = [...findings.values()];
  const usesOf = countUses(apis.flatMap(({ worlds }) => worlds));
  const prints = numberTwins(
    rows.map(({ told: { problems } }) => ({
      print: fingerprint(identityOf(problems)),
      api: `${problems[0].api.id} ${problems[0].api.place.at.file.path}`,
    })),
  );
  return {
    findings: rows.map((row, i) => toFinding(row, prints[i] as string, homepage, usesOf)),
    undecided: [...undecided.values()].map(({ question, rules, found }) => ({
      rules: [...rules].sort(),
      reason: question.unknown.reason,
      location: question.unknown.origin,
      api: apiRef(question.api),
      scenarios: found.scenarios,
    })),
    failures: [...crashes.values()],
  };
}

/** What a rule says at one place with one message and one meaning is told as one, whatever scenarios it holds in. */
function toldTogether(problems: readonly Problem[]): readonly Told['problems'][] {
  const groups = new Map<string, [Problem, ...Problem[]]>();
  for (const problem of problems) {
    const { message, detail, stages } = problem;
    const said = [detail.variant?.of ?? message, detail.meaning ?? '', ...stages.map(({ name }) => name)];
    const key = keyOf(problem, ...said);
    const group = groups.get(key);
    if (group) group.push(problem);
    else groups.set(key, [problem]);
  }
  return [...groups.values()];
}

function keyOf({ rule, at }: Problem, ...said: readonly string[]): string {
  const { file, start, end } = at.place.at;
  return [rule.id, file.path, start, end, ...said].join('\0');
}

/** The gravest of the problems gives the message; of variants alone, none of which is true of all, what they are variants of. */
function tell(problems: Told['problems'], group: ApiScenarios): Told {
  const found = new Found();
  for (const { api } of problems) found.add(group, api);
  const severity = gravest(problems);
  const [first] = problems;
  const { messages } = first.rule;
  const name = problems.every(({ message }) => message === first.message)
    ? first.message
    : (first.detail.variant?.of ?? first.message);
  const speaking = problems.filter(({ message }) => message === name);
  const values = (speaking.length > 0 ? speaking : problems).map(({ detail }) => detail.data ?? {});
  const routes = first.detail.routes && new Routes(problems, group, found);
  return {
    problems,
    severity,
    text: fill(messages[name] as string, values, routes?.text),
    ...(routes && { routes: routes.all }),
    found,
  };
}

function addTold(rows: Map<string, FindingRow>, told: Told): void {
  const { problems, routes = [], found } = told;
  const key = keyOf(problems[0], told.text);
  const row: FindingRow = rows.get(key) ?? { told, found: new Found(), routes: new Map(), count: 0, uses: [] };
  rows.set(key, row);
  row.found.addAll(found);
  for (const route of routes) row.routes.set(JSON.stringify(route), route);
  row.count += problems.length;
  for (const { at } of problems) {
    const { use } = at.place;
    if (use && !row.uses.some((other) => other.file === use.file && other.start === use.start)) row.uses.push(use);
  }
}

function addQuestion(rows: Map<string, UndecidedRow>, question: Question, group: ApiScenarios): void {
  const { at } = question.unknown.origin;
  const key = [at.file.path, at.start, at.end, question.unknown.reason].join('\0');
  const row: UndecidedRow = rows.get(key) ?? { question, rules: new Set(), found: new Found() };
  rows.set(key, row);
  row.rules.add(question.rule.id);
  row.found.add(group, question.api);
}

/** One for each place, whatever scenarios it happens in. */
function addCrash(rows: Map<string, LintResult['failures'][number]>, { rule, error, place, api }: Crash): void {
  const message = `The rule ${rule.id} failed here, on the API ${api.id}: ${error}. This is a bug: please report it.`;
  const { file, start } = place.at;
  rows.set([file.path, start, message].join('\0'), { message, place });
}

function toFinding(
  { told: { problems, severity, text, routes }, found, routes: all, count, uses }: FindingRow,
  print: string,
  homepage: string,
  usesOf: (place: Place) => number,
): Finding<Place, Change<Place>> {
  const [{ rule, api, at, stages, detail }] = problems;
  const isEverywhere = ({ changes }: Proposal): boolean => changes.every((one) => usesOf(one.at.place) === count);
  return {
    ruleId: rule.id,
    severity,
    message: text,
    location: at.place,
    related: [...uses.map((use) => ({ message: 'used here', location: { at: use } })), ...relatedOf(problems)],
    api: apiRef(api, stages),
    scenarios: found.scenarios,
    ...(routes && { routes: [...all.values()] }),
    // an account is not mended in its snapshot
    suggestions:
      api.dialect === 'live'
        ? []
        : (detail.propose ?? []).flatMap((proposal) =>
            proposal.everywhere && !isEverywhere(proposal) ? [] : toSuggestion(proposal),
          ),
    fingerprint: print,
    url: pageUrl(rule.id, homepage),
  };
}

/** What the problems relate to, each place once. */
function relatedOf(problems: Told['problems']): readonly Related<Place>[] {
  const places = new Map<string, Related<Place>>();
  for (const { message, place } of problems.flatMap(({ detail }) => detail.related ?? [])) {
    const { file, start, end } = place.at;
    const key = [message, file.path, start, end].join('\0');
    if (!places.has(key)) places.set(key, { message, location: place });
  }
  return [...places.values()];
}

/** None for a change of what was put together from several places. */
function toSuggestion({ message, safe, changes }: Proposal): readonly Suggestion<Change<Place>>[] {
  if (changes.some(({ at }) => at.composed)) return [];
  return [{ message, safe, edits: changes.map((change) => ({ ...change, at: change.at.place })) }];
}
