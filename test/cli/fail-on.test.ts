import { expect, test } from 'vitest';
import { condition, method, parameter, withPolicy } from '../rules/templates.ts';
import { run, workspace } from './run.ts';

const directory = workspace();
const resources = method('GET');
const cwd = directory({
  'clean.yml': condition('8.8.8.8/32', { resources }),
  'error.yml': condition('0.0.0.0/0', { resources }),
  'warning.yml': condition('8.0.0.0/8', { resources }),
  'undecided.yml': condition('!Ref Office', { head: parameter('Office'), resources }),
  'unread.yml': withPolicy('BodyS3Location: { Bucket: a, Key: b }', { deployed: false }),
  'unknown.json': '{}',
  'broken.yml': 'AWS::ApiGateway: [',
  'd/unread.yml': withPolicy('BodyS3Location: { Bucket: a, Key: b }', { deployed: false }),
});

const NAMED = 'ipaudit: not all that was named is audited: see the report, or let it pass with --fail-on error\n';
const names = (one: string, count: number): string => `ipaudit: there is what --fail-on ${one} names: ${count}\n`;

test.each<[line: string, code: number, stderr: string]>([
  // what holds where nothing is said
  ['clean.yml', 0, ''],
  ['error.yml', 1, ''],
  ['warning.yml', 0, ''],
  ['undecided.yml', 0, ''],
  ['unread.yml', 1, NAMED],
  ['unknown.json', 1, NAMED],
  ['d', 0, ''],
  ['d d/unread.yml', 1, NAMED],
  ['error.yml unread.yml', 1, NAMED],
  // a severity includes the higher ones
  ['warning.yml --fail-on error', 0, ''],
  ['warning.yml --fail-on warning', 1, names('warning', 1)],
  ['warning.yml --fail-on note', 1, names('note', 1)],
  ['error.yml --fail-on warning', 1, names('warning', 1)],
  ['error.yml warning.yml --fail-on note', 1, names('note', 2)],
  ['warning.yml --rule no-broad-source:note --fail-on warning', 0, ''],
  ['warning.yml --rule no-broad-source:note --fail-on note', 1, names('note', 1)],
  // a list is all of it, and takes the place of what holds otherwise
  ['unread.yml --fail-on error', 0, ''],
  ['unread.yml --fail-on not-audited', 1, names('not-audited', 1)],
  ['unknown.json --fail-on error,not-audited', 1, names('not-audited', 1)],
  ['d --fail-on not-audited', 1, names('not-audited', 1)],
  ['error.yml --fail-on not-audited', 0, ''],
  ['undecided.yml --fail-on undecided', 1, names('undecided', 1)],
  ['clean.yml --fail-on note,undecided,not-audited', 0, ''],
  [
    'undecided.yml unread.yml --fail-on undecided --fail-on not-audited',
    1,
    names('undecided', 1) + names('not-audited', 1),
  ],
  // with the other reasons
  ['warning.yml --max-warnings 0', 1, 'ipaudit: more warnings than --max-warnings 0 allows: 1\n'],
  ['error.yml --quiet --fail-on error', 1, ''],
  ['broken.yml --fail-on undecided', 2, ''],
])('%s', async (line, code, stderr) => {
  const outcome = await run(line.split(' '), { cwd });
  expect([outcome.code, outcome.stderr]).toEqual([code, stderr]);
});

test('a word that it does not know', async () => {
  expect(await run(['clean.yml', '--fail-on', 'error,open'], { cwd })).toEqual({
    code: 2,
    stdout: '',
    stderr: "ipaudit: --fail-on is one of error, warning, note, undecided, not-audited, not 'open'\n",
  });
});
