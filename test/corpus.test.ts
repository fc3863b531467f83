import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../src/audit/audit.ts';
import { ReadError } from '../src/audit/file-system.ts';
import type { Report } from '../src/report/report.ts';

/** Real templates, which stand beside the project and not in it. */
const ROOT = fileURLToPath(new URL('../../shared/corpus/', import.meta.url));
const found = existsSync(ROOT);
if (!found) process.stderr.write('skipped: there is no corpus of real templates beside this project\n');

/** What is expected of the corpus: a row for each finding, and one for each file that has to come out without. */
const [header, ...rows] = readFileSync(new URL('corpus.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'));

function auditFolder(folder: string): Report {
  const files = readdirSync(`${ROOT}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:json|ya?ml|template)$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length))
    .sort();
  const read = (path: string): Uint8Array => {
    if (!existsSync(ROOT + path)) throw new ReadError('not in the corpus', { isMissing: true });
    return readFileSync(ROOT + path);
  };
  const list = (path: string): readonly string[] => (existsSync(ROOT + path) ? readdirSync(ROOT + path).sort() : []);
  return audit(files, { fs: { read, list } });
}

test('its table says of each row what it means', () => {
  expect(header).toEqual(['file', 'rule', 'line', 'scenario', 'verdict', 'reason']);
  expect(rows.filter((row) => row.length !== 6 || !['right', 'noise', 'doubted'].includes(row[4] ?? ''))).toEqual([]);
  expect(rows.filter((row) => row[5] === '')).toEqual([]);
});

describe.skipIf(!found)('policies of real templates', () => {
  let report: Report;
  beforeAll(() => {
    report = auditFolder('policies');
  });

  test('each finding has its row, and each row its finding', () => {
    const findings = report.findings.map(({ location, ruleId, scenarios }) =>
      [location.file, ruleId, location.start.line, scenarios.map(({ text }) => text).join(', ')].join('\t'),
    );
    const expected = rows.filter(([, rule]) => rule !== 'none').map((row) => row.slice(0, 4).join('\t'));
    expect(findings.sort()).toEqual(expected.sort());
  });

  test('each file has a row', () => {
    const files = readdirSync(`${ROOT}policies`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length));
    expect(files.length).toBeGreaterThan(80);
    const named = new Set(rows.map(([file]) => file));
    expect(files.filter((file) => !named.has(file))).toEqual([]);
  });

  test('a file with a row for none has no findings', () => {
    const files = new Set(report.findings.map(({ location }) => location.file));
    expect(rows.filter(([file, rule]) => rule === 'none' && files.has(file ?? ''))).toEqual([]);
  });
});

describe.skipIf(!found)('other real templates', () => {
  test('have no findings about CIDRs or sources', () => {
    const about = /-(?:source|cidrs?|prefix)$|^no-host-bits$/;
    const report = auditFolder('broad');
    expect(report.summary.files).toBeGreaterThan(1000);
    expect(report.findings.filter(({ ruleId }) => about.test(ruleId))).toEqual([]);
  });
});
