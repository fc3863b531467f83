import { audit } from '../answers/audit.ts';
import type { Finding, Location, Report, Severity } from '../report/report.ts';
import { rules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { applied, faultsOf } from './edits.ts';
import { inMemory } from './in-memory.ts';
import { type Marks, type Range, readMarks } from './marks.ts';

/**
 * A template under test. Its text says where: `«…»` is what a finding points at, `⟨…⟩` what a related place does and
 * `‹…›` what is to blame for an undecided rule.
 */
export interface Case {
  readonly name: string;
  readonly text: string;
  /** What the text is called; JSON is read by what it is, not by its name. */
  readonly file?: string;
  /** Further templates of the same run, with marks of their own. */
  readonly others?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, string>>;
  /** An earlier version of the text, which it is held against. */
  readonly earlier?: string;
  /** The other rules that report something of it, sorted: none where nothing is said. */
  readonly otherRules?: readonly string[];
  /** Why the program cannot do this yet: the case is expected to fail. */
  readonly fails?: string;
}

export type ValidCase = Case;

export interface InvalidCase extends Case {
  /** One for each `«…»`, in their order. */
  readonly findings: readonly [ExpectedFinding, ...ExpectedFinding[]];
  /** One for each `‹…›`: what stays open beside the findings. */
  readonly reasons?: readonly ExpectedReason[];
}

export interface UndecidedCase extends Case {
  /** One for each `‹…›`, in their order. */
  readonly reasons: readonly [ExpectedReason, ...ExpectedReason[]];
}

/** The name of one of the rule's messages and what fills its placeholders, or the whole message. */
export interface ExpectedFinding {
  readonly message: string;
  readonly data?: Readonly<Record<string, string>>;
  /** The rule's own where absent. */
  readonly severity?: Severity;
  /** Which `⟨…⟩`, counted from 1, and what is said of it. */
  readonly related?: readonly (readonly [mark: number, message: string])[];
  /** The scenarios that it holds in, in words; none where it holds in all. */
  readonly scenarios?: readonly string[];
  /** All that it suggests, in its order. */
  readonly suggestions?: readonly ExpectedSuggestion[];
}

export interface ExpectedSuggestion {
  readonly message: string;
  /** The whole text after its edits; or the one part of the case's text that they change, with its marks, and what it becomes. */
  readonly output: string | readonly [from: string, to: string];
  /** Right without a look at what was meant, unless the case says otherwise. */
  readonly safe?: boolean;
}

export type ExpectedReason = string | { readonly reason: string; readonly scenarios: readonly string[] };

export interface Cases {
  readonly valid: readonly ValidCase[];
  readonly invalid: readonly InvalidCase[];
  readonly undecided?: readonly UndecidedCase[];
}

/** What makes a rule's cases prove less than they seem to. */
export function weaknesses(rule: Rule, { valid, invalid, undecided = [] }: Cases): readonly string[] {
  const found: string[] = [];
  const all: readonly Case[] = [...valid, ...invalid, ...undecided];
  if (valid.length < 2) found.push('fewer than two valid cases');
  if (invalid.length < 2) found.push('fewer than two invalid cases');
  const content = (one: Case): string =>
    JSON.stringify(
      [one.text, one.others, one.parameters, one.earlier].map((part) => part && readMarks(JSON.stringify(part)).text),
    );
  for (const [i, one] of all.entries()) {
    const marks = marksOf(one);
    if (all.findIndex((other) => other.name === one.name) < i) found.push(`two cases are called "${one.name}"`);
    if (all.findIndex((other) => content(other) === content(one)) < i)
      found.push(`the text of "${one.name}" is used twice`);
    if (valid.includes(one) && marks.some(({ ranges }) => Object.values(ranges).some((some) => some.length > 0)))
      found.push(`the valid case "${one.name}" has marks`);
  }
  for (const one of invalid) {
    const [marked, related] = (['«', '⟨'] as const).map((mark) => marksOf(one).flatMap(({ ranges }) => ranges[mark]));
    const used = new Set(one.findings.flatMap(({ related: places = [] }) => places.map(([mark]) => mark)));
    if (marked?.length !== one.findings.length)
      found.push(`"${one.name}" marks ${marked?.length} places for ${one.findings.length} findings`);
    related?.forEach((_, at) => {
      if (!used.has(at + 1)) found.push(`no finding of "${one.name}" relates to its mark ${at + 1}`);
    });
  }
  for (const one of [...invalid, ...undecided]) {
    const marked = marksOf(one).flatMap(({ ranges }) => ranges['‹']);
    const reasons = one.reasons ?? [];
    if (marked.length !== reasons.length)
      found.push(`"${one.name}" marks ${marked.length} places for ${reasons.length} reasons`);
  }
  const messages = invalid.flatMap(({ findings }) => findings.map(({ message }) => message));
  for (const [name, template] of Object.entries(rule.messages)) {
    if (!messages.some((message) => message === name || matches(template, message)))
      found.push(`no invalid case has the message ${name}`);
  }
  return found;
}

/** What a case says that a rule finds, and what it finds. */
interface Compared {
  readonly expected: object;
  readonly found: object;
}

/** A case that is not as it says: `expected` and `found` where the findings differ, else what is wrong in words. */
export type Failure = { readonly name: string } & ({ readonly faults: readonly string[] } | Compared);

/**
 * Tries a rule on its cases, as ipaudit tests its own, and returns what is wrong: nothing where all is well. Needs no framework:
 * `assert.deepEqual(checkRule(rule, cases), [])` is a test.
 */
export function checkRule(rule: Rule, cases: Cases): readonly Failure[] {
  const weak = weaknesses(rule, cases);
  return [
    ...(weak.length > 0 ? [{ name: 'the cases', faults: weak }] : []),
    ...cases.valid.flatMap((one) => checkCase(rule, one, [], [])),
    ...cases.invalid.flatMap((one) => checkCase(rule, one, one.findings, one.reasons ?? [])),
    ...(cases.undecided ?? []).flatMap((one) => checkCase(rule, one, [], one.reasons)),
  ];
}

/** What is wrong with one case; throws where it contradicts itself. */
export function checkCase(
  rule: Rule,
  one: Case,
  findings: readonly ExpectedFinding[],
  reasons: readonly ExpectedReason[],
): readonly Failure[] {
  const { name } = one;
  const marks = marksOf(one);
  const texts = Object.fromEntries(marks.map(({ file, text }) => [file, text]));
  const report = auditCase(rule, one, texts);
  const unread = [...report.failures.map(({ message }) => message), ...report.notAudited.map(({ reason }) => reason)];
  if (unread.length > 0) return [{ name, faults: unread }];
  if (report.summary.apis === 0) return [{ name, faults: ['there is no API in the case'] }];
  const found = {
    findings: findingsOf(report, rule, texts),
    undecided: undecidedOf(report, rule),
    otherRules: otherRulesOf(report, rule),
  };
  const expected = {
    findings: expectedFindings(rule, one, marks, findings),
    undecided: expectedReasons(marks, reasons),
    otherRules: one.otherRules ?? [],
  };
  if (JSON.stringify(found) !== JSON.stringify(expected)) return [{ name, expected, found }];
  const faults = report.findings
    .filter(({ ruleId }) => ruleId === rule.id)
    .flatMap((finding) =>
      finding.suggestions.flatMap((suggestion) =>
        faultsOf(report, finding, suggestion, auditCase(rule, one, { ...texts, ...applied(texts, suggestion) })),
      ),
    );
  return faults.length > 0 ? [{ name, faults }] : [];
}

function auditCase(
  rule: Rule,
  { parameters, earlier, file = 'template.yml' }: Case,
  texts: Readonly<Record<string, string>>,
): Report {
  const load = { fs: inMemory(texts), ...(parameters && { parameters }) };
  const base = earlier !== undefined && { files: [file], path: '.', load: { fs: inMemory({ [file]: earlier }) } };
  const ownRules = rules.includes(rule) ? [] : [rule];
  return audit(Object.keys(texts), { ...load, preset: 'strict', ownRules, ...(base && { base }) });
}

function marksOf(one: Case): readonly (Marks & { readonly file: string })[] {
  const texts = { [one.file ?? 'template.yml']: one.text, ...one.others };
  return Object.entries(texts).map(([file, text]) => ({ file, ...readMarks(text) }));
}

interface Shown {
  readonly at: string;
  readonly message: string;
  readonly severity: string;
  readonly related: readonly string[];
  readonly scenarios: readonly string[];
  readonly suggestions: readonly { readonly message: string; readonly safe: boolean; readonly output: string }[];
}

function findingsOf(report: Report, rule: Rule, texts: Readonly<Record<string, string>>): readonly Shown[] {
  return report.findings
    .filter(({ ruleId }) => ruleId === rule.id)
    .map(({ severity, message, location, related, scenarios, suggestions }: Finding) => ({
      at: show(location),
      message,
      severity,
      related: related.map((place) => `${show(place.location)} ${place.message}`).sort(),
      scenarios: scenarios.map(({ text }) => text).sort(),
      suggestions: suggestions.map((one) => ({
        message: one.message,
        safe: one.safe,
        output: Object.values(applied(texts, one)).join('\0'),
      })),
    }))
    .sort(byText);
}

function otherRulesOf(report: Report, rule: Rule): readonly string[] {
  const ids = new Set(report.findings.map(({ ruleId }) => ruleId));
  ids.delete(rule.id);
  return [...ids].sort();
}

function expectedFindings(
  rule: Rule,
  one: Case,
  marks: readonly (Marks & { readonly file: string })[],
  findings: readonly ExpectedFinding[],
): readonly Shown[] {
  const places = placesOf(marks, '«');
  const relatedPlaces = placesOf(marks, '⟨');
  return findings
    .map(({ message, data, severity = rule.severity, related = [], scenarios = [], suggestions = [] }, i) => ({
      at: places[i] ?? 'no mark',
      message: fill(rule, message, data),
      severity,
      related: related.map(([mark, text]) => `${relatedPlaces[mark - 1] ?? 'no mark'} ${text}`).sort(),
      scenarios: [...scenarios].sort(),
      suggestions: suggestions.map(({ message, output, safe = true }) => ({
        message,
        safe,
        output: typeof output === 'string' ? output : readMarks(replaced(one.text, ...output)).text,
      })),
    }))
    .sort(byText);
}

function replaced(text: string, from: string, to: string): string {
  const [before, after, more] = text.split(from);
  if (before === undefined || after === undefined || more !== undefined)
    throw new Error(`the text does not hold ${from} once`);
  return `${before}${to}${after}`;
}

function undecidedOf(report: Report, rule: Rule): readonly string[] {
  return report.undecided
    .filter((row) => row.rules.includes(rule.id))
    .map(({ location, reason, scenarios }) =>
      showReason(
        show(location),
        reason,
        scenarios.map(({ text }) => text),
      ),
    )
    .sort();
}

function expectedReasons(
  marks: readonly (Marks & { readonly file: string })[],
  reasons: readonly ExpectedReason[],
): readonly string[] {
  const places = placesOf(marks, '‹');
  return reasons
    .map((one, i) => {
      const { reason, scenarios } = typeof one === 'string' ? { reason: one, scenarios: [] } : one;
      return showReason(places[i] ?? 'no mark', reason, scenarios);
    })
    .sort();
}

function showReason(at: string, reason: string, scenarios: readonly string[]): string {
  return [`${at} ${reason}`, ...[...scenarios].sort()].join('; ');
}

function placesOf(marks: readonly (Marks & { readonly file: string })[], mark: keyof Marks['ranges']): string[] {
  return marks.flatMap(({ file, ranges }) => ranges[mark].map((range) => show({ file, ...range })));
}

/** `file:line:column-endLine:endColumn`. */
function show({ file, start, end }: Location | (Range & { readonly file: string })): string {
  return `${file}:${start.line}:${start.column}-${end.line}:${end.column}`;
}

function byText(a: Shown, b: Shown): number {
  const [one, other] = [a, b].map(({ at, message }) => `${at} ${message}`) as [string, string];
  return one < other ? -1 : one > other ? 1 : 0;
}

function fill(rule: Rule, message: string, data: Readonly<Record<string, string>> = {}): string {
  const template = rule.messages[message];
  if (template === undefined) return message;
  const wanted = new Set([...template.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name as string));
  for (const name of Object.keys(data)) if (!wanted.delete(name)) throw new Error(`the message has no {{${name}}}`);
  if (wanted.size > 0) throw new Error(`the case does not say what ${[...wanted].join(', ')} is`);
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => data[name] as string);
}

/** Whether a message is one that a rule's template makes. */
export function matches(template: string, message: string): boolean {
  const literals = template.split(/\{\{\w+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 's').test(message);
}
