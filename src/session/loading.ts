import type { AddressType, Authorization, EndpointType } from '../model/api.ts';
import type { Failure, NotAudited } from '../report/report.ts';
import type { Parser } from '../source/parse.ts';
import type { ParsedFile, SourceFile } from '../source/tree.ts';
import { mayUseFunctions } from '../template/cfn-include/functions.ts';
import type { Imports } from '../template/kernel/evaluator.ts';
import { load, loadTemplating, loadText, mayExport, mayHoldApi, namesApi } from '../template/load.ts';
import type { Loaded, LoadedApi } from '../template/loaded.ts';
import { acrossSets } from './across-sets.ts';
import { decisionOn, type Note, noteDocuments, withoutApi } from './decision.ts';
import { Documents } from './documents.ts';
import { type FileSystem, ReadError } from './file-system.ts';
import { importsFrom } from './imports.ts';
import { withoutIncluded } from './included.ts';
import type { Locator } from './locate.ts';
import { byPlace, compare } from './order.ts';
import { type ParameterOptions, type ParameterSet, parameterSets } from './parameter-sets.ts';
import { Reader } from './reader.ts';
import { Texts } from './texts.ts';

export interface LoadOptions extends ParameterOptions {
  readonly fs: FileSystem;
  /** What is known from earlier runs with the same options. */
  readonly documents?: Documents;
  readonly texts?: Texts;
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
  /** Is told what is odd and changes nothing of what is found. */
  readonly warn?: (message: string) => void;
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
  const texts = options.texts ?? new Texts();
  const reader = options.reader ?? new Reader(options.fs, options.parseToml, texts);
  const sources = paths.flatMap((path) => sourceAt(path, reader, options));
  // what other documents take something from
  const parts = new Set<SourceFile>();
  const documentsKnown = options.documents ?? new Documents();
  documentsKnown.readWith((options.parameterFiles ?? []).map(({ path }) => reader.source(path)));
  const sets = parameterSets(reader, sources, options).map((set) => ({
    set,
    imports: importsFrom(sources, reader, set, parts),
  }));
  const includes = new Map([...reader.expanded].map(([file, one]) => [file, new Set(one.includes)]));
  const loadOne = loaderFor(sets, [texts.version, ...sources], documentsKnown, includes, reader, options);
  const { documents, left } = documentsAmong(sources, loadOne, reader, options);
  for (const some of includes.values()) for (const part of some) parts.add(part);
  for (const file of left) if (!parts.has(file)) reader.dismiss(file.path);
  const kept = withoutIncluded([...documents.keys()], includes);
  const { apis, notAudited } = together(kept, documents, reader, options);
  for (const { message, location: at } of reader.repeatedKeys())
    options.warn?.(`${at.file}:${at.start.line}:${at.start.column} ${message} Nothing that is audited reads it.`);
  // where there is no document nothing is known of what it would take
  if (documents.size > 0)
    for (const message of documentsKnown.parameters.unknown(reader.locator)) options.warn?.(message);
  if (options.note) noteDocuments(documents, new Set(kept), includes, reader, options.note);
  return {
    apis,
    notAudited,
    failures: reader.failures.sort(byPlace(({ message }) => [message])),
    locator: reader.locator,
  };
}

type Includes = Map<SourceFile, Set<SourceFile>>;

const NOTHING: Loaded = { apis: [], failures: [], notAudited: [] };

/** Loads a document with each set of parameters, and tells what it takes in. */
function loaderFor(
  sets: readonly { readonly set: ParameterSet; readonly imports: Imports }[],
  all: readonly unknown[],
  known: Documents,
  includes: Includes,
  reader: Reader,
  { apiType, ipAddressType, authorization, cwd }: LoadOptions,
): (file: SourceFile) => Loaded {
  const told = {
    ...(apiType && { endpoint: apiType }),
    ...(ipAddressType && { addressType: ipAddressType }),
    ...(authorization && { authorization }),
  };
  const more = { told, ...(cwd !== undefined && { cwd }) };
  const taken = new Set<SourceFile>();
  return (document) => {
    const parsed = reader.document(document);
    known.parameters.declare(parsed);
    // it was loaded where it was taken
    if (taken.has(document)) return NOTHING;
    const { loaded, includes: own } = known.load(document, reader, all, (importing) => {
      const found = new Set<SourceFile>();
      const files = reader.files((_, file) => found.add(file));
      const results = sets.map(({ set, imports }) => ({
        set: set.name,
        loaded: load(parsed, {
          ...more,
          given: known.parameters.heard(set.valuesFor(document)),
          imports: (name) => {
            importing();
            return imports(name);
          },
          files,
        }),
      }));
      return { loaded: acrossSets(results), includes: found };
    });
    if (own.size > 0) includes.set(document, new Set([...(includes.get(document) ?? []), ...own]));
    for (const file of own) if (file !== document) taken.add(file);
    return loaded;
  };
}

/** What each file holds, and the files of a search that are left. */
function documentsAmong(
  sources: readonly SourceFile[],
  loadOne: (file: SourceFile) => Loaded,
  reader: Reader,
  { searched, note }: LoadOptions,
): { readonly documents: ReadonlyMap<SourceFile, Loaded>; readonly left: ReadonlySet<SourceFile> } {
  const documents = new Map<SourceFile, Loaded>();
  const left = new Set<SourceFile>();
  for (const file of sources) {
    const isMet = searched?.has(file.path) ?? false;
    const isLeft = isMet && !mayHoldApi(file.text) && !reader.expanded.has(file);
    const loaded = isLeft ? undefined : (unparsed(file, reader) ?? loadOne(file));
    if (loaded && !(isMet && isPassedOver(reader.document(file), loaded))) documents.set(file, loaded);
    else {
      left.add(file);
      const why = { failure: undefined, includedBy: undefined };
      note?.(loaded ? decisionOn(file, loaded, why) : withoutApi(file.path));
    }
  }
  return { documents, left };
}

/** What the documents hold together; what went wrong in them is told to the reader. */
function together(
  kept: readonly SourceFile[],
  documents: ReadonlyMap<SourceFile, Loaded>,
  reader: Reader,
  { searched, parameterFiles }: LoadOptions,
): Pick<LoadedFiles, 'apis' | 'notAudited'> {
  const notAudited: NotAudited[] = [];
  const apis: LoadedApi[] = [];
  const isParameterFile = new Set(parameterFiles?.map(({ path }) => path));
  for (const file of kept) {
    const loaded = documents.get(file) as Loaded;
    if (!unparsed(file, reader) && !isForeign(reader.tree(file), loaded)) reader.parse(file);
    for (const { message, place } of [...(reader.expanded.get(file)?.failures ?? []), ...loaded.failures])
      reader.fail(message, reader.locator.locate(place.at));
    const isNamed = !searched?.has(file.path) && !isParameterFile.has(file.path);
    for (const reason of [...loaded.notAudited, ...(isNamed ? (loaded.nearly ?? []) : [])])
      notAudited.push({ file: file.path, reason });
    for (const one of loaded.apis) apis.push(one);
    reader.locator.declare(loaded.declarations ?? []);
  }
  return { apis, notAudited: notAudited.sort((a, b) => compare(a.file, b.file)) };
}

/** What is known of a file that is none to parse. */
function unparsed(file: SourceFile, reader: Reader): Loaded | undefined {
  return loadText(file) ?? loadTemplating(reader.tree(file));
}

/** Whether a document is one of another kind, in which several may stand. */
function isForeign({ file, root }: ParsedFile, { nearly = [] }: Loaded): boolean {
  return root !== undefined && nearly.length > 0 && !namesApi(file.text);
}

/** Whether a search leaves a file of which nothing came: no dialect reads it, or it names no API, whatever is wrong in it. */
function isPassedOver({ file, failures }: ParsedFile, loaded: Loaded): boolean {
  if (loaded.apis.length + loaded.notAudited.length > 0) return false;
  const isFine = failures.length + loaded.failures.length === 0;
  return !namesApi(file.text) || (isFine && loaded.nearly !== undefined && loaded.nearly.length > 0);
}

/** The text of a file; nothing where it cannot be read, or does not matter. */
function sourceAt(path: string, reader: Reader, { searched, note }: LoadOptions): readonly SourceFile[] {
  const found = searched?.has(path) ? reader.met(path, mayMatter, namesApi) : reader.named(path);
  if (!found) note?.(withoutApi(path));
  else if (found.length === 0) note?.({ file: path, taken: false, why: `not readable: ${whyUnread(path, reader)}` });
  return found ?? [];
}

function whyUnread(path: string, reader: Reader): string {
  const file = reader.source(path);
  return file instanceof ReadError ? file.message : '';
}

/** Whether a text that a search has met is worth a look. */
export function mayMatter(text: string): boolean {
  return mayHoldApi(text) || mayExport(text) || mayUseFunctions(text);
}
