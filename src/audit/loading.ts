import type { AddressType, EndpointType } from '../model/api.ts';
import type { Failure, NotAudited } from '../report/report.ts';
import type { SourceFile } from '../source/tree.ts';
import { load, loadExports, mayExport, mayHoldApi } from '../template/load.ts';
import type { Loaded, LoadedApi } from '../template/loaded.ts';
import type { Value } from '../values/value.ts';
import { type Decision, decisionOn, type Note } from './decision.ts';
import type { FileSystem } from './file-system.ts';
import { withoutIncluded } from './included.ts';
import type { Locator } from './locate.ts';
import { byPlace, compare } from './order.ts';
import { readParameterFile } from './parameter-file.ts';
import { Reader } from './reader.ts';

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
 * is loaded as a part of that one alone. Never throws for what a file holds: what cannot be read or parsed is in `failures`.
 */
export function loadFiles(paths: readonly string[], options: LoadOptions): LoadedFiles {
  const reader = new Reader(options.fs);
  const sources = paths.flatMap((path) => sourceAt(path, reader, options));
  const given = givenParameters(reader, options);
  const includes = new Map<SourceFile, Set<SourceFile>>();
  const filesOf = (document: SourceFile): ReturnType<Reader['files']> =>
    reader.files((_, file) => {
      const taken = includes.get(document) ?? new Set();
      includes.set(document, taken.add(file));
    });
  const imports = importsFrom(sources, reader, given);
  const { apiType, ipAddressType } = options;
  const told = { ...(apiType && { endpoint: apiType }), ...(ipAddressType && { addressType: ipAddressType }) };
  const documents = new Map<SourceFile, Loaded>();
  for (const file of sources) {
    if (mayHoldApi(file.text))
      documents.set(file, load(reader.parse(file), { given, imports, told, files: filesOf(file) }));
    else options.note?.(withoutApi(file.path));
  }
  const notAudited: NotAudited[] = [];
  const apis: LoadedApi[] = [];
  const kept = withoutIncluded([...documents.keys()], includes);
  if (options.note) noteDocuments(documents, new Set(kept), includes, reader, options.note);
  for (const file of kept) {
    const loaded = documents.get(file) as Loaded;
    for (const { message, place } of loaded.failures) reader.fail(message, reader.locator.locate(place.at));
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
  else if (found.length === 0)
    note?.({ file: path, taken: false, why: `not readable: ${reader.failures.at(-1)?.message}` });
  return found ?? [];
}

function withoutApi(file: string): Decision {
  return { file, taken: false, why: 'its text names no API' };
}

function mayMatter(text: string): boolean {
  return mayHoldApi(text) || mayExport(text);
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
    note(decisionOn(reader.parse(file), loaded, owner?.path));
  }
}

type Given = ReturnType<typeof readParameterFile>;

function givenParameters(reader: Reader, { parameterFiles = [], parameters = {} }: LoadOptions): Given {
  const given: Given = new Map();
  for (const file of parameterFiles.flatMap((path) => reader.named(path))) {
    if (file.text.trim() === '') continue;
    const values = readParameterFile(reader.parse(file), (message, at) =>
      reader.fail(message, reader.locator.locate(at)),
    );
    for (const [name, value] of values) given.set(name, value);
  }
  for (const [name, value] of Object.entries(parameters)) given.set(name, value);
  return given;
}

/** What the files export to each other, looked for only when one imports. */
function importsFrom(
  sources: readonly SourceFile[],
  reader: Reader,
  given: Given,
): (name: string) => Value | undefined {
  const candidates = sources.filter(({ text }) => mayExport(text));
  const cache = new Map<string, Value | undefined>();
  const imports = (name: string): Value | undefined => {
    if (cache.has(name)) return cache.get(name);
    // an export that imports itself in a circle is not known
    cache.set(name, undefined);
    const found = candidates
      .map((file) => loadExports(reader.parse(file), { given, imports, files: reader.files(() => {}) })(name))
      .filter((value) => value !== undefined);
    const only = found.length === 1 ? found[0] : undefined;
    cache.set(name, only);
    return only;
  };
  return imports;
}
