import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { audit as auditFiles } from '../../answers/audit.ts';
import type { Report } from '../../report/report.ts';
import { omissions, reporters } from '../../reporters/index.ts';
import { painter } from '../../reporters/paint.ts';
import { summaryLine } from '../../reporters/summary-line.ts';
import { rules as allRules } from '../../rules/index.ts';
import type { FileSystem } from '../../session/file-system.ts';
import { didYouMean } from '../../text/words.ts';
import type { AuditArguments, LintArguments } from '../arguments.ts';
import { CliError } from '../cli-error.ts';
import { exitCodeOf } from '../exit-code.ts';
import { filesRead, namedIn, openInput } from '../input.ts';
import { type Io, print } from '../io.ts';
import { commands } from '../options.ts';
import { writeReport } from '../output.ts';
import { reporterContext } from '../reporter-context.ts';
import type { Engine, Tool } from '../tool.ts';
import { openBase } from '../version.ts';

/** `ipaudit [FILE…]`: audits, reports, and returns the exit code. */
export async function lint(
  args: LintArguments,
  io: Io,
  tool: Tool,
  { audit, rules }: Engine = { audit: auditFiles, rules: allRules },
): Promise<number> {
  checkRules(args.rules, rules);
  checkCommand(args.files[0], io, rules);
  const { files, fs, load, log } = await openInput(args, io);
  const base = args.base === undefined ? undefined : await openBase({ ...args, base: args.base }, io);
  const report = audit(files, {
    ...load,
    preset: args.preset,
    rules: args.rules,
    homepage: tool.homepage,
    ...(base && { base }),
  });
  await log.print(io, report.summary.apis === 0);
  const inputs = filesRead({ load }, ...(base ? [base] : []));
  return deliver(report, { fs, inputs, isNamed: namedIn(load) }, args, io, tool, rules);
}

/** What a report was made from. */
export interface Audited {
  /** Has the files that the report names. */
  readonly fs: FileSystem;
  /** The files of the disk that were read. */
  readonly inputs: readonly string[];
  /** Whether somebody named a file, or it was met. */
  isNamed(row: { readonly file: string }): boolean;
}

/** Writes a report as the command line says, and returns the exit code. */
export async function deliver(
  report: Report,
  { fs, inputs, isNamed }: Audited,
  args: AuditArguments,
  io: Io,
  tool: Tool,
  rules: Engine['rules'],
): Promise<number> {
  const shown = args.quiet ? errorsOnly(report) : report;
  const context = reporterContext(fs, args, io, tool, rules);
  const text = reporters[args.format](shown, context);
  const omission = omissions[args.format]?.(shown, context);
  await writeReport(text, args, io, inputs);
  if (args.outputFile !== undefined) await print(io.stdout, `${summaryLine(shown, painter(false))}\n`);
  const explain = (why: string): Promise<void> => print(io.stderr, `${tool.name}: ${why}\n`);
  if (omission !== undefined) await explain(omission);
  const { code, why } = exitCodeOf(report, args, isNamed);
  for (const one of why) await explain(one);
  return code;
}

/** Throws a CliError where what is named first is no file, but nearly a command, or a rule. */
function checkCommand(first: string | undefined, io: Io, rules: Engine['rules']): void {
  if (first === undefined || /[./\\:]/.test(first) || existsSync(resolve(io.cwd(), first))) return;
  const hint = didYouMean(first, commands);
  if (hint !== '') throw new CliError(`there is no file and no command '${first}'${hint}`);
  if (rules.some(({ id }) => id === first))
    throw new CliError(`'${first}' is a rule, and no file: name what is to be audited`);
}

/** Throws a CliError where a rule is named that there is not. */
export function checkRules(named: LintArguments['rules'], rules: Engine['rules']): void {
  const known = rules.map(({ id }) => id);
  for (const id of Object.keys(named)) {
    if (known.includes(id)) continue;
    throw new CliError(`there is no rule '${id}'${didYouMean(id, known)}`);
  }
}

/** The report without its warnings and notes, which its summary still counts. */
function errorsOnly(report: Report): Report {
  return { ...report, findings: report.findings.filter(({ severity }) => severity === 'error') };
}
