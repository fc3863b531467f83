import type { Severity } from '../../report/report.ts';
import type { RuleInfo } from '../reporter.ts';

/** Code scanning has four grades over a scale of numbers: these are far from their edges. */
const scores: Readonly<Record<Severity, string>> = { error: '8.0', warning: '5.5', note: '2.5' };
/** Who gets in is what every rule is about: CWE-284 is improper access control. */
const tags = ['security', 'external/cwe/cwe-284', 'aws', 'api-gateway'];
const longest = 1024;

/** All that is said of a rule. It never depends on what was audited, or alerts would change with other code. */
export function descriptorOf({ id, description, severity, page, url }: RuleInfo): object {
  const short = `${description}.`;
  return {
    id,
    name: id.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: short },
    fullDescription: { text: leadOf(page, 'Why') || short },
    help: { text: leadOf(page, 'How to fix') || short, markdown: withAbsoluteLinks(page, url) },
    ...(url !== null && { helpUri: url }),
    defaultConfiguration: { level: severity },
    // a finding is certain: what is not is undecided
    properties: { precision: 'very-high', 'security-severity': scores[severity], tags },
  };
}

/** The whole sentences of a section's first paragraph, as plain text; empty where there are none. */
function leadOf(page: string, title: string): string {
  const [, section = ''] = page.split(`\n## ${title}\n`);
  const [paragraph = ''] = section.trim().split('\n\n');
  const text = paragraph
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`|^- /gm, '')
    .replace(/\s+/g, ' ');
  return /^.*\.(?= |$)/.exec(text.slice(0, longest))?.[0] ?? '';
}

/** Links to the pages of other rules lead nowhere from an alert. */
function withAbsoluteLinks(page: string, url: string | null): string {
  const folder = url?.slice(0, url.lastIndexOf('/') + 1);
  return page.replace(/\[([^\]]*)\]\(([\w-]+\.md)\)/g, (_, text: string, file: string) =>
    folder ? `[${text}](${folder}${file})` : text,
  );
}
