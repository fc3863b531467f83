import { expect, test } from 'vitest';
import { shop } from '../explain/templates.ts';
import { parameter, statement } from '../rules/templates.ts';
import { run, workspace } from './run.ts';

const cwd = workspace()({
  'office.yml': shop(statement(['81.2.69.0/24', '10.0.0.0/16'])),
  'inner.yml': shop(statement('10.0.0.0/16')),
  'inner-wider.yml': shop(statement('10.0.0.0/15')),
  'imported.yml': shop(statement('81.2.69.0/24')).replace(
    / {6}Policy:\n(?: {8}.*\n)+/,
    '      Policy: !ImportValue Shared\n',
  ),
  'statements.yml': shop('!ImportValue Shared'),
  'another.yml': shop(`- !ImportValue Shared\n${statement('81.2.69.0/24')}`),
  'empty.yml': shop('[]'),
  'none.yml': shop(statement('81.2.69.0/24')).replace(/ {6}Policy:\n(?: {8}.*\n)+/, ''),
  'unknown.yml': shop(statement('!Ref Office'), { head: parameter('Office') }),
});
const ipaudit = async (line: string): Promise<readonly [number, string, string]> => {
  const { code, stdout, stderr } = await run(line.split(' '), { cwd });
  return [code, stdout, stderr];
};
const NEVER = "no request comes from 10.0.12.34: it would come from the NAT gateway's address";

test('explain --from an address that no request comes from is content with no --expect', async () => {
  const [code, stdout] = await ipaudit('explain office.yml --from 10.0.12.34');
  expect([code, stdout]).toEqual([0, expect.stringContaining(`    anonymous  ${NEVER}\n`)]);
  for (const expected of ['allow', 'deny'])
    expect(await ipaudit(`explain office.yml --from 10.0.12.34 --expect ${expected}`)).toEqual([
      1,
      expect.any(String),
      `ipaudit: not every answer is the one that --expect ${expected} asks for: GET / on prod of shop in office.yml is unroutable for anonymous\n`,
    ]);
});

test('who leaves it out, and explain does not count it', async () => {
  expect((await ipaudit('who 10.0.12.34 office.yml'))[1]).toBe(`${NEVER}\n`);
  expect((await ipaudit('who 10.0.0.0/8 office.yml --expect deny'))[0]).toBe(1);
  expect((await ipaudit('explain office.yml'))[1]).toContain(
    '  256 addresses: 81.2.69.0/24; no request comes from 10.0.0.0/16\n',
  );
});

test('diff does not call it a change', async () => {
  expect(await ipaudit('diff inner.yml inner-wider.yml --fail-on any')).toEqual([
    0,
    'nobody newly gets in and nobody is kept out, in 1 API\n',
    '',
  ]);
});

test('who exits by --expect, and names the first answer that is not the one', async () => {
  expect((await ipaudit('who 81.2.69.7 office.yml --expect allow'))[0]).toBe(0);
  expect((await ipaudit('who 8.8.8.8 office.yml --expect deny'))[0]).toBe(0);
  expect(await ipaudit('who 81.2.69.0/23 office.yml --expect allow')).toEqual([
    1,
    expect.stringContaining('\n81.2.68.0/23 gets into none of 1 API, partly to 1\n'),
    'ipaudit: not every answer is the one that --expect allow asks for: GET / on prod of shop in office.yml is allowed in part for anonymous\n',
  ]);
  expect((await ipaudit('who 8.8.8.8 unknown.yml --expect deny'))[0]).toBe(1);
});

test('who --format json counts fully, partly and perhaps apart', async () => {
  const [code, stdout] = await ipaudit('who 81.2.69.7 office.yml unknown.yml inner.yml --format json');
  expect([code, JSON.parse(stdout)]).toMatchObject([
    0,
    { version: 1, asked: '81.2.69.7/32', never: null, summary: { apis: 3, fully: 1, partly: 0, perhaps: 1 } },
  ]);
});

test('explain says that there is no policy only where that is known', async () => {
  expect((await ipaudit('explain none.yml'))[1]).toContain('\n  No resource policy.\n');
  const [, imported] = await ipaudit('explain imported.yml');
  expect(imported).not.toContain('No resource policy');
  expect(imported).toContain('nobody for certain, perhaps everybody');
});

test('nothing is said of no statement where one is not known', async () => {
  expect((await ipaudit('explain empty.yml'))[1]).toContain('\n  The policy has no statement.\n');
  for (const file of ['imported.yml', 'statements.yml', 'another.yml'])
    for (const command of ['explain', 'who 8.8.8.8'])
      expect((await ipaudit(`${command} ${file}`))[1], `${command} ${file}`).not.toMatch(/no statement/);
  expect((await ipaudit('explain another.yml'))[1]).toContain('perhaps everybody\n      Allow at line 13\n');
});

test('a route that nobody can call has a reason, and a Deny of one address is none', async () => {
  const news = statement('81.2.69.0/24').replace('execute-api:/*', 'execute-api:/*/GET/news');
  const deny = statement('81.2.69.7', { effect: 'Deny' });
  const here = workspace()({
    'a.yml': shop(news),
    'b.yml': shop(`${news}\n${deny}`),
    'c.yml': shop(`${statement('81.2.69.7')}\n${deny}`),
  });
  const explained = async (file: string): Promise<string> => (await run(['explain', file], { cwd: here })).stdout;
  const reason = '    anonymous  nobody\n      no Allow is for this route, and an Allow for others denies it\n';
  expect(await explained('a.yml')).toContain(reason);
  expect(await explained('b.yml')).toContain(reason);
  expect(await explained('c.yml')).toMatch(/ {4}anonymous {2}nobody\n {6}Deny at line \d+\n/);
});

test('a stage that a message names and the files do not is told apart from a route', async () => {
  const message = (path: string): string =>
    `User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********3333:abc123/test/GET${path}`;
  const about = async (path: string): Promise<string> =>
    (await run(['explain', 'office.yml', '--error', message(path), '--from', '8.8.8.8'], { cwd })).stdout;
  expect(await about('/')).toContain('The message is of stage test, and these files have prod: ask again with');
  expect(await about('/gone')).toContain('This API has no such route');
});
