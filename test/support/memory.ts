import { type AuditOptions, audit } from '../../src/answers/audit.ts';
import { type DiffInput, diff } from '../../src/answers/diff.ts';
import { explain, type Inquiry, who } from '../../src/answers/explain.ts';
import type { Admissions } from '../../src/report/admissions.ts';
import type { Differences } from '../../src/report/differences.ts';
import type { Explanation } from '../../src/report/explanation.ts';
import type { Report } from '../../src/report/report.ts';
import type { LoadOptions } from '../../src/session/loading.ts';
import { prepare } from '../../src/session/prepare.ts';
import { inMemory } from '../../src/testing/in-memory.ts';

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

/** Audits texts by name, once their functions of cfn-include are expanded. */
export async function auditExpanded(
  texts: Readonly<Record<string, string>>,
  options: Omit<AuditOptions, 'fs'> = {},
  files: readonly string[] = Object.keys(texts),
): Promise<Report> {
  return audit(files, { ...options, ...(await prepare(files, { fs: inMemory(texts) })) });
}
