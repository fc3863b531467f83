import type { Finding, Report, Suggestion } from '../../../src/report/report.ts';
import { rules } from '../../../src/rules/index.ts';
import { matches } from '../../../src/testing/check-rule.ts';
import { applied } from '../../../src/testing/edits.ts';
import { auditTexts, diffTexts, explainTexts } from '../../support/memory.ts';
import { accessOf } from '../../support/same-access.ts';

export type Texts = Readonly<Record<string, string>>;

const SEVERITIES = ['note', 'warning', 'error'];

export function audited(texts: Texts, earlier?: Texts): Report {
  return auditTexts(texts, { preset: 'strict', ...(earlier && { earlier }) });
}

/** What a finding says, wherever it stands. */
const meaningOf = ({ ruleId, fingerprint }: Finding): string => `${ruleId} ${fingerprint.split(':')[1]}`;

function countOf(report: Report, meaning: string): number {
  return report.findings.filter((one) => meaningOf(one) === meaning).length;
}

/**
 * The findings of a mended one's severity or a higher one that were not there before, by their rules. A rule that gave way
 * to what is gone may speak now, and one that spoke of the parts of what is one now speaks of that.
 */
export function brought(before: Report, after: Report, mended: Finding): readonly string[] {
  const gone = before.findings.filter((one) => countOf(after, meaningOf(one)) < countOf(before, meaningOf(one)));
  const waiting = rules.filter(({ yieldsTo = [] }) => gone.some(({ ruleId }) => yieldsTo.includes(ruleId)));
  const ofParts = gone.filter((one) => one !== mended).map(({ ruleId }) => ruleId);
  return after.findings
    .filter((one) => SEVERITIES.indexOf(one.severity) >= SEVERITIES.indexOf(mended.severity))
    .filter((one) => !waiting.some(({ id }) => id === one.ruleId) && !ofParts.includes(one.ruleId))
    .filter((one) => countOf(after, meaningOf(one)) > countOf(before, meaningOf(one)))
    .map(({ ruleId }) => ruleId);
}

/** The findings that were not there before, by their rules and messages. */
export function news(before: Report, after: Report): readonly string[] {
  return after.findings
    .filter((one) => countOf(after, meaningOf(one)) > countOf(before, meaningOf(one)))
    .map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

/** Whether a report has a rule's message, named `rule message`. */
export function has({ findings }: Report, of: string): boolean {
  const [id, name = ''] = of.split(' ');
  const template = rules.find((rule) => rule.id === id)?.messages[name];
  return findings.some(({ ruleId, message }) => ruleId === id && template !== undefined && matches(template, message));
}

/**
 * Whether who certainly and who possibly gets in stays. `diff` says "perhaps" of whatever is not known where a statement
 * reads otherwise than it did: of it only what is certain counts.
 */
export function keepsAccess(before: Texts, after: Texts): boolean {
  const [was, is] = [before, after].map((texts) => JSON.stringify(accessOf(explainTexts(texts))));
  const changes = diffTexts(before, after).apis.flatMap(({ routes }) => routes);
  return (
    was === is &&
    changes.every(({ opened, closed }) => [opened, closed].every((one) => one.certainly.cidrs.length === 0))
  );
}

/** The rules that speak of exactly one place. */
function speakingAt({ findings }: Report, { location: { start } }: Finding): readonly string[] {
  return findings
    .filter(({ location }) => location.start.line === start.line && location.start.column === start.column)
    .map(({ ruleId }) => ruleId);
}

/** What a suggestion promises and does not keep. */
export function broken(texts: Texts, before: Report, finding: Finding, suggestion: Suggestion): readonly string[] {
  const changed = { ...texts, ...applied(texts, suggestion) };
  const after = audited(changed);
  const meaning = meaningOf(finding);
  const found: string[] = after.failures.map(({ message }) => `fails: ${message}`);
  // where twins and covered entries stand for one network, one goes and another speaks
  if (countOf(after, meaning) >= countOf(before, meaning) && after.findings.length >= before.findings.length)
    found.push('is no mend');
  if (finding.ruleId === 'no-host-bits') {
    const spoke = speakingAt(before, finding);
    for (const rule of speakingAt(after, finding)) if (!spoke.includes(rule)) found.push(`offers what ${rule} reports`);
  }
  if (!suggestion.safe) return found;
  if (!keepsAccess(texts, changed)) found.push('changes who gets in');
  return [...found, ...brought(before, after, finding).map((rule) => `brings ${rule}`)];
}
