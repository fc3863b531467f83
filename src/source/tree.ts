/** A text that was read, under the name that reports give it. Offsets are UTF-16 units into `text`, which has no BOM. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Set where the file starts with a byte order mark. */
  readonly bom?: true;
}

/** A range of a file, `end` exclusive. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  /** Set in a copy that a loop made of what stands there: the items it was made for. */
  readonly copy?: string;
}

/**
 * Decoded characters and the range of the file that they come from. Where the two lengths are equal each character
 * stands for one; otherwise (an escape, a folded line break) the whole run stands for the whole range.
 */
export interface Run {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Set on what a tool that wrote the tree, or a loop, put into a scalar. */
  readonly host?: Host;
}

/** What characters were written in; `made` where a tool made them of what stands there. */
export interface Host {
  readonly span: Span;
  readonly made?: true;
}

/** What every node knows: its own characters (quotes left out), its YAML tag and the first token of it. */
interface NodeBase {
  readonly span: Span;
  /** A YAML tag as written, `!Sub`; absent where there is none. */
  readonly tag?: string;
  /** Where that tag stands; present exactly where `tag` is. */
  readonly tagSpan?: Span;
}

/** `plain` scalars are those whose spelling may make them a number, a boolean or null; all others are strings. */
export interface Scalar extends NodeBase {
  readonly kind: 'scalar';
  readonly plain: boolean;
  /** In order; never empty: an empty scalar has one empty run. */
  readonly runs: readonly Run[];
}

export interface Member {
  readonly key: Scalar;
  readonly value: Node;
}

export interface Mapping extends NodeBase {
  readonly kind: 'mapping';
  readonly members: readonly Member[];
  /** JSON's `{`, or in YAML the first key; where there is none, the opening character. */
  readonly first: Span;
}

export interface Sequence extends NodeBase {
  readonly kind: 'sequence';
  readonly items: readonly Node[];
}

/** A YAML alias; `target` is the anchored node, and is never an ancestor of the alias. */
export interface Alias extends NodeBase {
  readonly kind: 'alias';
  readonly target: Exclude<Node, Alias>;
}

export type Node = Scalar | Mapping | Sequence | Alias;

export interface Comment {
  /** Without the `#` and the blanks around it. */
  readonly text: string;
  readonly span: Span;
}

/** What went wrong in a text, and where: one sentence that also says what to do. */
export interface ParseFailure {
  readonly message: string;
  readonly at: Span;
  readonly related?: { readonly message: string; readonly at: Span };
}

/** A key that is written twice. What has one says nothing certain, but only to whoever reads its value. */
export interface RepeatedKey extends ParseFailure {
  /** Whether somebody has read the value by now. */
  isRead(): boolean;
}

export interface ParsedFile {
  readonly file: SourceFile;
  /** Absent where the text could not be parsed; a file may have failures and a root (a second document). */
  readonly root?: Node;
  readonly comments: readonly Comment[];
  readonly failures: readonly ParseFailure[];
  readonly repeated: readonly RepeatedKey[];
}

/** The characters of a scalar, decoded. */
export function scalarText(scalar: Scalar): string {
  const [first, ...rest] = scalar.runs;
  return rest.length === 0 && first ? first.text : scalar.runs.map((run) => run.text).join('');
}

/** The node itself, or what an alias stands for. */
export function resolveAlias(node: Node): Exclude<Node, Alias> {
  return node.kind === 'alias' ? node.target : node;
}

/** The member of a name; what merge keys bring is not among them. */
export function member(mapping: Mapping, name: string): Member | undefined {
  return mapping.members.find(({ key }) => scalarText(key) === name);
}
