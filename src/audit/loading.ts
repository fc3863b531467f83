import type { AddressType, EndpointType } from '../model/api.ts';
import type { Failure, NotAudited } from '../report/report.ts';
import type { SourceFile } from '../source/tree.ts';
import { load, loadExports, mayExport, mayHoldApi } from '../template/load.ts';
import type { Loaded, LoadedApi } from '../template/loaded.ts';
import type { Value } from '../values/value.ts';
import type { FileSystem } from './file-system.ts';
import { withoutIncluded } from './included.ts';
import type { Locator } from './locate.ts';
import { byPlace, compare } from './order.ts';
import { readParameterFile } from './parameter-file.ts';
import { Reader } from './reader.ts';

export interface LoadOptions {
  readonly fs: FileSystem;
  /** What `prepare` made of the files; without it the functions of cfn-include are not expanded. */
  readonly reader?: Reader;
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
 * Loads files by their paths, relative to the working directory, with what they bring in. A file that another one brings in
 * is loaded as a part of that one alone. Never throws for what a file holds: what cannot be read or parsed is in `failures`.
 */
export function loadFiles(paths: readonly string[], options: LoadOptions): LoadedFiles {
  const reader = options.reader ?? new Reader(options.fs);
  const sources = paths.flatMap((path) => reader.named(path));
  const given = givenParameters(reader, options);
  const includes = new Map([...reader.expanded].map(([file, one]) => [file, new Set(one.includes)]));
  const filesOf = (document: SourceFile): ReturnType<Reader['files']> =>
    reader.files((_, file) => {
      const taken = includes.get(document) ?? new Set();
      includes.set(document, taken.add(file));
    });
  const imports = importsFrom(sources, reader, given);
  const { apiType, ipAddressType } = options;
  const told = { ...(apiType && { endpoint: apiType }), ...(ipAddressType && { addressType: ipAddressType }) };
  const documents = new Map<SourceFile, Loaded>();
  for (const file of sources.filter((one) => mayHoldApi(one.text) || reader.expanded.has(one)))
    documents.set(file, load(reader.document(file), { given, imports, told, files: filesOf(file) }));
  const notAudited: NotAudited[] = [];
  const apis: LoadedApi[] = [];
  for (const file of withoutIncluded([...documents.keys()], includes)) {
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
  const candidates = sources.filter((file) => mayExport(file.text) || reader.expanded.has(file));
  const cache = new Map<string, Value | undefined>();
  const imports = (name: string): Value | undefined => {
    if (cache.has(name)) return cache.get(name);
    // an export that imports itself in a circle is not known
    cache.set(name, undefined);
    const found = candidates
      .map((file) => loadExports(reader.document(file), { given, imports, files: reader.files(() => {}) })(name))
      .filter((value) => value !== undefined);
    const only = found.length === 1 ? found[0] : undefined;
    cache.set(name, only);
    return only;
  };
  return imports;
}
