import { readFileSync } from 'node:fs';
import { pageUrl } from '../linter/page-url.ts';
import type { RuleInfo } from '../reporters/reporter.ts';
import type { Engine, Tool } from './tool.ts';

/** All that a report may tell of the rules; reads their pages. */
export function describeRules(rules: Engine['rules'], { pages, homepage }: Tool): readonly RuleInfo[] {
  return rules.map(({ id, description, severity }) => ({
    id,
    description,
    severity,
    page: readFileSync(new URL(`${id}.md`, pages), 'utf8'),
    url: pageUrl(id, homepage),
  }));
}
