import type { Mapping, Span } from '../../source/tree.ts';
import { display, literal, split, type Text, textAt } from '../../values/text.ts';
import { type Unknown, unknownAt } from '../../values/value.ts';
import { choose } from './address.ts';
import type { Part, Parts } from './parts.ts';

/**
 * The content of the file that `file(path)` names, from the folder of the service on. One that is not here may be there
 * at deployment, and is not known.
 * https://www.serverless.com/framework/docs/providers/aws/guide/variables#reference-properties-in-other-files
 */
export function included(path: Text, service: Mapping, parts: Parts, use: Span): Part {
  const { files } = parts.evaluator;
  const from = service.span.file;
  const unread = (reason: string): Unknown => unknownAt(`file(${display(path)})`, reason, use);
  const name = nameOf(path, service, parts);
  if (name === undefined) return unread(`${display(path)} is not there`);
  if (typeof name === 'object') return name;
  if (/\.[cm]?[jt]s$/i.test(name)) return unread(`${name} is a program, which is not run`);
  if (/\.(?:ya?ml|json|tfstate)$/.test(name)) {
    const found = files.parse(name, from, use);
    return 'root' in found ? parts.moved(found.root, use) : unread(found.reason);
  }
  const found = files.read(name, from, use);
  if ('reason' in found) return unread(found.reason);
  const { file } = found;
  return textAt(file.text, { file, start: 0, end: file.text.length }, use);
}

/** An option in a path takes each file or folder that it can name, one scenario each; undefined where there is none. */
function nameOf(path: Text, service: Mapping, { evaluator }: Parts): string | Unknown | undefined {
  const segments: string[] = [];
  for (const { part: segment } of split(path, '/')) {
    const folder = segments.join('/') || '.';
    const known = literal(segment) ?? choose(segment, evaluator.files.list(folder, service.span.file), evaluator);
    if (typeof known !== 'string') return known;
    segments.push(known);
  }
  return segments.join('/');
}
