import { positionAt } from '../../src/source/lines.ts';
import { parse } from '../../src/source/parse.ts';
import { type Node, resolveAlias, type Span } from '../../src/source/tree.ts';
import { Budget } from '../../src/values/budget.ts';
import { fromNode } from '../../src/values/convert.ts';
import { parseJsonText } from '../../src/values/json.ts';
import { display, isHole, originOf, type Text, textOf, textOfUnknown } from '../../src/values/text.ts';
import type { Origin, Unknown, Value } from '../../src/values/value.ts';

/** The root of a document. */
export function rootOf(text: string, path = 't.yml'): Node {
  const { root, failures } = parse({ path, text });
  if (!root || failures.length > 0) throw new Error(failures.map(({ message }) => message).join('\n'));
  return root;
}

export function valueIn(text: string, path?: string): Value {
  return fromNode(rootOf(text, path), new Budget());
}

/** The text of a document that is one scalar, or of the scalar behind its only key. */
export function textIn(document: string, path?: string): Text {
  const root = resolveAlias(rootOf(document, path));
  const node = root.kind === 'mapping' ? resolveAlias(root.members[0]?.value as Node) : root;
  if (node.kind !== 'scalar') throw new Error('no scalar');
  return textOf(node);
}

export function unknown(name: string): Unknown {
  return { kind: 'unknown', id: `Ref ${name}`, reason: `${name} is unknown`, origin: { at: spanOf(`<${name}>`) } };
}

export function hole(name: string): Text {
  return textOfUnknown(unknown(name), spanOf(`use of ${name}`));
}

export function spanOf(text: string): Span {
  return { file: { path: text, text }, start: 0, end: text.length };
}

/** The characters of the file that an origin points at. */
export function pointedAt({ at }: Origin): string {
  return at.file.text.slice(at.start, at.end);
}

export function placeOf({ at }: Origin): string {
  const { line, column } = positionAt(at.file, at.start);
  return `${line}:${column}`;
}

/** Every string in a value with the characters that it points at, keys before their values. */
export function strings(value: Value): readonly string[] {
  switch (value.kind) {
    case 'text':
      return [
        `${value.scalar === 'string' ? '' : `${value.scalar} `}${display(value)} @ ${pointedAt(originOf(value))}`,
      ];
    case 'unknown':
      return [`\${${value.id}}`];
    case 'list':
      return [...value.items, ...value.open].flatMap(strings);
    case 'dict':
      return value.entries.flatMap((entry) => [...strings(entry.key), ...strings(entry.value)]);
  }
}

export function jsonIn(text: Text): readonly string[] {
  const { value, failures } = parseJsonText(text);
  return [
    ...failures.map(({ message, origin }) => `${message} @ ${placeOf(origin)} ${pointedAt(origin)}`),
    ...(value ? strings(value) : []),
  ];
}

/** Each character of a text, a hole by its name, with the character or the range that it stands for. */
export function characters(text: Text): readonly string[] {
  return text.pieces.flatMap((piece): readonly string[] => {
    if (isHole(piece)) return [`<${piece.unknown.id}>`];
    const { start, end, host } = piece;
    const { text: file } = host.span.file;
    return Array.from({ length: piece.text.length }, (_, i) =>
      end - start === piece.text.length
        ? `${piece.text[i]} ${start + i} ${file[start + i]}`
        : `${piece.text[i]} ${start}-${end} ${file.slice(start, end)}`,
    );
  });
}
