import { positionAt } from '../../source/lines.ts';
import type { SourceFile } from '../../source/tree.ts';
import { join } from '../../text/paths.ts';
import type { Files } from '../files.ts';
import type { Declaration } from '../loaded.ts';
import { callOf } from './expressions.ts';
import { stringIn } from './nodes.ts';
import type { Document, Module, Resource } from './resource.ts';

/** The resources of a document, each with the line of the configuration beside it that declares it, where one does. */
export function declarationsOf({ resources }: Document, files: Files): readonly Declaration[] {
  const blocks = new Map<string, ReadonlyMap<string, Declaration['source']>>();
  return resources.map((resource) => {
    const folder = folderOf(resource.module);
    const known = folder === undefined ? new Map() : (blocks.get(folder) ?? blocksIn(folder, resource, files));
    if (folder !== undefined) blocks.set(folder, known);
    const source = known.get(`${resource.type}.${resource.name}`);
    return { range: resource.node.span, name: resource.address, ...(source && { source }) };
  });
}

/** Where a module is written, from the file on; undefined for one that is not a folder beside it. */
function folderOf(module: Module): string | undefined {
  if (!module.parent) return '.';
  const above = folderOf(module.parent);
  const call = callOf(module.parent, module.call);
  const source = call && stringIn(call, 'source');
  return above !== undefined && source && /^\.\.?\//.test(source) ? join(above, source) : undefined;
}

const HEADER = /^[ \t]*resource[ \t]+"([^"\n]*)"[ \t]+"([^"\n]*)"/gm;

/** The headers of resource blocks in a folder, by their address; one that stands there twice is none. */
function blocksIn(folder: string, { node, place }: Resource, files: Files): ReadonlyMap<string, Declaration['source']> {
  const found = new Map<string, Declaration['source']>();
  const { file } = node.span;
  for (const name of files.list(folder, file).filter((one) => /\.(?:tf|tofu)$/.test(one))) {
    const read = files.read(join(folder, name), file, place);
    if ('reason' in read) continue;
    for (const { block, source } of headersIn(read.file)) found.set(block, found.has(block) ? undefined : source);
  }
  return found;
}

function headersIn(file: SourceFile): readonly { readonly block: string; readonly source: Declaration['source'] }[] {
  return [...file.text.matchAll(HEADER)].map(({ 0: header, 1: type, 2: name, index }) => {
    const at = positionAt(file, index + header.indexOf('resource'));
    return { block: `${type}.${name}`, source: { path: file.path, ...at } };
  });
}
