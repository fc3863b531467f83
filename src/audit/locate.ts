import type { Finding, Location, Undecided } from '../report/report.ts';
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

  finding(finding: Finding<Origin>): Finding {
    return {
      ...finding,
      location: this.locate(finding.location.at),
      related: finding.related.map(({ message, location }) => ({ message, location: this.locate(location.at) })),
    };
  }

  undecided(row: Undecided<Origin>): Undecided {
    return { ...row, location: this.locate(row.location.at) };
  }
}
