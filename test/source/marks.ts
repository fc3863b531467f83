import { parseJson } from '../../src/source/json.ts';
import { positionAt } from '../../src/source/lines.ts';
import { parseToml } from '../../src/source/toml.ts';
import { type Node, type ParsedFile, type Scalar, type Span, scalarText } from '../../src/source/tree.ts';
import { parseYaml } from '../../src/source/yaml.ts';

export type Language = 'yaml' | 'json' | 'toml';

const parsers = { yaml: parseYaml, json: parseJson, toml: parseToml };

export function parsed(text: string, language: Language = 'yaml'): ParsedFile {
  return parsers[language]({ path: `t.${language}`, text });
}

/** The tree of a text that has no failures. */
export function tree(text: string, language: Language = 'yaml'): Node {
  const { root, failures, repeated } = parsed(text, language);
  const [wrong] = [...failures, ...repeated];
  if (!root || wrong) throw new Error(wrong?.message ?? 'nothing there');
  return root;
}

/** A failure as `line:column-line:column message`, with the related place. */
export function failuresOf(text: string, language: Language = 'yaml'): readonly string[] {
  const { failures, repeated } = parsed(text, language);
  return [...failures, ...repeated].map(({ message, at, related }) =>
    [`${range(at)} ${message}`, ...(related ? [`${range(related.at)} ${related.message}`] : [])].join(' | '),
  );
}

export function range(span: Span): string {
  const [from, to] = [positionAt(span.file, span.start), positionAt(span.file, span.end)];
  return `${from.line}:${from.column}-${to.line}:${to.column}`;
}

/** All scalars that are values or items, in order. */
export function values(node: Node): readonly Scalar[] {
  if (node.kind === 'scalar') return [node];
  if (node.kind === 'alias') return [];
  return node.kind === 'sequence' ? node.items.flatMap(values) : node.members.flatMap(({ value }) => values(value));
}

/** The text with each run of its values in brackets: `‹a›` for characters as written, `‹a→b›` for others. */
export function showRuns(text: string, root: Node): string {
  return around(text, (write) => {
    for (const run of values(root).flatMap((scalar) => scalar.runs)) {
      const written = text.slice(run.start, run.end);
      write(run.start, '‹');
      write(run.end, written === run.text ? '›' : `→${run.text}›`);
    }
  });
}

/** The text with each node in brackets, `‹!Tag›` around tags. */
export function showNodes(text: string, root: Node): string {
  return around(text, (write) => {
    const show = (node: Node): void => {
      // a scalar's span begins after its tag, that of a collection with it
      const { start, end } = node.span;
      const { tagSpan } = node;
      if (node.kind === 'mapping' || node.kind === 'sequence') write(start, '«');
      if (tagSpan) write(tagSpan.start, '‹');
      if (tagSpan) write(tagSpan.end, '›');
      if (node.kind === 'scalar' || node.kind === 'alias') write(start, '«');
      if (node.kind === 'sequence') node.items.forEach(show);
      else if (node.kind === 'mapping') for (const { key, value } of node.members) [key, value].forEach(show);
      write(end, '»');
    };
    show(root);
  });
}

/** What a marked text looks like without its marks: what to parse. */
export function unmarked(text: string): string {
  return text.replace(/→[^›]*›|[‹›«»]/g, '');
}

function around(text: string, walk: (write: (offset: number, mark: string) => void) => void): string {
  let shown = '';
  let last = 0;
  walk((offset, mark) => {
    if (offset < last) throw new Error(`${offset} comes after ${last}`);
    shown += text.slice(last, offset) + mark;
    last = offset;
  });
  return shown + text.slice(last);
}

/** For each decoded character, the range of the file it comes from. */
export function origins(scalar: Scalar): readonly (readonly [start: number, end: number])[] {
  return scalar.runs.flatMap((run) =>
    [...run.text.split('')].map((_, index) =>
      run.text.length === run.end - run.start
        ? ([run.start + index, run.start + index + 1] as const)
        : ([run.start, run.end] as const),
    ),
  );
}

/** Values and tags without places: `{ tag, value }` where there is a tag, pairs for a mapping. */
export function outline(node: Node): unknown {
  if (node.kind === 'alias') return outline(node.target);
  const value = outlineOf(node);
  return node.tag === undefined ? value : { tag: node.tag, value };
}

function outlineOf(node: Exclude<Node, { kind: 'alias' }>): unknown {
  if (node.kind === 'scalar') return scalarText(node);
  if (node.kind === 'sequence') return node.items.map(outline);
  return { pairs: node.members.map(({ key, value }) => [outline(key), outline(value)]) };
}
