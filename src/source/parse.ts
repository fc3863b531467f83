import { skipBlanks } from './characters.ts';
import { parseJson } from './json.ts';
import type { ParsedFile, SourceFile } from './tree.ts';
import { parseYaml } from './yaml.ts';

export type Parser = (file: SourceFile) => ParsedFile;

/** Parses a file as what its name says, or else as what its text looks like. */
export function parse(file: SourceFile): ParsedFile {
  return isJson(file) ? parseJson(file) : parseYaml(file);
}

function isJson({ path, text }: SourceFile): boolean {
  if (/\.json$/i.test(path)) return true;
  if (/\.ya?ml$/i.test(path)) return false;
  return '{['.includes(text.charAt(skipBlanks(text, 0)) || ' ');
}
