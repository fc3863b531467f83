import type { Change, Edit, Finding, Location, Suggestion, Undecided } from '../report/report.ts';
import { removalOf } from '../source/edit.ts';
import { positionAt } from '../source/lines.ts';
import { pathAt } from '../source/path.ts';
import type { ParsedFile, SourceFile, Span } from '../source/tree.ts';
import type { Origin } from '../values/value.ts';

/** Makes symbolic places concrete: lines, columns and member paths. */
export class Locator {
  private readonly parsed = new Map<SourceFile, ParsedFile>();

  add(parsed: ParsedFile): void {
    this.parsed.set(parsed.file, parsed);
  }

  locate({ file, start, end }: Span): Location {
    const root = this.parsed.get(file)?.root;
    const path = root && pathAt(root, start);
    return { file: file.path, start: positionAt(file, start), end: positionAt(file, end), ...(path && { path }) };
  }

  finding(finding: Finding<Origin, Change<Origin>>): Finding {
    return {
      ...finding,
      location: this.locate(finding.location.at),
      related: finding.related.map(({ message, location }) => ({ message, location: this.locate(location.at) })),
      suggestions: finding.suggestions.flatMap((suggestion) => this.suggestion(suggestion)),
    };
  }

  /** None where one of its changes cannot be made. */
  private suggestion({ message, safe, edits }: Suggestion<Change<Origin>>): readonly Suggestion[] {
    const made = edits.map((change) => this.edit(change)).filter((edit) => edit !== undefined);
    return made.length === edits.length ? [{ message, safe, edits: made }] : [];
  }

  private edit({ at, text }: Change<Origin>): Edit | undefined {
    const root = this.parsed.get(at.at.file)?.root;
    const span = text === undefined ? root && removalOf(root, at.at) : at.at;
    if (!span) return undefined;
    const { file, start, end } = span;
    return { file: file.path, start: positionAt(file, start), end: positionAt(file, end), text: text ?? '' };
  }

  undecided(row: Undecided<Origin>): Undecided {
    return { ...row, location: this.locate(row.location.at) };
  }
}
