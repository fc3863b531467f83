import type { audit } from '../answers/audit.ts';
import type { Rule } from '../rules/rule.ts';

/** What package.json says of the program; `homepage` is empty where it has none. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly homepage: string;
  /** The folder of the rules' pages, which the package holds. */
  readonly pages: URL;
}

/** The part of the program that audits. */
export interface Engine {
  readonly audit: typeof audit;
  readonly rules: readonly Pick<Rule, 'id' | 'description' | 'severity'>[];
}
