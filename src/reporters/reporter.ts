import type { Report } from '../report/report.ts';
import type { SourceFile } from '../source/tree.ts';

/** What a reporter knows beside the report. */
export interface ReporterContext {
  readonly tool: { readonly name: string; readonly version: string };
  readonly color: boolean;
  /** The columns of the terminal. */
  readonly width: number;
  /** Whether it is for a terminal: the lines in question are shown, and long texts are wrapped. */
  readonly frames: boolean;
  /** The text of a file that the report names. */
  readonly sources: (file: string) => SourceFile | undefined;
}

/** Makes a text of a report. */
export type Reporter = (report: Report, context: ReporterContext) => string;
