import { type AuditOptions, audit } from '../../src/audit/audit.ts';
import { ReadError } from '../../src/audit/file-system.ts';
import type { Report } from '../../src/report/report.ts';

/** Audits texts by name, without a disk. */
export function auditTexts(
  texts: Readonly<Record<string, string>>,
  options: Omit<AuditOptions, 'fs'> = {},
  files: readonly string[] = Object.keys(texts),
): Report {
  const read = (path: string): Uint8Array => {
    const text = texts[path];
    if (text === undefined) throw new ReadError('there is no such file');
    return new TextEncoder().encode(text);
  };
  return audit(files, { ...options, fs: { read } });
}
