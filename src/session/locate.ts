import type { Change, Edit, Finding, Location, Related, Suggestion, Undecided } from '../report/report.ts';
import { isCounted } from '../source/counted.ts';
import { removalsOf } from '../source/edit.ts';
import { positionAt } from '../source/lines.ts';
import { pathAt } from '../source/path.ts';
import type { ParsedFile, SourceFile, Span } from '../source/tree.ts';
import type { Declaration } from '../template/loaded.ts';
import type { Origin } from '../values/value.ts';

/** Makes symbolic places concrete: lines, columns and member paths. */
export class Locator {
  private readonly parsed: ReadonlyMap<SourceFile, ParsedFile>;
  private readonly declarations = new Map<SourceFile, Declaration[]>();

  /** `parsed` may grow. */
  constructor(parsed: ReadonlyMap<SourceFile, ParsedFile>) {
    this.parsed = parsed;
  }

  /** Whether a file is one of those that this locates in. */
  knows(file: SourceFile): boolean {
    return this.parsed.has(file);
  }

  declare(declarations: readonly Declaration[]): void {
    for (const one of declarations) {
      const known = this.declarations.get(one.range.file);
      if (known) known.push(one);
      else this.declarations.set(one.range.file, [one]);
    }
  }

  locate({ file, start, end }: Span): Location {
    const root = this.parsed.get(file)?.root;
    const path = root && pathAt(root, start);
    return { file: file.path, start: positionAt(file, start), end: positionAt(file, end), ...(path && { path }) };
  }

  finding(finding: Finding<Origin, Change<Origin>>): Finding {
    const declared = this.declared(finding.location.at);
    return {
      ...finding,
      location: this.locate(finding.location.at),
      related: [
        ...finding.related.map(({ message, location }) => ({ message, location: this.locate(location.at) })),
        ...declared,
      ],
      // what a tool has written is mended where it was made from
      suggestions: declared.length > 0 ? [] : finding.suggestions.flatMap((suggestion) => this.suggestion(suggestion)),
    };
  }

  /** What the document was made from at a place. */
  private declared({ file, start, end }: Span): readonly Related[] {
    const around = (this.declarations.get(file) ?? []).filter(({ range }) => range.start <= start && end <= range.end);
    return around.map(({ name, range, source }) => {
      if (!source) return { message: name, location: this.locate({ ...range, end: range.start }) };
      const at = { line: source.line, column: source.column };
      return { message: name, location: { file: source.path, start: at, end: at } };
    });
  }

  /** None where one of its changes cannot be made. */
  private suggestion({ message, safe, edits }: Suggestion<Change<Origin>>): readonly Suggestion[] {
    const replaced = edits.flatMap(({ at, text }) => (text === undefined ? [] : [this.edit(at.at, text)]));
    const removed = this.removals(edits.flatMap(({ at, text }) => (text === undefined ? [at] : [])));
    return removed ? [{ message, safe, edits: [...replaced, ...removed].sort(byStart) }] : [];
  }

  private removals(members: readonly Origin[]): readonly Edit[] | undefined {
    const spans = members.map(({ at }) => at);
    const [first] = spans;
    if (!first) return [];
    if (members.some(({ at, use }) => this.isCounted(at) || (use && this.isCounted(use)))) return undefined;
    const root = this.parsed.get(first.file)?.root;
    const isOneFile = spans.every(({ file }) => file === first.file);
    return root && isOneFile ? removalsOf(root, spans)?.map((span) => this.edit(span, '')) : undefined;
  }

  private isCounted(span: Span): boolean {
    const root = this.parsed.get(span.file)?.root;
    return root !== undefined && isCounted(root, span);
  }

  private edit({ file, start, end }: Span, text: string): Edit {
    return { file: file.path, start: positionAt(file, start), end: positionAt(file, end), text };
  }

  undecided(row: Undecided<Origin>): Undecided {
    return { ...row, location: this.locate(row.location.at) };
  }
}

function byStart({ start: a }: Edit, { start: b }: Edit): number {
  return a.line - b.line || a.column - b.column;
}
