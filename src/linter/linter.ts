import type { Api, Revision, Stage } from '../model/api.ts';
import type { Place, Placed } from '../model/policy.ts';
import type { World } from '../model/scenario.ts';
import type { Change, Finding, Related, Scenario, Severity, Suggestion, Undecided } from '../report/report.ts';
import type { Detail, Proposal, Rule } from '../rules/rule.ts';
import { shortened } from '../values/text.ts';
import type { Unknown } from '../values/value.ts';
import { fingerprint, numberTwins } from './fingerprint.ts';
import { pageUrl } from './page-url.ts';
import { alternatives, apiRef } from './scenarios.ts';
import { countUses } from './uses.ts';
import { applies, type Within, walk } from './walk.ts';

/** A rule and the severity that it runs with. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity;
}

/** One API in all the scenarios that were looked at. */
export interface ApiScenarios {
  readonly worlds: readonly Api[];
  /** Set where there are more scenarios than these. */
  readonly truncated?: Unknown;
}

export interface LintResult {
  readonly findings: readonly Finding<Place, Change<Place>>[];
  readonly undecided: readonly Undecided<Place>[];
}

interface Problem {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly text: string;
  readonly at: Placed;
  readonly related: readonly Related<Place>[];
  readonly cause: readonly object[];
  readonly proposals: readonly Proposal[];
  readonly api: Api;
  readonly revision: Revision | undefined;
  /** The stages of a live API that it is about. */
  readonly stages: readonly Stage[];
  /** What the fingerprint is made of. */
  readonly identity: Parameters<typeof fingerprint>;
}

interface Question {
  readonly rule: Rule;
  readonly unknown: Unknown;
  readonly api: Api;
}

interface FindingRow {
  readonly problem: Problem;
  readonly found: Found;
  /** How often it was reported. */
  count: number;
  /** What each report of it proposes: not all uses of one place can take the same change. */
  proposals: readonly Proposal[];
  /** The references that lead to its place. */
  readonly uses: Place['at'][];
}

interface UndecidedRow {
  readonly question: Question;
  readonly rules: Set<string>;
  readonly found: Found;
}

/** In which scenarios of which APIs something holds. */
type Found = { readonly group: ApiScenarios; readonly world: World }[];

/** Runs the rules over APIs. What stands at one place and says the same is one finding, whatever scenarios it holds in. */
export function lint(apis: readonly ApiScenarios[], active: readonly ActiveRule[], homepage = ''): LintResult {
  const findings = new Map<string, FindingRow>();
  const undecided = new Map<string, UndecidedRow>();
  for (const group of apis) {
    for (const api of group.worlds) {
      const { problems, questions } = lintApi(api, active, group.truncated);
      for (const problem of problems) addProblem(findings, problem, group);
      for (const question of questions) addQuestion(undecided, question, group);
    }
  }
  const rows = [...findings.values()];
  const usesOf = countUses(apis.flatMap(({ worlds }) => worlds));
  const prints = numberTwins(rows.map(({ problem }) => fingerprint(...problem.identity)));
  return {
    findings: rows.map((row, i) => toFinding(row, prints[i] as string, homepage, usesOf)),
    undecided: [...undecided.values()].map(({ question, rules, found }) => ({
      rules: [...rules].sort(),
      reason: question.unknown.reason,
      location: question.unknown.origin,
      api: apiRef(question.api),
      scenarios: scenariosOf(found),
    })),
  };
}

function addProblem(rows: Map<string, FindingRow>, problem: Problem, group: ApiScenarios): void {
  const { at, use } = problem.at.place;
  const key = [problem.rule.id, at.file.path, at.start, at.end, problem.text].join('\0');
  const row: FindingRow = rows.get(key) ?? { problem, found: [], count: 0, proposals: problem.proposals, uses: [] };
  rows.set(key, row);
  row.count += 1;
  row.proposals = row.proposals.filter(({ message }) => problem.proposals.some((one) => one.message === message));
  if (use && !row.uses.some((other) => other.file === use.file && other.start === use.start)) row.uses.push(use);
  note(row.found, group, problem.api.world);
}

function addQuestion(rows: Map<string, UndecidedRow>, question: Question, group: ApiScenarios): void {
  const { at } = question.unknown.origin;
  const key = [at.file.path, at.start, at.end, question.unknown.reason].join('\0');
  const row: UndecidedRow = rows.get(key) ?? { question, rules: new Set(), found: [] };
  rows.set(key, row);
  row.rules.add(question.rule.id);
  note(row.found, group, question.api.world);
}

function toFinding(
  { problem, found, count, proposals, uses }: FindingRow,
  print: string,
  homepage: string,
  usesOf: (place: Place) => number,
): Finding<Place, Change<Place>> {
  const { id } = problem.rule;
  const isEverywhere = ({ changes }: Proposal): boolean => changes.every(({ at }) => usesOf(at.place) === count);
  return {
    ruleId: id,
    severity: problem.severity,
    message: problem.text,
    location: problem.at.place,
    related: [...uses.map((use) => ({ message: 'used here', location: { at: use } })), ...problem.related],
    api: apiRef(problem.api, problem.stages),
    scenarios: scenariosOf(found),
    // an account is not mended in its snapshot
    suggestions:
      problem.api.dialect === 'live'
        ? []
        : proposals.flatMap((proposal) =>
            proposal.everywhere && !isEverywhere(proposal) ? [] : toSuggestion(proposal),
          ),
    fingerprint: print,
    url: pageUrl(id, homepage),
  };
}

/** None for a change of what was put together from several places. */
function toSuggestion({ message, safe, changes }: Proposal): readonly Suggestion<Change<Place>>[] {
  if (changes.some(({ at }) => at.composed)) return [];
  return [{ message, safe, edits: changes.map((change) => ({ ...change, at: change.at.place })) }];
}

/** APIs and their scenarios come one after the other: only the last one can be the same. */
function note(found: Found, group: ApiScenarios, world: World): void {
  if (found.at(-1)?.world !== world) found.push({ group, world });
}

/** None where something holds in every scenario of every API that it is about. */
function scenariosOf(found: Found): readonly Scenario[] {
  const counts = new Map<ApiScenarios, number>();
  for (const { group } of found) counts.set(group, (counts.get(group) ?? 0) + 1);
  const isPartial = ({ group }: Found[number]): boolean => counts.get(group) !== group.worlds.length;
  if (!found.every(isPartial)) return [];
  return alternatives(found.map(({ world }) => world));
}

/** All rules over one API in one scenario; whoever yields to a rule that reported the same cause is silent. */
function lintApi(
  api: Api,
  active: readonly ActiveRule[],
  truncated: Unknown | undefined,
): { problems: readonly Problem[]; questions: readonly Question[] } {
  const problems: Problem[] = [];
  const questions: Question[] = [];
  const severities = new Map(active.map(({ rule, severity }) => [rule.id, severity]));
  walk(
    api,
    active.map(({ rule }) => rule),
    {
      report(rule: Rule, message: string, at: Placed, { revision, statement }: Within, detail: Detail) {
        problems.push({
          rule,
          severity: lower(severities.get(rule.id) as Severity, detail.atMost),
          text: fill(rule.messages[message] as string, detail.data ?? {}),
          at,
          related: (detail.related ?? []).map(({ message: text, place }) => ({ message: text, location: place })),
          cause: detail.cause ?? [at],
          proposals: detail.propose ?? [],
          api,
          revision,
          stages: detail.stage ? [detail.stage] : stagesOf(api, revision),
          identity: [rule.id, api.id, statement?.key ?? '', `${message} ${detail.meaning ?? ''}`],
        });
      },
      undecided(rule: Rule, because: readonly Unknown[]) {
        for (const unknown of because) questions.push({ rule, unknown, api });
      },
    },
  );
  for (const { rule } of active)
    if (truncated && applies(rule, api).is !== 'no') questions.push({ rule, unknown: truncated, api });
  const reported = onceForAllRevisions(problems, api);
  const causes = new Map<string, Set<object>>();
  for (const { rule, cause } of reported) {
    const all = causes.get(rule.id) ?? new Set();
    causes.set(rule.id, all);
    for (const one of cause) all.add(one);
  }
  const heard = reported.filter(
    ({ rule, cause }) => !(rule.yieldsTo ?? []).some((id) => cause.some((one) => causes.get(id)?.has(one))),
  );
  return { problems: heard, questions };
}

/** The stages that a state other than the written one is in force on. */
function stagesOf({ revisions }: Api, revision: Revision | undefined): readonly Stage[] {
  return revision && revision !== revisions[0] ? (revision.inForceOn ?? []) : [];
}

/** What one revision has was reported where an earlier one has it too. */
function onceForAllRevisions(problems: readonly Problem[], { revisions }: Api): readonly Problem[] {
  if (revisions.length < 2) return problems;
  const first = new Map<string, Revision | undefined>();
  return problems.filter(({ identity, revision }) => {
    const key = identity.join('\0');
    if (!first.has(key)) first.set(key, revision);
    return first.get(key) === revision;
  });
}

const ASCENDING: readonly Severity[] = ['note', 'warning', 'error'];

function lower(severity: Severity, most: Severity = 'error'): Severity {
  return ASCENDING[Math.min(ASCENDING.indexOf(severity), ASCENDING.indexOf(most))] as Severity;
}

/** A message names values of the template, and may quote a whole policy. */
const LONGEST_VALUE = 200;

function fill(template: string, data: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = data[name];
    if (value === undefined) throw new Error(`the message has no value for {{${name}}}: ${template}`);
    return shortened(String(value), LONGEST_VALUE);
  });
}
