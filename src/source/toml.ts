import { type AST, parseTOML, ParseError as TomlError } from 'toml-eslint-parser';
import { buildTree, maxDepth, ParseError, tooDeep } from './builder.ts';
import { contentEnd } from './characters.ts';
import { characterAt, spanOf } from './span.ts';
import { tomlRuns } from './toml-strings.ts';
import type { Mapping, Member, Node, ParsedFile, Scalar, SourceFile } from './tree.ts';

/** The most that is parsed: the parser keeps every character and every place as an object. */
const maxLength = 1024 * 1024;

/** Parses TOML 1.0 (https://toml.io/en/v1.0.0). */
export function parseToml(file: SourceFile): ParsedFile {
  return buildTree(file, (tree) => {
    const { body, comments } = programOf(file);
    for (const { value, range } of comments) tree.comments.push({ text: value.trim(), span: spanOf(file, ...range) });
    tree.add(new Tables(file).read(body[0].body));
  });
}

function programOf(file: SourceFile): AST.TOMLProgram {
  const { text } = file;
  if (text.length > maxLength)
    throw new ParseError(
      'This is more than 1 MB of TOML, which no configuration is: shorten it.',
      characterAt(file, 0),
    );
  try {
    return parseTOML(text, { tomlVersion: '1.0' });
  } catch (error) {
    if (error instanceof TomlError) {
      const at = characterAt(file, error.index < text.length ? error.index : contentEnd(text));
      throw new ParseError(`This is no TOML (${error.message}): correct it here.`, at);
    }
    // it recurses into lists, and spreads the characters of strings
    if (error instanceof RangeError)
      throw new ParseError('This has a value that is nested too deep, or too long: shorten it.', characterAt(file, 0));
    throw error;
  }
}

type Key = AST.TOMLBare | AST.TOMLQuoted;

/** A mapping that grows: a later header may add to it, and dotted keys do. */
interface Table extends Mapping {
  readonly span: { readonly file: SourceFile; readonly start: number; end: number };
  readonly members: Member[];
}

/** The members of an array of tables come one by one. */
interface TableArray {
  readonly kind: 'sequence';
  readonly span: Table['span'];
  readonly items: Table[];
}

/** Puts the tables together, which TOML writes as paths from the root. The parser has seen to it that none clash. */
class Tables {
  private readonly file: SourceFile;
  private readonly names = new Map<Table, Map<string, Table | TableArray>>();

  constructor(file: SourceFile) {
    this.file = file;
  }

  /** The root is the first level of the tree. */
  read(body: readonly (AST.TOMLKeyValue | AST.TOMLTable)[]): Mapping {
    const root = this.table(0, contentEnd(this.file.text));
    for (const part of body) {
      if (part.type === 'TOMLKeyValue') this.assign(root, part, 2);
      else {
        const table = this.opened(root, part);
        for (const one of part.body) this.assign(table, one, part.key.keys.length + 2);
      }
    }
    return root;
  }

  /** The table that a header names. */
  private opened(root: Table, { kind, key, range: [, end] }: AST.TOMLTable): Table {
    const last = key.keys.at(-1) as Key;
    const parent = this.inside(root, key.keys.slice(0, -1), end, 2);
    this.limit(key.keys.length + 1, last);
    const known = this.names.get(parent)?.get(nameOf(last));
    if (kind === 'standard') {
      const table = known?.kind === 'mapping' ? known : this.declared(parent, last, this.table(key.range[1], end));
      table.span.end = end;
      return table;
    }
    const item = this.table(last.range[0], end);
    const array: TableArray =
      known?.kind === 'sequence'
        ? known
        : this.declared(parent, last, { kind: 'sequence', span: { ...item.span, start: key.range[1] }, items: [] });
    array.items.push(item);
    array.span.end = end;
    return item;
  }

  /** The table at a path, whose tables reach to `end` at least. */
  private inside(from: Table, path: readonly Key[], end: number, depth: number): Table {
    let table = from;
    path.forEach((key, index) => {
      this.limit(depth + index, key);
      const known = this.names.get(table)?.get(nameOf(key));
      const next = known ?? this.declared(table, key, this.table(key.range[1], end));
      next.span.end = Math.max(next.span.end, end);
      table = next.kind === 'mapping' ? next : (next.items.at(-1) as Table);
      table.span.end = Math.max(table.span.end, end);
    });
    return table;
  }

  private assign(from: Table, { key, value, range: [, end] }: AST.TOMLKeyValue, depth: number): void {
    const last = key.keys.at(-1) as Key;
    const table = this.inside(from, key.keys.slice(0, -1), end, depth);
    table.members.push({ key: this.key(last), value: this.value(value, depth + key.keys.length - 1) });
  }

  private value(node: AST.TOMLContentNode, depth: number): Node {
    const [start, end] = node.range;
    if (node.type === 'TOMLValue') return this.scalar(node);
    this.limit(depth, node);
    const { file } = this;
    if (node.type === 'TOMLArray') {
      const items = node.elements.map((one) => this.value(one, depth + 1));
      return { kind: 'sequence', span: spanOf(file, start, end), items };
    }
    const table = this.table(start, end);
    for (const one of node.body) this.assign(table, one, depth + 1);
    return table;
  }

  private table(start: number, end: number): Table {
    return {
      kind: 'mapping',
      span: { file: this.file, start, end },
      members: [],
      first: characterAt(this.file, start),
    };
  }

  private declared<T extends Table | TableArray>(parent: Table, key: Key, value: T): T {
    const names = this.names.get(parent) ?? new Map<string, Table | TableArray>();
    this.names.set(parent, names.set(nameOf(key), value));
    parent.members.push({ key: this.key(key), value });
    return value;
  }

  private key(key: Key): Scalar {
    const [start, end] = key.range;
    return key.type === 'TOMLBare'
      ? this.text(start, end, false)
      : this.text(start + 1, end - 1, key.style === 'basic');
  }

  private scalar(value: AST.TOMLValue): Scalar {
    const [start, end] = value.range;
    if (value.kind !== 'string') return { ...this.text(start, end, false), plain: true };
    const quotes = value.multiline ? 3 : 1;
    // a line break right after three quotes is not part of the text
    const [opening = ''] = value.multiline ? (/^\r?\n/.exec(this.file.text.slice(start + quotes, end)) ?? []) : [];
    return this.text(start + quotes + opening.length, end - quotes, value.style === 'basic');
  }

  private text(start: number, end: number, escapes: boolean): Scalar {
    const runs = tomlRuns(this.file.text, start, end, escapes);
    return { kind: 'scalar', span: spanOf(this.file, start, end), plain: false, runs };
  }

  private limit(depth: number, { range: [start] }: Pick<AST.TOMLNode, 'range'>): void {
    if (depth > maxDepth) throw tooDeep(characterAt(this.file, start));
  }
}

const nameOf = (key: Key): string => (key.type === 'TOMLBare' ? key.name : key.value);
