import type { SourceFile } from '../source/tree.ts';

/** What is left in a text by those who have a tool fill it in, and what they call it. */
const MARKS: readonly (readonly [mark: RegExp, kind: string])[] = [
  [/\{%[-+]?\s*\w|\{#.*#\}/, 'Jinja'],
  [/\{\{-?\s*(?:[.$]|(?:range|if|with|end|include|template|toYaml)\b)/, 'Helm'],
  [/\{\{[#/^>{!]/, 'Handlebars'],
  [/<%[-=#]?\s/, 'ERB'],
  [/%\{~?\s*(?:if|for|else|endif|endfor)\b/, 'Terraform'],
  // `${{ }}` is an expression of a workflow, `{{resolve:` of CloudFormation
  [/(?<!\$)\{\{(?!\s*resolve:)[^{}\n]+\}\}/, 'Jinja or Handlebars'],
];

/** `${name}` where a value stands. */
const HOLE = /[:[,]\s*\$\{/;

/** In JSON that is outside of all strings, which have holes of their own in `Fn::Sub`. */
const STRING = /"(?:[^"\\\n]|\\.)*"/g;

/** What kind of a template a text is that is no document by itself; `near` is a line that cannot be parsed. */
export function templatingOf({ path, text }: SourceFile, near?: number): string | undefined {
  const lines = text.split('\n');
  const part = near === undefined ? text : lines.slice(Math.max(0, near - 3), near + 1).join('\n');
  const found = MARKS.find(([mark]) => mark.test(part))?.[1];
  if (found) return found;
  if (/\.t(?:ftp|mp)?l$/i.test(path)) return HOLE.test(part) ? 'Terraform' : undefined;
  const isJson = /\.json\b/i.test(path) || /^\s*[{[]/.test(text);
  return isJson && HOLE.test(part.replace(STRING, '""')) ? 'Terraform' : undefined;
}
