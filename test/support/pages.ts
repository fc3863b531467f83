import { readFileSync } from 'node:fs';

/** The folder of the rules' pages. */
export const PAGES: URL = new URL('../../docs/rules/', import.meta.url);

interface Section {
  readonly title: string;
  readonly text: string;
}

/** A rule's page: what stands before the first heading of the second level, and each section. */
export function readPage(name: string): {
  readonly text: string;
  readonly head: string;
  readonly sections: readonly Section[];
} {
  const text = readFileSync(new URL(name, PAGES), 'utf8');
  const [head = '', ...rest] = text.split(/^## /m);
  const sections = rest.map((part) => {
    const [title = '', ...lines] = part.split('\n');
    return { title, text: lines.join('\n').trim() };
  });
  return { text, head, sections };
}

/** The fenced blocks of a section as files. */
export function blocksOf(section: string): readonly { readonly file: string; readonly text: string }[] {
  return [...section.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, text]) => ({
    file: `template.${language}`,
    text: text as string,
  }));
}
