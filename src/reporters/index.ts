import type { Report } from '../report/report.ts';
import { json } from './json.ts';
import type { Reporter, ReporterContext } from './reporter.ts';
import { sarif, sarifOmission } from './sarif.ts';
import { stylish } from './stylish.ts';

/** The names that --format takes. */
export type Format = 'stylish' | 'json' | 'sarif';

/** Every reporter, by its name. */
export const reporters: Readonly<Record<Format, Reporter>> = { stylish, json, sarif };

/** What a format could not hold of a report, in words. */
export const omissions: Readonly<
  Partial<Record<Format, (report: Report, context: ReporterContext) => string | undefined>>
> = { sarif: sarifOmission };
