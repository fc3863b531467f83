import type { AddressType, Authorization, EndpointType } from '../model/api.ts';
import type { Failure, NotAudited } from '../report/report.ts';
import type { Parser } from '../source/parse.ts';
import type { SourceFile } from '../source/tree.ts';
import { mayUseFunctions } from '../template/cfn-include/functions.ts';
import { load, loadExports, mayExport, mayHoldApi, unreadSource } from '../template/load.ts';
import type { Loaded, LoadedApi } from '../template/loaded.ts';
import type { Value } from '../values/value.ts';
import { acrossSets } from './across-sets.ts';
import { type Decision, decisionOn, type Note } from './decision.ts';
import { type FileSystem, ReadError } from './file-system.ts';
import { withoutIncluded } from './included.ts';
import type { Locator } from './locate.ts';
import { byPlace, compare } from './order.ts';
import { type ParameterOptions, type ParameterSet, parameterSets } from './parameter-sets.ts';
import { Reader } from './reader.ts';

export interface LoadOptions extends ParameterOptions {
  readonly fs: FileSystem;
  /** What `prepare` made of the files; without it the functions of cfn-include are not expanded. */
  readonly reader?: Reader;
  /** Reads `.toml` files: handed in, for only few runs meet one. */
  readonly parseToml?: Parser;
  /** The working directory, for documents that name files by absolute paths: those below it are named like all others. */
  readonly cwd?: string;
  /** The endpoint type of APIs whose files cannot say it: OpenAPI definitions and policies by themselves. */
  readonly apiType?: EndpointType;
  /** The same for the addresses that they can be reached by. */
  readonly ipAddressType?: AddressType;
  /** How the methods of a policy by itself authorize their callers. */
  readonly authorization?: Authorization;
  /** Files that nobody named: what cannot hold an API is left without a word. */
  readonly searched?: ReadonlySet<string>;
  /** Is told what becomes of each file. */
  readonly note?: Note;
}

/** The APIs of files, and what could not be read. */
export interface LoadedFiles {
  readonly apis: readonly LoadedApi[];
  readonly failures: readonly Failure[];
  readonly notAudited: readonly NotAudited[];
  readonly locator: Locator;
}

/**
 * Loads files by their paths, relative to the working directory, with what they bring in. A file that another one brings in
 * is loaded as a part of that one alone. Never throws for what a file holds, but for an environment that none has: what cannot be
 * read or parsed is in `failures`.
 */
export function loadFiles(paths: readonly string[], options: LoadOptions): LoadedFiles {
  const reader = options.reader ?? new Reader(options.fs, options.parseToml);
  const sources = paths.flatMap((path) => sourceAt(path, reader, options));
  const sets = parameterSets(reader, sources, options).map((set) => ({
    set,
    imports: importsFrom(sources, reader, set),
  }));
  const includes = new Map([...reader.expanded].map(([file, one]) => [file, new Set(one.includes)]));
  const filesOf = (document: SourceFile): ReturnType<Reader['files']> =>
    reader.files((_, file) => {
      const taken = includes.get(document) ?? new Set();
      includes.set(document, taken.add(file));
    });
  const { apiType, ipAddressType, authorization, cwd } = options;
  const told = {
    ...(apiType && { endpoint: apiType }),
    ...(ipAddressType && { addressType: ipAddressType }),
    ...(authorization && { authorization }),
  };
  const documents = new Map<SourceFile, Loaded>();
  for (const file of sources) {
    if (!mayHoldApi(file.text) && !reader.expanded.has(file)) {
      options.note?.(withoutApi(file.path));
      continue;
    }
    const reason = unreadSource(file.text);
    if (reason !== undefined) {
      documents.set(file, { apis: [], failures: [], notAudited: [reason] });
      continue;
    }
    const files = filesOf(file);
    const parts = sets.map(({ set, imports }) => ({
      set: set.name,
      loaded: load(reader.document(file), {
        given: set.valuesFor(file),
        imports,
        told,
        files,
        ...(cwd !== undefined && { cwd }),
      }),
    }));
    documents.set(file, acrossSets(parts));
  }
  const notAudited: NotAudited[] = [];
  const apis: LoadedApi[] = [];
  const kept = withoutIncluded([...documents.keys()], includes);
  if (options.note) noteDocuments(documents, new Set(kept), includes, reader, options.note);
  for (const file of kept) {
    const loaded = documents.get(file) as Loaded;
    for (const { message, place } of [...(reader.expanded.get(file)?.failures ?? []), ...loaded.failures])
      reader.fail(message, reader.locator.locate(place.at));
    for (const reason of loaded.notAudited) notAudited.push({ file: file.path, reason });
    for (const one of loaded.apis) apis.push(one);
    reader.locator.declare(loaded.declarations ?? []);
  }
  return {
    apis,
    failures: reader.failures.sort(byPlace(({ message }) => [message])),
    notAudited: notAudited.sort((a, b) => compare(a.file, b.file)),
    locator: reader.locator,
  };
}

/** The text of a file; nothing where it cannot be read, or does not matter. */
function sourceAt(path: string, reader: Reader, { searched, note }: LoadOptions): readonly SourceFile[] {
  const found = searched?.has(path) ? reader.met(path, mayMatter) : reader.named(path);
  if (!found) note?.(withoutApi(path));
  else if (found.length === 0) note?.({ file: path, taken: false, why: `not readable: ${whyUnread(path, reader)}` });
  return found ?? [];
}

function whyUnread(path: string, reader: Reader): string {
  const file = reader.source(path);
  return file instanceof ReadError ? file.message : '';
}

function withoutApi(file: string): Decision {
  return { file, taken: false, why: 'its text names no API' };
}

/** Whether a text that a search has met is worth a look. */
export function mayMatter(text: string): boolean {
  return mayHoldApi(text) || mayExport(text) || mayUseFunctions(text);
}

function noteDocuments(
  documents: ReadonlyMap<SourceFile, Loaded>,
  kept: ReadonlySet<SourceFile>,
  includes: ReadonlyMap<SourceFile, ReadonlySet<SourceFile>>,
  reader: Reader,
  note: Note,
): void {
  for (const [file, loaded] of documents) {
    const owner = kept.has(file) ? undefined : [...includes].find(([, parts]) => parts.has(file))?.[0];
    const parsed = unreadSource(file.text) === undefined ? reader.parse(file) : { file, failures: [] };
    note(decisionOn(parsed, loaded, owner?.path));
  }
}

/** What the files export to each other, looked for only when one imports. */
function importsFrom(
  sources: readonly SourceFile[],
  reader: Reader,
  { valuesFor }: ParameterSet,
): (name: string) => Value | undefined {
  const candidates = sources.filter((file) => mayExport(file.text) || reader.expanded.has(file));
  const cache = new Map<string, Value | undefined>();
  const imports = (name: string): Value | undefined => {
    if (cache.has(name)) return cache.get(name);
    // an export that imports itself in a circle is not known
    cache.set(name, undefined);
    const found = candidates
      .map((file) =>
        loadExports(reader.document(file), { given: valuesFor(file), imports, files: reader.files(() => {}) })(name),
      )
      .filter((value) => value !== undefined);
    const only = found.length === 1 ? found[0] : undefined;
    cache.set(name, only);
    return only;
  };
  return imports;
}
