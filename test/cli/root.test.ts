import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { condition } from '../rules/templates.ts';
import { failuresOf, reportOf, run, workspace } from './run.ts';

const template = (location: string): string => `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      BodyS3Location: ${location}
`;
const DEFINITION = `openapi: 3.0.1
x-amazon-apigateway-policy:
  Statement: { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/* }
paths: { /pets: { get: {} } }
`;

const directory = workspace();
const audit = async (cwd: string, ...argv: readonly string[]) => {
  const outcome = await run([...argv, '--format', 'json'], { cwd });
  const { findings } = reportOf(outcome);
  const open = findings.filter(({ ruleId }) => ruleId === 'no-public-access');
  return { code: outcome.code, failures: failuresOf(outcome), open: open.map(({ location }) => location.file) };
};
const REFUSED = 'is not read. It leads out of the root: name a wider one with --root.';

describe('a file that a template brings in is read within the root only', () => {
  const at = (location: string): string =>
    directory({ 'repo/stack/template.yml': template(location), 'repo/api.yaml': DEFINITION, 'api.yaml': DEFINITION });

  test('which is the repository', async () => {
    const root = at('../api.yaml');
    mkdirSync(join(root, 'repo/.git'));
    expect(await audit(join(root, 'repo/stack'), 'template.yml')).toEqual({
      code: 1,
      failures: [],
      open: ['../api.yaml'],
    });
  });

  test('or the working directory, where there is none', async () => {
    const root = at('../api.yaml');
    expect(await audit(join(root, 'repo/stack'), 'template.yml')).toEqual({
      code: 2,
      failures: [`template.yml ../api.yaml ${REFUSED}`],
      open: [],
    });
  });

  test('or what --root names', async () => {
    const cwd = join(at('../../api.yaml'), 'repo/stack');
    expect(await audit(cwd, 'template.yml', '--root', '..')).toMatchObject({ code: 2, open: [] });
    expect(await audit(cwd, 'template.yml', '--root', '../..')).toMatchObject({ code: 1, open: ['../../api.yaml'] });
    const { code, stderr } = await run(['template.yml', '--root', 'gone'], { cwd });
    expect([code, stderr]).toEqual([2, "ipaudit: --root takes a directory, not 'gone'\n"]);
  });

  test('wherever a link leads', async () => {
    const cwd = join(at('api.yaml'), 'repo/stack');
    symlinkSync('../../api.yaml', join(cwd, 'api.yaml'));
    expect(await audit(cwd, 'template.yml')).toMatchObject({ code: 2, failures: [`template.yml api.yaml ${REFUSED}`] });
  });

  test.each([
    ['/etc/passwd', REFUSED],
    ['../../../../../../../../etc/passwd', REFUSED],
    ['.', 'is not read. This is a directory: name a file.'],
    ['big.yaml', 'is not read. It is larger than 50 MB: a template is not.'],
    ['binary.yaml', 'is not read. The file is not valid UTF-8 (byte 0xFF): save it as UTF-8.'],
    ['/dev/zero', REFUSED],
  ])('%s is refused, at the place that names it', async (location, message) => {
    const cwd = directory({ 'template.yml': template(location), 'big.yaml': '', 'binary.yaml': Buffer.from([255]) });
    truncateSync(join(cwd, 'big.yaml'), 51 * 1024 * 1024);
    const outcome = await run(['template.yml', '--format', 'json'], { cwd });
    expect(failuresOf(outcome)).toEqual([`template.yml ${location} ${message}`]);
    expect(reportOf(outcome).failures[0]?.location.start).toEqual({ line: 5, column: 23 });
    expect(outcome.code).toBe(2);
  });
});

describe('what is named is read within the root, too, where one is given', () => {
  const cwd = directory({ 'in/a.yml': condition('0.0.0.0/0'), 'out/b.yml': condition('0.0.0.0/0'), 'v.json': '{}' });
  symlinkSync('../out/b.yml', join(cwd, 'in/link.yml'));
  symlinkSync('../out', join(cwd, 'in/folder'));
  const OUT = 'It leads out of the root: name a wider one with --root.';

  test.each([
    ['out/b.yml', 'out/b.yml'],
    ['out', 'out'],
    ['.', '.'],
    ['in/link.yml', 'in/link.yml'],
    ['in/folder', 'in/folder'],
    ['in/a.yml --parameter-file v.json', 'v.json'],
    ['in/a.yml --base out/b.yml', 'out/b.yml In the base:'],
    ['/etc/passwd', '../../../etc/passwd'],
  ])('%s', async (line, file) => {
    const outcome = await run([...line.split(' '), '--root', 'in', '--format', 'json'], { cwd });
    expect([outcome.code, failuresOf(outcome)]).toEqual([2, [`${file} ${OUT}`]]);
  });

  test('explain, who and diff do the same', async () => {
    for (const line of ['explain out/b.yml', 'who 8.8.8.8 out/b.yml', 'diff in/a.yml out/b.yml']) {
      const { code, stdout } = await run([...line.split(' '), '--root', 'in'], { cwd });
      expect([code, stdout]).toEqual([2, expect.stringContaining(OUT)]);
    }
  });

  test('what lies in it is', async () => {
    expect((await audit(cwd, 'in/a.yml', 'in', '--root', 'in')).failures).toEqual([`in/link.yml ${OUT}`]);
    expect((await audit(cwd, 'in/a.yml', 'out/b.yml', '--root', '.')).failures).toEqual([]);
    expect((await audit(join(cwd, 'in'), '../out/b.yml')).failures).toEqual([]);
  });
});
