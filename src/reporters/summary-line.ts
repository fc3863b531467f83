import type { Report, Summary } from '../report/report.ts';
import type { Paint } from './paint.ts';

/** What a run came to, in one line. It says that all is well only where nothing was left open. */
export function summaryLine({ findings, summary }: Pick<Report, 'findings' | 'summary'>, paint: Paint): string {
  const problems = summary.errors + summary.warnings + summary.notes;
  const open = summary.undecided + summary.notAudited + summary.failures;
  if (problems + open + summary.apis + summary.suppressed === 0) {
    return `nothing to audit: no API Gateway REST API${summary.coverage ? '' : ` in ${count(summary.files, 'file')}`}`;
  }
  const text = [result(summary, problems, findings.length), ...rest(summary)].join(', ');
  if (summary.errors + summary.failures > 0) return paint('red', paint('bold', `✖ ${text}`));
  if (problems > 0) return paint('yellow', paint('bold', `✖ ${text}`));
  return open > 0 ? paint('yellow', paint('bold', `⚠ ${text}`)) : paint('green', paint('bold', `✔ ${text}`));
}

/** A number and its noun. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function result({ apis, files, errors, warnings, notes }: Summary, problems: number, shown: number): string {
  if (problems + apis === 0) return count(files, 'file');
  if (problems === 0) return `${count(apis, 'API')} in ${count(files, 'file')}, no findings`;
  const parts = [
    count(errors, 'error'),
    count(warnings, 'warning'),
    notes > 0 && count(notes, 'note'),
    shown < problems && `${problems - shown} not shown`,
  ].filter((part) => part !== false);
  return `${count(problems, 'problem')} (${parts.join(', ')})`;
}

function rest({ undecided, notAudited, failures, suppressed }: Summary): readonly string[] {
  return [
    undecided > 0 && `${undecided} undecided`,
    notAudited > 0 && `${notAudited} not audited`,
    failures > 0 && count(failures, 'failure'),
    suppressed > 0 && `${suppressed} suppressed`,
  ].filter((part) => part !== false);
}
