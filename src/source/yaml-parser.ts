import { COLLECTION_STYLE, EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { ParseError, type TreeBuilder } from './builder.ts';
import { contentEnd, shortened } from './characters.ts';
import { CommentFinder, skipComments } from './comments.ts';
import { characterAt, spanOf } from './span.ts';
import type { Alias, Node, Run, Scalar, SourceFile, Span } from './tree.ts';
import { blockContent } from './yaml-block.ts';
import { flowRuns } from './yaml-flow.ts';

type CollectionEvent = Extract<Event, { start: number }>;
type AliasEvent = Extract<Event, { type: typeof EVENT_ID.ALIAS }>;

/** An anchor's node; none as long as the anchored collection is open. */
interface Anchor {
  node?: Exclude<Node, Alias>;
}

interface OpenCollection {
  readonly anchor: Anchor | undefined;
  readonly hasBracket: boolean;
}

/** Makes a tree with exact places of js-yaml's events, which know where scalars stand, but not where the rest ends. */
export class YamlParser {
  readonly #tree: TreeBuilder;
  readonly #file: SourceFile;
  readonly #text: string;
  readonly #comments: CommentFinder;
  readonly #anchors = new Map<string, Anchor>();
  readonly #open: OpenCollection[] = [];
  // Where the last token ends.
  #end = 0;
  // Where the last scalar or alias ends: comments were looked for up to there.
  #gathered = 0;

  constructor(tree: TreeBuilder) {
    this.#tree = tree;
    this.#file = tree.file;
    this.#text = tree.file.text;
    this.#comments = new CommentFinder(tree.file, tree.comments);
  }

  parse(events: readonly Event[]): void {
    for (const event of events) {
      if (event.type === EVENT_ID.DOCUMENT) continue;
      if (event.type === EVENT_ID.POP) this.#closeCollection();
      else if (this.#tree.next === 'root' && isNothing(event)) continue;
      else if (this.#tree.next === 'root' && this.#tree.root) {
        this.#rejectDocument(event);
        return;
      } else if (event.type === EVENT_ID.SCALAR) this.#addScalar(event);
      else if (event.type === EVENT_ID.ALIAS) this.#addAlias(event);
      else this.#openCollection(event);
    }
    this.#comments.gather(this.#gathered, this.#text.length);
  }

  /** The first document stays the tree. */
  #rejectDocument(event: CollectionEvent | ScalarEvent | AliasEvent): void {
    const message = 'A second YAML document starts here: move it to a file of its own.';
    this.#tree.failures.push({ message, at: characterAt(this.#file, startOf(event)) });
  }

  #openCollection(event: CollectionEvent): void {
    // The pair in `[a: 1]` is a flow mapping without brackets.
    const hasBracket = event.style === COLLECTION_STYLE.FLOW && '[{'.includes(this.#text.charAt(event.start));
    this.#end = hasBracket ? event.start + 1 : event.start;
    this.#open.push({ anchor: this.#declareAnchor(event), hasBracket });
    const kind = event.type === EVENT_ID.MAPPING ? 'mapping' : 'sequence';
    this.#tree.open({ kind, start: event.start, ...this.#tagOf(event) });
  }

  #closeCollection(): void {
    const collection = this.#open.pop();
    // Without one it is the document that ends.
    if (!collection) return;
    if (collection.hasBracket) this.#end = skipComments(this.#text, this.#end, ',') + 1;
    const node = this.#tree.close(this.#end);
    if (collection.anchor) collection.anchor.node = node;
  }

  #addScalar(event: ScalarEvent): void {
    const anchor = this.#declareAnchor(event);
    const { start, end, runs } = this.#readScalar(event);
    const node: Scalar = {
      kind: 'scalar',
      span: spanOf(this.#file, start, end),
      ...this.#tagOf(event),
      plain: event.style === SCALAR_STYLE.PLAIN && event.tagStart === -1,
      runs,
    };
    if (anchor) anchor.node = node;
    this.#tree.add(node);
  }

  /** A scalar's range and runs; moves past it. */
  #readScalar(event: ScalarEvent): { start: number; end: number; runs: readonly Run[] } {
    const { style, valueStart: start, valueEnd: end } = event;
    if (start === -1) {
      this.#end = this.#placeOfNothing(event);
      return { start: this.#end, end: this.#end, runs: [{ text: '', start: this.#end, end: this.#end }] };
    }
    if (style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK) {
      this.#passToken(start, end);
      const content = blockContent(this.#text, event, this.#headerEnd(start));
      this.#end = content.end;
      return content;
    }
    const quote = style === SCALAR_STYLE.PLAIN ? 0 : 1;
    this.#passToken(start - quote, end + quote);
    return { start, end, runs: flowRuns(this.#text, event) };
  }

  #addAlias(event: AliasEvent): void {
    const start = event.anchorStart - 1;
    const span = spanOf(this.#file, start, event.anchorEnd);
    this.#passToken(start, event.anchorEnd);
    const name = this.#text.slice(event.anchorStart, event.anchorEnd);
    const anchor = this.#anchors.get(name);
    if (!anchor) {
      const message = `No anchor "&${shortened(name)}" stands before this alias: write one, or put a text in quotes.`;
      throw new ParseError(message, span);
    }
    const target = anchor.node;
    if (!target) throw new ParseError('This alias stands inside its own anchor: write out what it is to hold.', span);
    this.#tree.add({ kind: 'alias', span, target });
  }

  #declareAnchor(event: CollectionEvent | ScalarEvent): Anchor | undefined {
    if (event.anchorStart === -1) return undefined;
    const anchor: Anchor = {};
    this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), anchor);
    return anchor;
  }

  #tagOf({ tagStart, tagEnd }: CollectionEvent | ScalarEvent): { tag?: string; tagSpan?: Span } {
    const tag = tagStart === -1 ? '' : this.#text.slice(tagStart, tagEnd);
    return saysNoMore.has(tag) ? {} : { tag, tagSpan: spanOf(this.#file, tagStart, tagEnd) };
  }

  #passToken(start: number, end: number): void {
    this.#comments.gather(this.#gathered, start);
    this.#gathered = end;
    this.#end = end;
  }

  /** Where an empty scalar is: after its tag or anchor, or else after the character that announces it. */
  #placeOfNothing(event: ScalarEvent): number {
    const properties = Math.max(event.tagEnd, event.anchorEnd);
    if (properties !== -1) return properties;
    const indicator = indicators[this.#tree.next];
    const at = skipComments(this.#text, this.#end);
    return this.#text[at] === indicator ? at + 1 : this.#end;
  }

  /** Where the header of a block scalar ends whose content starts at `content`. */
  #headerEnd(content: number): number {
    const end = contentEnd(this.#text, content);
    const comment = this.#tree.comments.at(-1);
    return comment && comment.span.end >= end ? contentEnd(this.#text, comment.span.start) : end;
  }
}

/** No tag, and the tags that only repeat what a node is. */
const saysNoMore: ReadonlySet<string> = new Set(['', '!', '!!str', '!!map', '!!seq']);

const indicators = { root: undefined, item: '-', key: '?', value: ':' };

/** Whether an event is the content of an empty document. */
function isNothing(event: Event): boolean {
  return event.type === EVENT_ID.SCALAR && startOf(event) === -1;
}

/** Where a node starts, with its tag; -1 for nothing at all. */
function startOf(event: CollectionEvent | ScalarEvent | AliasEvent): number {
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  if (event.tagStart !== -1) return event.tagStart;
  return event.type === EVENT_ID.SCALAR ? event.valueStart : event.start;
}
