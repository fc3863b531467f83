import { performance } from 'node:perf_hooks';
import { lint } from '../linter/linter.ts';
import { activeRules, type Preset } from '../linter/presets.ts';
import type { Failure, Finding, Location, NotAudited, Report, Severity, Undecided } from '../report/report.ts';
import { decode } from '../source/decode.ts';
import { parse } from '../source/parse.ts';
import type { ParsedFile, SourceFile } from '../source/tree.ts';
import { load, loadExports, mayExport, mayHoldApi } from '../template/load.ts';
import type { LoadedApi } from '../template/loaded.ts';
import type { Value } from '../values/value.ts';
import { type FileSystem, ReadError } from './file-system.ts';
import { Locator } from './locate.ts';
import { readParameterFile } from './parameter-file.ts';

export interface AuditOptions {
  readonly fs: FileSystem;
  /** Which rules run; `recommended` where absent. */
  readonly preset?: Preset;
  /** Severities that differ from the preset's, by rule id. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  /** Values of template parameters, as given on the command line. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Files with values of template parameters; later ones win, and `parameters` wins over all. */
  readonly parameterFiles?: readonly string[];
  /** The `homepage` of package.json; rule pages' URLs are null without it. */
  readonly homepage?: string;
}

/**
 * Audits files by their paths, relative to the working directory. Never throws for what a file holds: what cannot be
 * read or parsed is in the report's `failures`.
 */
export function audit(files: readonly string[], options: AuditOptions): Report {
  const started = performance.now();
  const run = new Run(options);
  const sources = files.flatMap((path) => run.read(path));
  const given = run.parameters();
  const imports = run.importsFrom(sources, given);
  const apis: LoadedApi[] = [];
  for (const file of sources.filter(({ text }) => mayHoldApi(text))) {
    const parsed = run.parse(file);
    const loaded = load(parsed, { given, imports });
    for (const { message, place } of loaded.failures) run.fail(message, run.locator.locate(place.at));
    for (const reason of loaded.notAudited) run.notAudited.push({ file: file.path, reason });
    for (const one of loaded.apis) apis.push(one);
  }
  const { findings, undecided } = lint(apis, activeRules(options), options.homepage);
  const located = findings
    .map((finding) => run.locator.finding(finding))
    .sort(byPlace(({ ruleId, message }) => [ruleId, message]));
  const open = undecided.map((one) => run.locator.undecided(one)).sort(byPlace(({ reason }) => [reason]));
  return summarize(located, open, run, apis, files.length, Math.round(performance.now() - started));
}

/** What one run has read so far, and what went wrong. */
class Run {
  readonly failures: Failure[] = [];
  readonly notAudited: NotAudited[] = [];
  readonly locator: Locator = new Locator();
  private readonly options: AuditOptions;
  private readonly parsed = new Map<SourceFile, ParsedFile>();

  constructor(options: AuditOptions) {
    this.options = options;
  }

  fail(message: string, location: Location, related?: Failure['related']): void {
    this.failures.push({ message, location, ...(related && { related }) });
  }

  read(path: string): readonly SourceFile[] {
    const start = { line: 1, column: 1 };
    try {
      const decoded = decode(this.options.fs.read(path));
      if ('text' in decoded) {
        if (decoded.text.trim() === '')
          this.fail('The file is empty: there is no template in it.', { file: path, start, end: start });
        return [{ path, text: decoded.text }];
      }
      const at = { line: decoded.line, column: decoded.column };
      this.fail(decoded.message, { file: path, start: at, end: at });
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.fail(error.message, { file: path, start, end: start });
    }
    return [];
  }

  parse(file: SourceFile): ParsedFile {
    const known = this.parsed.get(file);
    if (known) return known;
    const parsed = parse(file);
    this.parsed.set(file, parsed);
    this.locator.add(parsed);
    for (const { message, at, related } of parsed.failures) {
      this.fail(
        message,
        this.locator.locate(at),
        related && [{ message: related.message, location: this.locator.locate(related.at) }],
      );
    }
    return parsed;
  }

  parameters(): ReturnType<typeof readParameterFile> {
    const given: ReturnType<typeof readParameterFile> = new Map();
    for (const path of this.options.parameterFiles ?? []) {
      for (const file of this.read(path)) {
        if (file.text.trim() === '') continue;
        const values = readParameterFile(this.parse(file), (message, at) =>
          this.fail(message, this.locator.locate(at)),
        );
        for (const [name, value] of values) given.set(name, value);
      }
    }
    for (const [name, value] of Object.entries(this.options.parameters ?? {})) given.set(name, value);
    return given;
  }

  /** What the files export to each other, looked for only when one imports. */
  importsFrom(
    sources: readonly SourceFile[],
    given: ReturnType<typeof readParameterFile>,
  ): (name: string) => Value | undefined {
    const candidates = sources.filter(({ text }) => mayExport(text));
    const cache = new Map<string, Value | undefined>();
    const imports = (name: string): Value | undefined => {
      if (cache.has(name)) return cache.get(name);
      // an export that imports itself in a circle is not known
      cache.set(name, undefined);
      const found = candidates
        .map((file) => loadExports(this.parse(file), { given, imports })(name))
        .filter((value) => value !== undefined);
      const only = found.length === 1 ? found[0] : undefined;
      cache.set(name, only);
      return only;
    };
    return imports;
  }
}

function byPlace<T extends { readonly location: Location }>(
  rest: (one: T) => readonly string[],
): (a: T, b: T) => number {
  return (a, b) =>
    compare(a.location.file, b.location.file) ||
    a.location.start.line - b.location.start.line ||
    a.location.start.column - b.location.start.column ||
    rest(a).reduce((order, text, i) => order || compare(text, rest(b)[i] as string), 0);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function summarize(
  findings: readonly Finding[],
  undecided: readonly Undecided[],
  run: Run,
  apis: readonly LoadedApi[],
  files: number,
  durationMs: number,
): Report {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const policies = apis.filter(({ worlds }) =>
    worlds.some(({ revisions }) => revisions.some((revision) => revision.policies.length > 0)),
  );
  const failures = run.failures.toSorted(byPlace(({ message }) => [message]));
  return {
    findings,
    undecided,
    failures,
    notAudited: run.notAudited.toSorted((a, b) => compare(a.file, b.file)),
    suppressed: [],
    summary: {
      files,
      apis: apis.length,
      policies: policies.length,
      errors: count('error'),
      warnings: count('warning'),
      notes: count('note'),
      undecided: undecided.length,
      notAudited: run.notAudited.length,
      failures: failures.length,
      suppressed: 0,
      fixable: findings.filter(({ suggestions }) => suggestions.some(({ safe }) => safe)).length,
      durationMs,
    },
  };
}
