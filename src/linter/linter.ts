import type { Api } from '../model/api.ts';
import type { Place } from '../model/policy.ts';
import type { Change, Finding, Suggestion, Undecided } from '../report/report.ts';
import type { Proposal } from '../rules/rule.ts';
import { distinct } from './distinct.ts';
import { fingerprint, numberTwins } from './fingerprint.ts';
import { type ApiScenarios, Found } from './found.ts';
import { pageUrl } from './page-url.ts';
import {
  type ActiveRule,
  type Crash,
  identityOf,
  type Problem,
  problemsOf,
  type Question,
  type Results,
} from './problems.ts';
import { apiRef } from './scenarios.ts';
import { inBoth, Telling, type Told } from './telling.ts';
import { countUses, keyOf } from './uses.ts';

export interface LintResult {
  readonly findings: readonly Finding<Place, Change<Place>>[];
  readonly undecided: readonly Undecided<Place>[];
  /** The rules that could not be run. */
  readonly failures: readonly { readonly message: string; readonly place: Place }[];
}

/** What APIs that share a place say of it in the same words. */
type FindingRow = [Told, ...Told[]];

interface UndecidedRow {
  readonly question: Question;
  readonly rules: Set<string>;
  readonly found: Found;
}

/**
 * Runs the rules over APIs. What stands at one place and says the same is one finding, whatever scenarios it holds in. `known` has what
 * the same rules have found of APIs before.
 */
export function lint(
  apis: readonly ApiScenarios[],
  active: readonly ActiveRule[],
  homepage = '',
  known: WeakMap<Api, Results> = new WeakMap(),
): LintResult {
  const findings = new Map<string, FindingRow>();
  const undecided = new Map<string, UndecidedRow>();
  const failures = new Map<string, LintResult['failures'][number]>();
  for (const group of apis) {
    const tellings = new Map<string, Telling>();
    for (const api of group.worlds) {
      const results = known.get(api) ?? problemsOf(api, active, group.truncated);
      known.set(api, results);
      const { problems, questions, crashes } = results;
      for (const problem of problems) addProblem(tellings, problem, group);
      for (const question of questions) addQuestion(undecided, question, group);
      for (const crash of crashes) addCrash(failures, crash);
    }
    for (const telling of tellings.values()) addTold(findings, telling.told(group));
  }
  const rows = [...findings.values()];
  const usesOf = countUses(apis.flatMap(({ worlds }) => worlds));
  const prints = numberTwins(
    rows.map(([{ telling }]) => {
      const { problems } = telling;
      const { api } = problems[0];
      return { print: fingerprint(identityOf(problems)), api: `${api.id} ${api.place.at.file.path}` };
    }),
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
    failures: [...failures.values()],
  };
}

function addProblem(tellings: Map<string, Telling>, problem: Problem, group: ApiScenarios): void {
  const { rule, at, message, detail, stages } = problem;
  const names = stages.map(({ name }) => name);
  const said = [rule.id, keyOf(at.place), detail.variant?.of ?? message, detail.meaning ?? '', ...names];
  const key = said.join('\0');
  const telling = tellings.get(key) ?? new Telling(problem);
  tellings.set(key, telling);
  telling.add(problem, group);
}

function addTold(rows: Map<string, FindingRow>, told: Told): void {
  const [{ rule, at }] = told.telling.problems;
  const key = [rule.id, keyOf(at.place), told.text].join('\0');
  const row = rows.get(key);
  if (row) row.push(told);
  else rows.set(key, [told]);
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
  row: FindingRow,
  print: string,
  homepage: string,
  usesOf: (place: Place) => number,
): Finding<Place, Change<Place>> {
  const [{ telling, severity, text, routes }] = row;
  const [{ rule, api, at, stages }] = telling.problems;
  const tellings = row.map((one) => one.telling);
  const count = tellings.reduce((sum, one) => sum + one.count, 0);
  const found = new Found(...tellings.map((one) => one.found));
  const isEverywhere = ({ changes }: Proposal): boolean => changes.every((one) => usesOf(one.at.place) === count);
  const uses = distinct(
    tellings.flatMap((one) => one.uses.map((use) => ({ at: use }))),
    keyOf,
  );
  return {
    ruleId: rule.id,
    severity,
    message: text,
    location: at.place,
    related: [...uses.map((location) => ({ message: 'used here', location })), ...telling.related].filter(
      ({ location }) => keyOf(location) !== keyOf(at.place),
    ),
    api: apiRef(api, stages),
    scenarios: found.claimed,
    ...(routes && {
      routes: distinct(
        row.flatMap((one) => one.routes ?? []),
        JSON.stringify,
      ),
    }),
    // an account is not mended in its snapshot
    suggestions:
      api.dialect === 'live'
        ? []
        : tellings
            .map(({ proposals }) => proposals)
            .reduce(inBoth)
            // that access stays as it is was not proved where nobody looked
            .filter((proposal) => !proposal.safe || found.complete)
            .flatMap((proposal) => (proposal.everywhere && !isEverywhere(proposal) ? [] : toSuggestion(proposal))),
    fingerprint: print,
    url: pageUrl(rule.id, homepage),
  };
}

/** None for a change of what was put together from several places. */
function toSuggestion({ message, safe, changes }: Proposal): readonly Suggestion<Change<Place>>[] {
  if (changes.some(({ at }) => at.composed)) return [];
  return [{ message, safe, edits: changes.map((change) => ({ ...change, at: change.at.place })) }];
}
