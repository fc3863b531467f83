import type { Report, Severity } from '../report/report.ts';
import type { SourceFile } from '../source/tree.ts';

/** What a format may tell of a rule. */
export interface RuleInfo {
  readonly id: string;
  readonly description: string;
  /** The rule's own, whatever it runs with. */
  readonly severity: Severity;
  /** Its page, in Markdown. */
  readonly page: string;
  /** Where that page is, null while the package has no homepage. */
  readonly url: string | null;
}

/** What a reporter knows beside the report. */
export interface ReporterContext {
  readonly tool: { readonly name: string; readonly version: string; readonly homepage?: string };
  readonly color: boolean;
  /** The columns of the terminal. */
  readonly width: number;
  /** Whether it is for a terminal: the lines in question are shown, and long texts are wrapped. */
  readonly frames: boolean;
  /** Whether lists are given in full that people seldom read. */
  readonly debug: boolean;
  /** The text of a file that the report names. */
  readonly sources: (file: string) => SourceFile | undefined;
  /** Every rule there is, by id; asked for only by formats that describe them. */
  readonly rules: () => readonly RuleInfo[];
  /** The URI of the working directory, with a slash at its end. */
  readonly cwdUri: () => string;
  /** The absolute URI of a file outside of it; undefined for one within. */
  readonly outsideUri: (path: string) => string | undefined;
  /** The name of a file that the report names once links are followed. */
  readonly realPath: (file: string) => string;
}

/** Makes a text of a report. */
export type Reporter = (report: Report, context: ReporterContext) => string;
