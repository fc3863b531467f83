import type { SourceFile } from '../source/tree.ts';
import { expand } from '../template/cfn-include/expand.ts';
import { mayUseFunctions } from '../template/cfn-include/functions.ts';
import type { Environment } from '../template/cfn-include/plain.ts';
import { mayHoldApi, namesApi } from '../template/load.ts';
import type { Loaded } from '../template/loaded.ts';
import { type LoadOptions, mayMatter } from './loading.ts';
import { Reader } from './reader.ts';

/** Options with the reader that reads by them. */
export type Prepared = LoadOptions & { readonly reader: Reader };

/**
 * Expands the files that use functions of cfn-include, which takes a step of its own before they are loaded. One that can hold
 * no API, with all that it includes, is left as it is.
 */
export async function prepare(paths: readonly string[], options: LoadOptions): Promise<Prepared> {
  const { fs, parseToml, searched } = options;
  const reader = new Reader(fs, parseToml);
  // as a variable of a service is given
  const environment: Environment = (name) => options.parameters?.[`env:${name}`];
  for (const path of paths) {
    const file = searched?.has(path) ? reader.met(path, mayMatter, namesApi)?.[0] : reader.source(path);
    if (file && 'text' in file && mayUseFunctions(file.text)) await prepareFile(file, reader, environment);
  }
  return { ...options, reader };
}

async function prepareFile(file: SourceFile, reader: Reader, environment: Environment): Promise<void> {
  const includes = new Set<SourceFile>();
  const refused: Loaded['failures'][number][] = [];
  const files = reader.files(
    (_, included) => includes.add(included),
    (message, at) => refused.push({ message, place: { at } }),
  );
  const expansion = await expand(reader.tree(file), files, environment);
  if (!expansion) return;
  const { failures, isPartial } = expansion;
  if (isPartial || [file, ...includes].some(({ text }) => mayHoldApi(text)))
    reader.expanded.set(file, { ...expansion, failures: [...refused, ...failures], includes });
}
