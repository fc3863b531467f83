import type { Failure, Finding, Location, Related, Report, Scenario, Severity, Undecided } from '../report/report.ts';
import { codeFrame } from './code-frame.ts';
import { escaped } from './escaped.ts';
import { type Paint, painter, type Style } from './paint.ts';
import type { ReporterContext } from './reporter.ts';
import { summaryLine } from './summary-line.ts';

const styles: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', note: 'blue' };
const indent = '    ';

/** For people: findings by file, with the lines in question on a terminal, then what is open, then what it comes to. */
export function stylish(report: Report, context: ReporterContext): string {
  const paint = painter(context.color);
  const blocks = [
    ...groupsOf(report.findings, ({ location }) => location.file).map((group) => fileBlock(group, context, paint)),
    ...groupsOf(report.undecided, ({ reason, rules }) => JSON.stringify([reason, rules])).map((rows) =>
      undecidedBlock(rows, paint),
    ),
    ...block(
      'not audited',
      report.notAudited.map(({ file, reason }) => `  ${escaped(file)}  ${escaped(reason)}`),
      paint,
    ),
    ...block('failed', report.failures.flatMap(failureLines), paint),
    [summaryLine(report, paint)],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function fileBlock(findings: readonly Finding[], context: ReporterContext, paint: Paint): readonly string[] {
  const file = findings[0]?.location.file ?? '';
  const widthOf = (part: (finding: Finding) => string | number): number =>
    Math.max(...findings.map((finding) => String(part(finding)).length));
  const widths = {
    line: widthOf(({ location }) => location.start.line),
    column: widthOf(({ location }) => location.start.column),
    severity: widthOf(({ severity }) => severity),
  };
  const entries = findings.map((finding) => {
    const { line, column } = finding.location.start;
    const style = styles[finding.severity];
    const place = `${String(line).padStart(widths.line)}:${String(column).padEnd(widths.column)}`;
    const severity = paint(style, finding.severity.padEnd(widths.severity));
    const head = `  ${place}  ${severity}  ${escaped(finding.message)}  ${paint('dim', finding.ruleId)}`;
    const details = detailsOf(finding);
    if (!context.frames) return [head, ...details];
    const source = context.sources(file);
    const width = context.width - indent.length;
    const frame = source ? codeFrame(source, finding.location, { paint, style, width }) : [];
    return ['', head, '', ...frame.map((text) => indent + text), ...details];
  });
  return [paint('underline', escaped(file)), ...entries.flat()];
}

function detailsOf({ related, scenarios, suggestions }: Finding): readonly string[] {
  return [
    ...related.map(relatedLine),
    ...(scenarios.length > 0 ? [`${indent}${whenOf(scenarios)}`] : []),
    ...suggestions.map(({ message }) => `${indent}fix: ${escaped(message)}`),
  ];
}

function undecidedBlock(rows: readonly Undecided[], paint: Paint): readonly string[] {
  const [{ reason, rules } = { reason: '', rules: [] }] = rows;
  const head = `${paint('yellow', 'not decided:')} ${escaped(reason)}  ${paint('dim', rules.join(', '))}`;
  const places = rows.map(({ location, scenarios }) =>
    [`  ${placeOf(location)}`, ...(scenarios.length > 0 ? [whenOf(scenarios)] : [])].join(' '),
  );
  return [head, ...places];
}

function failureLines({ message, location, related = [] }: Failure): readonly string[] {
  return [`  ${placeOf(location)}  ${escaped(message)}`, ...related.map(relatedLine)];
}

function relatedLine({ message, location }: Related): string {
  return `${indent}${placeOf(location)} ${escaped(message)}`;
}

function whenOf(scenarios: readonly Scenario[]): string {
  return `when ${scenarios.map(({ text }) => escaped(text)).join(', or when ')}`;
}

function placeOf({ file, start }: Location): string {
  return `${escaped(file)}:${start.line}:${start.column}`;
}

function block(title: string, lines: readonly string[], paint: Paint): readonly (readonly string[])[] {
  return lines.length > 0 ? [[paint('underline', title), ...lines]] : [];
}

/** Puts together what has the same key, in the order of the first of each. */
function groupsOf<T>(rows: readonly T[], key: (row: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return [...groups.values()];
}
