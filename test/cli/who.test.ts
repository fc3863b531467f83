import { expect, test } from 'vitest';
import { ALLOW_ALL, deny, shop } from '../explain/templates.ts';
import { parameter, statement } from '../rules/templates.ts';
import { run, workspace } from './run.ts';

const directory = workspace();
const cwd = directory({
  'a/all.yml': shop(ALLOW_ALL),
  'a/denied.yml': shop(`${ALLOW_ALL}\n${deny('52.94.76.0/24')}`),
  'b/half.yml': shop(statement('52.94.76.0/25')),
  'b/open.yml': shop(statement('!Ref Office'), { head: parameter('Office') }),
  'b/authorized.yml': shop(statement('52.94.80.1'), { authorization: 'CUSTOM' }),
  'broken/x.yml': 'AWS::ApiGateway: [',
});
const who = (line: string): ReturnType<typeof run> => run(['who', ...line.split(' ')], { cwd });

/** What is said of each file that lets somebody in. */
async function told(line: string): Promise<readonly string[]> {
  const { stdout } = await who(line);
  return stdout.split('\n\n').flatMap((block, i, blocks) => {
    const file = /· (\S+):\d+$/.exec(block)?.[1];
    return file ? [`${file} ${blocks[i + 1]?.split('\n')[1]?.trim()}`] : [];
  });
}

test('every template below the directories, by how far it lets the network in', async () => {
  expect(await told('52.94.76.0/24 a b')).toEqual([
    'a/all.yml anonymous  fully, by Allow at line 12',
    'b/authorized.yml authorized  fully, by no statement, as none has to',
    'b/half.yml anonymous  partly, 128 addresses: 52.94.76.0/25, by Allow at line 12',
    'b/open.yml anonymous  perhaps, by Allow at line 15',
  ]);
});

test('one address, in the working directory where no file is named', async () => {
  const outcome = await run(['who', '52.94.76.200'], { cwd: `${cwd}/b` });
  expect(outcome.code).toBe(0);
  expect(outcome.stdout).toMatch(/\n52\.94\.76\.200 gets into 1 of 3 APIs, perhaps to 1\n$/);
});

test('nobody lets it in', async () => {
  const { code, stdout } = await who('52.94.76.200 a/denied.yml b/half.yml');
  expect([code, stdout]).toEqual([0, '52.94.76.200 gets into none of 2 APIs\n']);
});

test('a bare IPv6 address is that one address', async () => {
  const text = shop(statement('2600:1f18::/64'), {
    endpoint: 'none',
    properties: 'EndpointConfiguration: { IpAddressType: dualstack }',
  });
  const six = directory({ 'a.yml': text });
  expect((await run(['who', '2600:1f18::7'], { cwd: six })).stdout).toContain('anonymous  fully, by Allow at line 11');
});

test('a file that cannot be read exits 2, and the rest is told', async () => {
  const { code, stdout } = await who('52.94.76.9 broken a');
  expect(code).toBe(2);
  expect(stdout).toMatch(/\nfailed\n {2}broken\/x\.yml:1:/);
  expect(stdout).toContain('52.94.76.9 gets into 1 of 2 APIs');
});

test('a named file that is not audited may let it in', async () => {
  const files = directory({
    'a.yml': shop(statement('52.94.76.9')),
    'b.json': '{"Version": "2012-10-17", "Statment": []}',
  });
  const { code, stderr } = await run(['who', '8.8.8.8', 'a.yml', 'b.json', '--expect', 'deny'], { cwd: files });
  expect([code, stderr]).toEqual([
    1,
    'ipaudit: not every answer is the one that --expect deny asks for: b.json is not audited\n',
  ]);
});

test('files without an API let nobody in', async () => {
  const files = directory({ 'vpc.yml': 'Resources: { Vpc: { Type: AWS::EC2::VPC } }\n' });
  const outcome = await run(['who', '8.8.8.8', 'vpc.yml'], { cwd: files });
  expect(outcome).toEqual({ code: 0, stdout: 'There is no API Gateway REST API in these files.\n', stderr: '' });
});

test('what is asked for has to be an address', async () => {
  expect(await who('a b')).toEqual({
    code: 2,
    stdout: '',
    stderr: "ipaudit: 'a' is no address and no CIDR: ipaudit who takes one, and then the files\n",
  });
});
