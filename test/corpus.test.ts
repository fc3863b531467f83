import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../src/answers/audit.ts';
import { explain } from '../src/answers/explain.ts';
import type { Preset } from '../src/linter/presets.ts';
import { doorInWords } from '../src/report/doors.ts';
import type { AccessExplanation } from '../src/report/explanation.ts';
import type { Location, Report } from '../src/report/report.ts';
import { rules } from '../src/rules/index.ts';
import { type FileSystem, ReadError } from '../src/session/file-system.ts';

/** Real templates, which stand beside the project and not in it. */
const ROOT = fileURLToPath(new URL('../../shared/corpus/', import.meta.url));
const found = existsSync(ROOT);
if (!found) process.stderr.write('skipped: there is no corpus of real templates beside this project\n');

interface Row {
  readonly file: string;
  /** The preset that reports it: `strict` of a row with `#` before its file. */
  readonly preset: Preset;
  /** The rule of a finding, `failure`, `explain`, or `none` for a file that has to come out without findings. */
  readonly rule: string;
  /** Of `explain`: the API, the stage, the verb and the path. */
  readonly line: string;
  /** Of `explain`: the parameters that are given. */
  readonly scenario: string;
  /** Of `explain`: who gets in. */
  readonly answer: string;
  readonly verdict: string;
  /** Why somebody whose template it is would say so. */
  readonly reason: string;
}

const COLUMNS = ['file', 'rule', 'line', 'scenario', 'answer', 'verdict', 'reason'];
const [header, ...table] = readFileSync(new URL('corpus.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'));
const rows: readonly Row[] = table.map(
  ([file = '', rule = '', line = '', scenario = '', answer = '', verdict = '', reason = '']) => {
    const preset = file.startsWith('#') ? 'strict' : 'recommended';
    return { file: file.replace('#', ''), preset, rule, line, scenario, answer, verdict, reason };
  },
);
const answers = rows.filter(({ rule }) => rule === 'explain');

const fs: FileSystem = {
  read: (path) => {
    if (!existsSync(ROOT + path)) throw new ReadError('not in the corpus', { isMissing: true });
    return readFileSync(ROOT + path);
  },
  list: (path) => (existsSync(ROOT + path) ? readdirSync(ROOT + path).sort() : []),
};

function auditFolder(folder: string, preset: Preset): Report {
  const files = filesOf(folder).filter((name) => /\.(?:json|ya?ml|template)$/.test(name));
  return audit(files, { fs, preset });
}

function presetOf(ruleId: string): Preset | undefined {
  return rules.find(({ id }) => id === ruleId)?.preset;
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(`${ROOT}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length))
    .sort();
}

test('its table says of each row what it means', () => {
  expect(header).toEqual(COLUMNS);
  expect(table.filter((row) => row.length !== COLUMNS.length)).toEqual([]);
  expect(rows.filter(({ verdict }) => !['right', 'noise', 'doubted'].includes(verdict))).toEqual([]);
  expect(rows.filter(({ reason }) => reason === '')).toEqual([]);
  expect(rows.filter(({ rule, answer }) => (rule === 'explain') !== (answer !== ''))).toEqual([]);
  expect(new Set(answers.map(({ file }) => file)).size).toBeGreaterThanOrEqual(20);
});

describe.skipIf(!found).each<[string, Preset]>([
  ['policies', 'recommended'],
  ['policies', 'strict'],
  ['broad', 'recommended'],
  ['broad', 'strict'],
])('real templates in %s, %s', (folder, preset) => {
  let report: Report;
  beforeAll(() => {
    report = auditFolder(folder, preset);
  });

  test('each finding and each failure has its row, and each row its finding', () => {
    const told = (location: Location, rule: string, scenario = ''): string =>
      [location.file, rule, location.start.line, scenario].join('\t');
    const findings = report.findings.map(({ location, ruleId, scenarios }) =>
      told(location, ruleId, scenarios.map(({ text }) => text).join(', ')),
    );
    const failures = report.failures.map(({ location }) => told(location, 'failure'));
    const expected = rows
      .filter((row) => row.file.startsWith(`${folder}/`) && !['none', 'explain'].includes(row.rule))
      .filter((row) => preset === 'strict' || row.preset === 'recommended')
      .map(({ file, rule, line, scenario }) => [file, rule, line, scenario].join('\t'));
    expect([...findings, ...failures].sort()).toEqual(expected.sort());
  });

  test('there is much of it, and a file with a row for none has no findings but those of the preset strict', () => {
    expect(report.summary.files).toBeGreaterThan(folder === 'broad' ? 1000 : 80);
    const recommended = report.findings.filter(({ ruleId }) => presetOf(ruleId) === 'recommended');
    const files = new Set(recommended.map(({ location }) => location.file));
    expect(rows.filter(({ file, rule }) => rule === 'none' && files.has(file))).toEqual([]);
  });
});

test.skipIf(!found)('each file of policies has a row', () => {
  const named = new Set(rows.filter(({ rule }) => rule !== 'explain').map(({ file }) => file));
  expect(filesOf('policies').filter((file) => !named.has(file))).toEqual([]);
});

describe.skipIf(!found)('who gets in', () => {
  test.each(answers)('$file $line $scenario', ({ file, line, scenario, answer }) => {
    const [id = '', stage = '', method = '', path = ''] = line.split(' ');
    const parameters = Object.fromEntries(
      scenario.split(', ').flatMap((given) => (given === '' ? [] : [given.split('=', 2)])),
    );
    const said = explain([file], { fs, parameters })
      .apis.filter((api) => api.id === id)
      .flatMap(({ routes }) => routes)
      .filter((route) => route.stage === stage && route.method === method && route.path === path)
      .map(({ access }) => access.map(inWords).sort().join('; '));
    expect([...new Set(said)]).toEqual([answer.split('; ').sort().join('; ')]);
  });
});

function inWords({ caller, door, certainly, possibly }: AccessExplanation): string {
  const by = door.via === 'internet' ? '' : ` by ${doorInWords(door)}`;
  const isKnown = possibly.words === certainly.words;
  return `${caller}${by}: ${isKnown ? certainly.words : `certainly ${certainly.words}, perhaps ${possibly.words}`}`;
}
