import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { audit as auditFiles } from '../../audit/audit.ts';
import { type FileSystem, ReadError } from '../../audit/file-system.ts';
import { nearest } from '../../model/nearest.ts';
import type { Report } from '../../report/report.ts';
import { omissions, reporters } from '../../reporters/index.ts';
import type { ReporterContext } from '../../reporters/reporter.ts';
import { rules as allRules } from '../../rules/index.ts';
import { decode } from '../../source/decode.ts';
import type { SourceFile } from '../../source/tree.ts';
import type { Arguments } from '../arguments.ts';
import { CliError } from '../cli-error.ts';
import { useColor } from '../color.ts';
import { openFileSystem } from '../file-system.ts';
import { type FoundFiles, findFiles, realPathOf, shownPath } from '../files.ts';
import { type Io, print } from '../io.ts';
import { ioMessage } from '../io-message.ts';
import { describeRules } from '../rule-info.ts';
import { readStdin } from '../stdin.ts';
import type { Engine, Tool } from '../tool.ts';

/** `ipaudit FILE…`: audits, reports, and returns the exit code. */
export async function lint(
  args: Arguments,
  io: Io,
  tool: Tool,
  { audit, rules }: Engine = { audit: auditFiles, rules: allRules },
): Promise<number> {
  checkRules(
    Object.keys(args.rules),
    rules.map(({ id }) => id),
  );
  const cwd = io.cwd();
  const { files, ...found } = args.stdin ? await standardInput(args, io) : findFiles(args.files, cwd);
  const fs = openFileSystem({ cwd, named: [...args.files, ...args.parameterFiles], ...found });
  const report = audit(files, {
    fs,
    preset: args.preset,
    rules: args.rules,
    parameters: args.parameters,
    parameterFiles: args.parameterFiles.map((path) => shownPath(cwd, path)),
    homepage: tool.homepage,
  });
  const target = args.outputFile !== undefined ? 'file' : io.stdout.isTTY ? 'terminal' : 'pipe';
  const shown = args.quiet ? errorsOnly(report) : report;
  const context: ReporterContext = {
    tool,
    color: useColor(args.color, io.env, target),
    frames: target === 'terminal',
    // a terminal that does not know its width says 0
    width: io.stdout.columns || 80,
    sources: sourcesOf(fs),
    rules: () => describeRules(rules, tool),
    cwd,
    realPath: (file) => realPathOf(cwd, file),
  };
  const text = reporters[args.format](shown, context);
  const omission = omissions[args.format]?.(shown, context);
  if (args.outputFile === undefined) await print(io.stdout, text);
  else await writeReport(resolve(cwd, args.outputFile), text, args.outputFile);
  const explain = (why: string): Promise<void> => print(io.stderr, `${tool.name}: ${why}\n`);
  if (omission !== undefined) await explain(omission);
  return exitCode(report, args.maxWarnings, explain);
}

function checkRules(ids: readonly string[], known: readonly string[]): void {
  for (const id of ids) {
    if (known.includes(id)) continue;
    const meant = nearest(id, known);
    throw new CliError(`there is no rule '${id}'${meant ? `: did you mean ${meant}?` : ''}`);
  }
}

async function standardInput(
  { stdinFilename }: Arguments,
  io: Io,
): Promise<FoundFiles & { readonly given: ReadonlyMap<string, Uint8Array> }> {
  const path = shownPath(io.cwd(), stdinFilename);
  const content = await readStdin(io.stdin);
  return {
    files: [path],
    refused: new Map(typeof content === 'string' ? [[path, content]] : []),
    given: new Map(typeof content === 'string' ? [] : [[path, content]]),
  };
}

/** The texts of files for code frames; none of a file that can no longer be read. */
function sourcesOf(fs: FileSystem): (path: string) => SourceFile | undefined {
  const cache = new Map<string, SourceFile | undefined>();
  const read = (path: string): SourceFile | undefined => {
    try {
      const decoded = decode(fs.read(path));
      return 'text' in decoded ? { path, ...decoded } : undefined;
    } catch (error) {
      if (error instanceof ReadError) return undefined;
      throw error;
    }
  };
  return (path) => {
    if (!cache.has(path)) cache.set(path, read(path));
    return cache.get(path);
  };
}

/** The report without its warnings and notes, which its summary still counts. */
function errorsOnly(report: Report): Report {
  return { ...report, findings: report.findings.filter(({ severity }) => severity === 'error') };
}

async function writeReport(path: string, text: string, name: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw new CliError(`cannot write the report to ${name}: ${ioMessage(error)}`);
  }
}

async function exitCode(
  { failures, summary }: Report,
  maxWarnings: number,
  explain: (why: string) => Promise<void>,
): Promise<number> {
  if (summary.warnings > maxWarnings) {
    await explain(`more warnings than --max-warnings ${maxWarnings} allows: ${summary.warnings}`);
  }
  if (failures.length > 0) return 2;
  return summary.errors > 0 || summary.warnings > maxWarnings ? 1 : 0;
}
