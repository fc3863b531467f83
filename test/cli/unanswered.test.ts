import { expect, test } from 'vitest';
import { run, workspace } from './run.ts';

const policy =
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}}';
const cwd = workspace()({
  'good.json': policy,
  'bad.json': '{"Version": "2012-10-17", "Statment": []}',
  'searched/bad.json': '{"Version": "2012-10-17", "Statment": []}',
  'searched/good.json': policy,
});

test.each<[line: string, code: number]>([
  ['explain good.json bad.json', 1],
  ['explain good.json bad.json --from 8.8.8.8', 1],
  ['who 8.8.8.8 good.json bad.json', 1],
  ['diff good.json bad.json', 1],
  ['diff bad.json good.json --fail-on opened', 1],
  // what a search has met is only counted
  ['explain searched', 0],
  ['who 8.8.8.8 searched', 0],
  ['diff searched searched', 0],
])('an answer needs all files that are named: %s exits %i', async (line, code) => {
  const outcome = await run(line.split(' '), { cwd });
  expect([outcome.code, outcome.stderr]).toEqual([
    code,
    code === 1 ? 'ipaudit: bad.json is not audited: see the report\n' : '',
  ]);
});
