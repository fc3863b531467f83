import { shortened } from './characters.ts';
import { characterAt, spanOf } from './span.ts';
import {
  type Comment,
  type Mapping,
  type Member,
  type Node,
  type ParsedFile,
  type ParseFailure,
  type RepeatedKey,
  resolveAlias,
  type Scalar,
  type Sequence,
  type SourceFile,
  type Span,
  scalarText,
} from './tree.ts';

/** Ends a parse: what was read so far is no tree. */
export class ParseError extends Error {
  readonly failure: ParseFailure;

  constructor(message: string, at: Span, related?: ParseFailure['related']) {
    super(message);
    this.failure = { message, at, ...(related && { related }) };
  }
}

/** How deep collections may be nested. */
export const maxDepth = 100;

export function tooDeep(at: Span): ParseError {
  return new ParseError(`Lists and mappings may be nested ${maxDepth} levels deep: flatten this.`, at);
}

/** How a collection starts; `start` is after its tag. */
export interface Head {
  readonly kind: 'mapping' | 'sequence';
  readonly start: number;
  readonly tag?: string;
  readonly tagSpan?: Span;
}

interface OpenMapping {
  readonly head: Head;
  readonly members: Member[];
  /** Where each key stands among the members. */
  readonly keys: Map<string, number>;
  /** The key that waits for its value. */
  key?: Scalar | undefined;
  first: Span | undefined;
}

interface OpenSequence {
  readonly head: Head;
  readonly items: Node[];
}

/** Puts the nodes that a parser finds, in the order of the text, together to a tree. */
export class TreeBuilder {
  readonly file: SourceFile;
  readonly comments: Comment[] = [];
  readonly failures: ParseFailure[] = [];
  readonly repeated: RepeatedKey[] = [];
  readonly #open: (OpenMapping | OpenSequence)[] = [];
  root?: Node;

  constructor(file: SourceFile) {
    this.file = file;
  }

  /** What a node that is added now would be. */
  get next(): 'root' | 'item' | 'key' | 'value' {
    const parent = this.#open.at(-1);
    if (!parent) return 'root';
    if ('items' in parent) return 'item';
    return parent.key ? 'value' : 'key';
  }

  /** Adds a complete node; in a mapping keys and values take turns. */
  add(node: Node): void {
    const parent = this.#open.at(-1);
    if (!parent) this.root = node;
    else if ('items' in parent) parent.items.push(node);
    else if (parent.key) this.#addMember(parent, parent.key, node);
    else addKey(parent, node);
  }

  /** Opens a collection; `first` is the first token of a mapping where that is not its first key. */
  open(head: Head, first?: Span): void {
    const at = characterAt(this.file, head.start);
    if (this.next === 'key') throw keyError(at);
    if (this.#open.length === maxDepth) throw tooDeep(at);
    if (head.kind === 'sequence') this.#open.push({ head, items: [] });
    else this.#open.push({ head, members: [], keys: new Map(), first });
  }

  /** Closes the collection that was opened last, and adds it where it belongs. */
  close(end: number): Mapping | Sequence {
    const closed = this.#open.pop();
    if (!closed) throw new Error('No collection is open.');
    const { start, tag, tagSpan } = closed.head;
    const span = spanOf(this.file, tagSpan?.start ?? start, end);
    const base = tag !== undefined && tagSpan ? { span, tag, tagSpan } : { span };
    const node: Mapping | Sequence =
      'items' in closed
        ? { kind: 'sequence', ...base, items: closed.items }
        : {
            kind: 'mapping',
            ...base,
            members: closed.members,
            first: closed.first ?? spanOf(this.file, start, start + 1),
          };
    this.add(node);
    return node;
  }

  #addMember(mapping: OpenMapping, key: Scalar, value: Node): void {
    mapping.key = undefined;
    const name = scalarText(key);
    const index = mapping.keys.get(name);
    const earlier = index === undefined ? undefined : mapping.members[index];
    if (index === undefined || !earlier || isMergeKey(key, name)) {
      mapping.keys.set(name, mapping.members.length);
      mapping.members.push({ key, value });
      return;
    }
    let isRead = false;
    mapping.members[index] = {
      key: earlier.key,
      get value() {
        isRead = true;
        return earlier.value;
      },
    };
    this.repeated.push({
      message: `The key "${shortened(name)}" is written twice here: remove one of the two.`,
      at: key.span,
      related: { message: 'first written here', at: earlier.key.span },
      isRead: () => isRead,
    });
  }
}

/** Runs a parser over a file; what it throws as a `ParseError` becomes the failure of a file without a tree. */
export function buildTree(file: SourceFile, parser: (tree: TreeBuilder) => void): ParsedFile {
  const tree = new TreeBuilder(file);
  const { comments, failures, repeated } = tree;
  try {
    parser(tree);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { file, comments, failures: [...failures, error.failure], repeated };
  }
  return { file, comments, failures, repeated, ...(tree.root && { root: tree.root }) };
}

function addKey(mapping: OpenMapping, node: Node): void {
  const key = resolveAlias(node);
  if (key.kind !== 'scalar') throw keyError(node.span);
  mapping.first ??= node.span;
  // A key that is an alias stands where the alias does.
  mapping.key = key === node ? key : { kind: 'scalar', span: node.span, plain: key.plain, runs: key.runs };
}

function keyError(at: Span): ParseError {
  return new ParseError('A key must be a text: put this in quotes, or write a text in its place.', at);
}

/** YAML's `<<` may stand in a mapping several times; a quoted one is an ordinary key. */
function isMergeKey(key: Scalar, name: string): boolean {
  return key.plain && name === '<<';
}
