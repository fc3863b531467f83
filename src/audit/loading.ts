import type { AddressType, EndpointType } from '../model/api.ts';
import type { Failure, Location, NotAudited } from '../report/report.ts';
import { decode } from '../source/decode.ts';
import { parse } from '../source/parse.ts';
import type { ParsedFile, SourceFile } from '../source/tree.ts';
import { load, loadExports, mayExport, mayHoldApi } from '../template/load.ts';
import type { LoadedApi } from '../template/loaded.ts';
import type { Value } from '../values/value.ts';
import { type FileSystem, ReadError } from './file-system.ts';
import { Locator } from './locate.ts';
import { byPlace, compare } from './order.ts';
import { readParameterFile } from './parameter-file.ts';

export interface LoadOptions {
  readonly fs: FileSystem;
  /** Values of template parameters, as given on the command line. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Files with values of template parameters; later ones win, and `parameters` wins over all. */
  readonly parameterFiles?: readonly string[];
  /** The endpoint type of APIs whose files cannot say it: OpenAPI definitions and policies by themselves. */
  readonly apiType?: EndpointType;
  /** The same for the addresses that they can be reached by. */
  readonly ipAddressType?: AddressType;
}

/** The APIs of files, and what could not be read. */
export interface LoadedFiles {
  readonly apis: readonly LoadedApi[];
  readonly failures: readonly Failure[];
  readonly notAudited: readonly NotAudited[];
  readonly locator: Locator;
}

/**
 * Loads files by their paths, relative to the working directory. Never throws for what a file holds: what cannot be read or
 * parsed is in `failures`.
 */
export function loadFiles(files: readonly string[], options: LoadOptions): LoadedFiles {
  const run = new Run(options);
  const sources = files.flatMap((path) => run.read(path));
  const given = run.parameters();
  const imports = run.importsFrom(sources, given);
  const { apiType, ipAddressType } = options;
  const told = { ...(apiType && { endpoint: apiType }), ...(ipAddressType && { addressType: ipAddressType }) };
  const apis: LoadedApi[] = [];
  for (const file of sources.filter(({ text }) => mayHoldApi(text))) {
    const parsed = run.parse(file);
    const loaded = load(parsed, { given, imports, told });
    for (const { message, place } of loaded.failures) run.fail(message, run.locator.locate(place.at));
    for (const reason of loaded.notAudited) run.notAudited.push({ file: file.path, reason });
    for (const one of loaded.apis) apis.push(one);
  }
  return {
    apis,
    failures: run.failures.sort(byPlace(({ message }) => [message])),
    notAudited: run.notAudited.sort((a, b) => compare(a.file, b.file)),
    locator: run.locator,
  };
}

/** What one run has read so far, and what went wrong. */
class Run {
  readonly failures: Failure[] = [];
  readonly notAudited: NotAudited[] = [];
  readonly locator: Locator = new Locator();
  private readonly options: LoadOptions;
  private readonly parsed = new Map<SourceFile, ParsedFile>();

  constructor(options: LoadOptions) {
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
