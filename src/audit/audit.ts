import type { Report, Severity } from '../report/report.ts';
import type { FileSystem } from './file-system.ts';

export type Preset = 'recommended' | 'strict';

export interface AuditOptions {
  readonly fs: FileSystem;
  /** Which rules run; `recommended` where absent. */
  readonly preset?: Preset;
  /** Severities that differ from the preset's, by rule id. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  /** Values of template parameters, as given on the command line. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Files with values of template parameters; later ones win, and `parameters` wins over all. */
  readonly parameterFiles?: readonly string[];
  /** The `homepage` of package.json; rule pages' URLs are null without it. */
  readonly homepage?: string;
}

/**
 * Audits files by their paths, relative to the working directory. Never throws for what a file holds: what cannot be
 * read or parsed is in the report's `failures`.
 */
export function audit(files: readonly string[], options: AuditOptions): Report {
  void files;
  void options;
  throw new Error('not written yet');
}
