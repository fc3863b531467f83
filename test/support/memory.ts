import { type AuditOptions, audit } from '../../src/answers/audit.ts';
import { type DiffInput, diff } from '../../src/answers/diff.ts';
import { explain, type Inquiry, who } from '../../src/answers/explain.ts';
import type { Admissions } from '../../src/report/admissions.ts';
import type { Differences } from '../../src/report/differences.ts';
import type { Explanation } from '../../src/report/explanation.ts';
import type { Report } from '../../src/report/report.ts';
import { type FileSystem, ReadError } from '../../src/session/file-system.ts';
import type { LoadOptions } from '../../src/session/loading.ts';
import { prepare } from '../../src/session/prepare.ts';

/** Audits texts by name, without a disk. */
export function auditTexts(
  texts: Readonly<Record<string, string>>,
  {
    earlier,
    ...options
  }: Omit<AuditOptions, 'fs' | 'base'> & { readonly earlier?: Readonly<Record<string, string>> } = {},
  files: readonly string[] = Object.keys(texts),
): Report {
  const base = earlier && { files: Object.keys(earlier), path: '.', load: { fs: inMemory(earlier) } };
  return audit(files, { ...options, fs: inMemory(texts), ...(base && { base }) });
}

/** Explains texts by name in the same way. */
export function explainTexts(
  texts: Readonly<Record<string, string>>,
  { request, error, ...options }: Inquiry & Omit<LoadOptions, 'fs'> = {},
  files: readonly string[] = Object.keys(texts),
): Explanation {
  return explain(files, { ...options, fs: inMemory(texts) }, { ...(request && { request }), ...(error && { error }) });
}

/** Asks texts by name which of them let a network in. */
export function whoTexts(
  texts: Readonly<Record<string, string>>,
  network: string,
  options: Omit<LoadOptions, 'fs'> = {},
): Admissions {
  return who(Object.keys(texts), { ...options, fs: inMemory(texts) }, network);
}

/** What is different between two versions of texts. */
export function diffTexts(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  options: Omit<LoadOptions, 'fs'> = {},
): Differences {
  const of = (texts: Readonly<Record<string, string>>): DiffInput => ({
    files: Object.keys(texts),
    path: '.',
    load: { ...options, fs: inMemory(texts) },
  });
  return diff(of(before), of(after));
}

export function inMemory(texts: Readonly<Record<string, string>>): FileSystem {
  return {
    read(path) {
      const text = texts[path];
      if (text === undefined) throw new ReadError('there is no such file', { isMissing: true });
      return new TextEncoder().encode(text);
    },
    list(path) {
      const folder = path === '.' ? '' : `${path}/`;
      return Object.keys(texts)
        .filter((name) => name.startsWith(folder) && !name.slice(folder.length).includes('/'))
        .map((name) => name.slice(folder.length))
        .sort();
    },
  };
}

/** Audits texts by name, once their functions of cfn-include are expanded. */
export async function auditExpanded(
  texts: Readonly<Record<string, string>>,
  options: Omit<AuditOptions, 'fs'> = {},
  files: readonly string[] = Object.keys(texts),
): Promise<Report> {
  return audit(files, { ...options, ...(await prepare(files, { fs: inMemory(texts) })) });
}
