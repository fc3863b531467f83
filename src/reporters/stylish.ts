import type { Edit, Finding, Location, Report, Severity, Undecided } from '../report/report.ts';
import { codeFrame } from './code-frame.ts';
import { coverageText } from './coverage-text.ts';
import { editDiff } from './edit-diff.ts';
import { escaped } from './escaped.ts';
import { folded } from './folded.ts';
import { groupsOf } from './groups.ts';
import { hanging } from './hanging.ts';
import { type Paint, painter, type Style } from './paint.ts';
import { placeOf, relatedLines, whenOf } from './places.ts';
import type { ReporterContext } from './reporter.ts';
import { count, summaryLine } from './summary-line.ts';
import { unreadBlocks } from './unread.ts';

const styles: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', note: 'blue' };
const indent = '    ';
/** How many edits of a suggestion are shown. */
const maxEdits = 5;
/** How many rules an undecided line names. */
const maxRules = 3;
/** How many reasons are shown of a block of them. */
const maxReasons = 10;

/** What the lines are laid out by; text is wrapped only where a terminal would break it within words. */
interface Layout {
  readonly paint: Paint;
  readonly width: number;
  readonly frameOf: (location: Location, style: Style) => readonly string[];
  readonly diffOf: (edits: readonly Edit[]) => readonly string[];
  /** Whether lists are given in full. */
  readonly debug: boolean;
}

/** For people: findings by file, with the lines in question on a terminal, then what is open, then what it comes to. */
export function stylish(report: Report, { color, width, frames, debug, sources }: ReporterContext): string {
  const paint = painter(color);
  const layout: Layout = {
    paint,
    debug,
    width: frames ? width : Number.POSITIVE_INFINITY,
    frameOf(location, style) {
      const source = frames ? sources(location.file) : undefined;
      return source ? codeFrame(source, location, { paint, style, width: width - indent.length }) : [];
    },
    diffOf(edits) {
      const shown = edits.slice(0, maxEdits).flatMap((edit) => {
        const source = frames ? sources(edit.file) : undefined;
        return source ? editDiff(source, edit, { paint, width: width - indent.length }) : [];
      });
      return shown.length > 0 && edits.length > maxEdits ? [...shown, `… ${edits.length - maxEdits} more`] : shown;
    },
  };
  const blocks = [
    ...groupsOf(report.findings, ({ location }) => location.file).map((group) => fileBlock(group, layout)),
    ...groupsOf(report.undecided, ({ rules }) => rules.join()).map((rows) => undecidedBlock(rows, layout)),
    ...unreadBlocks(report, layout),
    [
      ...hanging('', summaryLine(report, paint), layout.width),
      ...(report.summary.coverage ? hanging('', coverageText(report.summary.coverage), layout.width) : []),
    ],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function fileBlock(findings: readonly Finding[], layout: Layout): readonly string[] {
  const { paint } = layout;
  const widthOf = (part: (finding: Finding) => string | number): number =>
    findings.reduce((widest, finding) => Math.max(widest, String(part(finding)).length), 0);
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
    const text = `${escaped(finding.message)}  ${paint('dim', finding.ruleId)}`;
    const head = hanging(`  ${place}  ${severity}  `, text, layout.width);
    const frame = layout.frameOf(finding.location, style).map((one) => indent + one);
    return [...(frame.length > 0 ? ['', ...head, '', ...frame] : head), ...detailsOf(finding, layout)];
  });
  return [paint('underline', escaped(findings[0]?.location.file ?? '')), ...entries.flat()];
}

function detailsOf({ api, related, scenarios, suggestions }: Finding, { width, diffOf }: Layout): readonly string[] {
  return [
    ...(api.stage === undefined ? [] : hanging(indent, `deployed on stage ${escaped(api.stage)}`, width)),
    ...related.flatMap((one) => relatedLines(indent, one, width)),
    ...(scenarios.length > 0 ? hanging(indent, whenOf(scenarios), width) : []),
    ...suggestions.flatMap(({ message, edits }) => [
      ...hanging(`${indent}fix: `, escaped(message), width),
      ...diffOf(edits).map((line) => indent + line),
    ]),
  ];
}

/** What keeps the same rules from deciding: the reason beside them, or several with their places. */
function undecidedBlock(
  rows: readonly [Undecided, ...Undecided[]],
  { paint, width, debug }: Layout,
): readonly string[] {
  const [{ reason, rules }] = rows;
  const isOne = rows.every((row) => row.reason === reason);
  const textOf = ({ scenarios, reason: own }: Undecided): string =>
    [...(isOne ? [] : [escaped(own)]), ...(scenarios.length > 0 ? [whenOf(scenarios)] : [])].join(', ');
  const shown = debug ? rules : rules.slice(0, maxRules);
  const rest = rules.length - shown.length;
  const names = `${shown.map((rule) => paint('dim', rule)).join(', ')}${rest > 0 ? ` and ${count(rest, 'more rule')}` : ''}`;
  const what = isOne ? escaped(reason) : `${new Set(rows.map((row) => row.reason)).size} reasons`;
  const reasons = folded(rows, textOf, debug);
  const few = debug || reasons.length <= maxReasons ? reasons : reasons.slice(0, maxReasons - 1);
  return [
    ...hanging(`${paint('yellow', 'not decided:')} `, `${what}  ${names}`, width),
    ...few.flatMap(({ row, more }) => hanging(`  ${placeOf(row.location)}${more('place')} `, textOf(row), width)),
    ...(few.length < reasons.length ? [`  and ${count(reasons.length - few.length, 'more place')}: see --debug`] : []),
  ];
}
