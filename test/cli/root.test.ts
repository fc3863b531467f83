import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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
