import { shortened } from './characters.ts';
import { spanOf } from './span.ts';
import {
  type Comment,
  type Mapping,
  type Member,
  type Node,
  type ParsedFile,
  type ParseFailure,
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

  constructor(message: string, at: Span) {
    super(message);
    this.failure = { message, at };
  }
}

/** How a collection starts; `start` is after its tag. */
export interface Head {
  readonly kind: 'mapping' | 'sequence';
  readonly start: number;
  readonly tag?: string;
  readonly tagSpan?: Span;
}

interface Frame {
  readonly head: Head;
  readonly items: Node[];
  readonly members: Member[];
  readonly keys: Map<string, Scalar>;
  key?: Scalar | undefined;
  first?: Span;
}

/** Puts the nodes that a parser finds, in the order of the text, together to a tree. */
export class TreeBuilder {
  readonly file: SourceFile;
  readonly comments: Comment[] = [];
  readonly failures: ParseFailure[] = [];
  readonly #open: Frame[] = [];
  root?: Node;

  constructor(file: SourceFile) {
    this.file = file;
  }

  /** How many collections are open. */
  get depth(): number {
    return this.#open.length;
  }

  /** What a node that is added now would be. */
  get next(): 'root' | 'item' | 'key' | 'value' {
    const frame = this.#open.at(-1);
    if (!frame) return 'root';
    if (frame.head.kind === 'sequence') return 'item';
    return frame.key ? 'value' : 'key';
  }

  /** Adds a complete node; in a mapping keys and values take turns. */
  add(node: Node): void {
    const frame = this.#open.at(-1);
    if (!frame) {
      this.root = node;
    } else if (frame.head.kind === 'sequence') {
      frame.items.push(node);
    } else if (frame.key) {
      this.#addMember(frame, { key: frame.key, value: node });
      frame.key = undefined;
    } else {
      const key = resolveAlias(node);
      if (key.kind !== 'scalar') throw keyError(node.span);
      frame.first ??= node.span;
      frame.key = key;
    }
  }

  /** Opens a collection; `first` is the first token of a mapping where that is not its first key. */
  open(head: Head, first?: Span): void {
    if (this.next === 'key') throw keyError(spanOf(this.file, head.start, head.start + 1));
    this.#open.push({ head, items: [], members: [], keys: new Map(), ...(first && { first }) });
  }

  /** Closes the collection that was opened last, and adds it where it belongs. */
  close(end: number): Mapping | Sequence {
    const frame = this.#open.pop();
    if (!frame) throw new Error('No collection is open.');
    const { kind, start, ...tags } = frame.head;
    const base = { span: spanOf(this.file, tags.tagSpan?.start ?? start, end), ...tags };
    const first = frame.first ?? spanOf(this.file, start, start + 1);
    const node: Mapping | Sequence =
      kind === 'mapping' ? { kind, ...base, members: frame.members, first } : { kind, ...base, items: frame.items };
    this.add(node);
    return node;
  }

  #addMember(frame: Frame, member: Member): void {
    const { key } = member;
    const name = scalarText(key);
    const earlier = frame.keys.get(name);
    if (earlier && !isMergeKey(key, name)) {
      this.failures.push({
        message: `The key "${shortened(name)}" is written twice here: remove one of the two.`,
        at: key.span,
        related: { message: 'first written here', at: earlier.span },
      });
      return;
    }
    frame.keys.set(name, key);
    frame.members.push(member);
  }
}

/** Runs a parser over a file; what it throws as a `ParseError` becomes the failure of a file without a tree. */
export function buildTree(file: SourceFile, parser: (tree: TreeBuilder) => void): ParsedFile {
  const tree = new TreeBuilder(file);
  const { comments, failures } = tree;
  try {
    parser(tree);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { file, comments, failures: [...failures, error.failure] };
  }
  return { file, comments, failures, ...(tree.root && { root: tree.root }) };
}

function keyError(at: Span): ParseError {
  return new ParseError('A key must be a scalar: write one in place of this.', at);
}

/** YAML's `<<` may stand in a mapping several times; a quoted one is an ordinary key. */
function isMergeKey(key: Scalar, name: string): boolean {
  return key.plain && name === '<<';
}
