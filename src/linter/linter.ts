import type { Answer } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import type { Place, Placed, Statement } from '../model/policy.ts';
import { describe, mergeWorlds, type World } from '../model/scenario.ts';
import type { ApiRef, Finding, Related, Scenario, Severity, Undecided } from '../report/report.ts';
import type { Detail, Rule } from '../rules/rule.ts';
import type { Unknown } from '../values/value.ts';
import { fingerprint, numberTwins } from './fingerprint.ts';
import { walk } from './walk.ts';

/** A rule and the severity that it runs with. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity;
}

/** One API in all the scenarios that were looked at. */
export interface ApiScenarios {
  readonly worlds: readonly Api[];
}

export interface LintResult {
  readonly findings: readonly Finding<Place>[];
  readonly undecided: readonly Undecided<Place>[];
}

interface Problem {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly text: string;
  readonly at: Placed;
  readonly related: readonly Related<Place>[];
  readonly cause: readonly object[];
  readonly api: Api;
  readonly print: string;
}

interface Question {
  readonly rule: Rule;
  readonly unknown: Unknown;
  readonly api: Api;
}

/** Runs the rules over APIs. What stands at one place and says the same is one finding, whatever scenarios it holds in. */
export function lint(apis: readonly ApiScenarios[], active: readonly ActiveRule[], homepage = ''): LintResult {
  const findings = new Map<string, { problem: Problem; found: Map<ApiScenarios, World[]>; uses: Set<Place['use']> }>();
  const undecided = new Map<string, { question: Question; rules: Set<string>; found: Map<ApiScenarios, World[]> }>();
  for (const group of apis) {
    for (const api of group.worlds) {
      const { problems, questions } = lintApi(api, active);
      for (const problem of problems) {
        const { place } = problem.at;
        const key = [problem.rule.id, place.at.file.path, place.at.start, place.at.end, problem.text].join('\0');
        const known = findings.get(key) ?? { problem, found: new Map(), uses: new Set() };
        findings.set(key, known);
        if (
          place.use &&
          ![...known.uses].some((use) => use?.file === place.use?.file && use?.start === place.use?.start)
        )
          known.uses.add(place.use);
        note(known.found, group, api.world);
      }
      for (const question of questions) {
        const { at } = question.unknown.origin;
        const key = [at.file.path, at.start, at.end, question.unknown.reason].join('\0');
        const known = undecided.get(key) ?? { question, rules: new Set(), found: new Map() };
        undecided.set(key, known);
        known.rules.add(question.rule.id);
        note(known.found, group, api.world);
      }
    }
  }
  const rows = [...findings.values()];
  const prints = numberTwins(rows.map(({ problem }) => problem.print));
  return {
    findings: rows.map(({ problem, found, uses }, i) => ({
      ruleId: problem.rule.id,
      severity: problem.severity,
      message: problem.text,
      location: problem.at.place,
      related: [
        ...[...uses].flatMap((use) => (use ? [{ message: 'used here', location: { at: use } }] : [])),
        ...problem.related,
      ],
      api: apiRef(problem.api),
      scenarios: scenariosOf(found),
      suggestions: [],
      fingerprint: prints[i] as string,
      url: homepage === '' ? null : `${homepage.replace(/\/$/, '')}/docs/rules/${problem.rule.id}.md`,
    })),
    undecided: [...undecided.values()].map(({ question, rules, found }) => ({
      rules: [...rules].sort(),
      reason: question.unknown.reason,
      location: question.unknown.origin,
      api: apiRef(question.api),
      scenarios: scenariosOf(found),
    })),
  };
}

function note(found: Map<ApiScenarios, World[]>, group: ApiScenarios, world: World): void {
  const worlds = found.get(group);
  if (!worlds) found.set(group, [world]);
  else if (!worlds.includes(world)) worlds.push(world);
}

/** None where something holds in every scenario of every API that it is about. */
function scenariosOf(found: ReadonlyMap<ApiScenarios, readonly World[]>): readonly Scenario[] {
  const partly = [...found].filter(([group, worlds]) => worlds.length < group.worlds.length);
  if (partly.length < found.size) return [];
  return mergeWorlds(partly.flatMap(([, worlds]) => worlds))
    .filter((world) => world.length > 0)
    .map((world) => ({
      text: describe(world),
      where: Object.fromEntries(world.map(({ subject, choice }) => [subject, choice])),
    }));
}

function apiRef(api: Api): ApiRef {
  return { id: api.id, name: api.name ?? null, endpoint: api.endpoint.is === 'yes' ? api.endpoint.value : null };
}

/** All rules over one API in one scenario; whoever yields to a rule that reported the same cause is silent. */
function lintApi(
  api: Api,
  active: readonly ActiveRule[],
): { problems: readonly Problem[]; questions: readonly Question[] } {
  const problems: Problem[] = [];
  const questions: Question[] = [];
  const severities = new Map(active.map(({ rule, severity }) => [rule.id, severity]));
  walk(
    api,
    active.map(({ rule }) => rule),
    {
      report(rule: Rule, message: string, at: Placed, statement: Statement | undefined, detail: Detail) {
        problems.push({
          rule,
          severity: severities.get(rule.id) as Severity,
          text: fill(rule.messages[message] as string, detail.data ?? {}),
          at,
          related: (detail.related ?? []).map(({ message: text, place }) => ({ message: text, location: place })),
          cause: detail.cause ?? [at],
          api,
          print: fingerprint(rule.id, api.id, statement?.key ?? '', `${message} ${detail.meaning ?? ''}`),
        });
      },
      undecided(rule: Rule, answer: Extract<Answer, { is: 'unknown' }>) {
        for (const unknown of answer.because) questions.push({ rule, unknown, api });
      },
    },
  );
  const causes = new Map<string, Set<object>>();
  for (const { rule, cause } of problems) {
    const all = causes.get(rule.id) ?? new Set();
    causes.set(rule.id, all);
    for (const one of cause) all.add(one);
  }
  const heard = problems.filter(
    ({ rule, cause }) => !(rule.yieldsTo ?? []).some((id) => cause.some((one) => causes.get(id)?.has(one))),
  );
  return { problems: heard, questions };
}

function fill(template: string, data: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = data[name];
    if (value === undefined) throw new Error(`the message has no value for {{${name}}}: ${template}`);
    return String(value);
  });
}
