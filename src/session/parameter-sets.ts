import type { SourceFile } from '../source/tree.ts';
import { type ParameterValues, readParameterFile } from './parameter-file.ts';
import type { Reader } from './reader.ts';
import { SamConfigs } from './samconfig.ts';

/** A file with values of template parameters. */
export interface ParameterFile {
  readonly path: string;
  /** The set that it belongs to; every set where absent. */
  readonly set?: string;
}

/** Where the values of template parameters come from; what is written later here wins. */
export interface ParameterOptions {
  /** Environments of the configuration of SAM CLI beside a template: each is a set by its name. */
  readonly environments?: readonly string[];
  /** Of two files for one set the later one wins. */
  readonly parameterFiles?: readonly ParameterFile[];
  /** As given on the command line, to every set. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Values that documents are audited with together. */
export interface ParameterSet {
  /** Undefined where no set has a name: then there is one. */
  readonly name: string | undefined;
  valuesFor(document: SourceFile): ParameterValues;
}

/** All sets that are named, or the one without a name. Throws an EnvironmentError. */
export function parameterSets(
  reader: Reader,
  documents: readonly SourceFile[],
  { environments = [], parameterFiles = [], parameters = {} }: ParameterOptions,
): readonly ParameterSet[] {
  const configs = new SamConfigs(reader, documents);
  for (const name of environments) configs.check(name);
  const setOf = (name: string | undefined): ParameterSet => {
    const files = parameterFiles.filter(({ set }) => set === undefined || set === name);
    const given = new Map([...files.flatMap(({ path }) => [...valuesIn(path, reader)]), ...Object.entries(parameters)]);
    const isEnvironment = name !== undefined && environments.includes(name);
    return {
      name,
      valuesFor: (document) => new Map([...(isEnvironment ? configs.values(document, name) : []), ...given]),
    };
  };
  const names = new Set([...environments, ...parameterFiles.flatMap(({ set }) => set ?? [])]);
  return names.size === 0 ? [setOf(undefined)] : [...names].map(setOf);
}

function valuesIn(path: string, reader: Reader): ParameterValues {
  const [file] = reader.named(path);
  if (!file || file.text.trim() === '') return new Map();
  return readParameterFile(reader.parse(file), (message, at) => reader.fail(message, reader.locator.locate(at)));
}
