import { describe, expect, test } from 'vitest';
import { run, workspace } from './run.ts';

const directory = workspace();
const policy = (resource: string, source = '8.8.8.0/24', more: object = {}): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: resource,
        ...(source !== '' && { Condition: { IpAddress: { 'aws:SourceIp': source } } }),
        ...more,
      },
    ],
  });
const ARN = 'arn:aws:execute-api:eu-west-1:111122223333:abc123/*';
const cwd = directory({
  'short.json': policy('execute-api:/*'),
  'star.json': policy('*'),
  'arn.json': policy(ARN, '8.8.8.9/24'),
  'wider.json': policy('execute-api:/*', '8.8.8.0/23'),
  'open.json': policy('execute-api:/*', ''),
  'accounts.json': policy('execute-api:/*', '', { Principal: { AWS: '111122223333' } }),
});
const ipaudit = (line: string): ReturnType<typeof run> => run(line.split(' '), { cwd });

describe('a policy by itself', () => {
  test.each<[line: string, code: number]>([
    ['short.json --from 8.8.8.8 --method GET --path /a --stage prod --caller anonymous --expect allow', 0],
    ['arn.json --from 8.8.8.8 --expect allow', 0],
    // a Lambda authorizer lets in whom no Deny keeps out
    ['short.json --from 9.9.9.9 --expect deny', 1],
    ['short.json --from 9.9.9.9 --expect deny --authorization NONE', 0],
    ['accounts.json --from 9.9.9.9 --expect allow', 1],
    ['short.json --from 8.8.8.8 --authorization JWT --caller token --expect allow', 0],
    // what no statement matches AWS leaves open behind a JWT authorizer
    ['short.json --from 9.9.9.9 --authorization JWT --expect deny', 1],
    ['short.json --from 9.9.9.9 --authorization JWT --expect allow', 1],
  ])('explain %s exits %i', async (line, code) => {
    expect((await ipaudit(`explain --api-type regional ${line}`)).code).toBe(code);
  });

  test.each<[old: string, now: string]>([
    ['short.json', 'star.json'],
    ['short.json', 'arn.json'],
    ['arn.json', 'star.json'],
  ])('%s and %s differ in spelling alone, whatever the endpoint is', async (old, now) => {
    for (const type of ['', ' --api-type regional', ' --api-type private'])
      expect((await ipaudit(`diff ${old} ${now} --fail-on any --fail-on undecided${type}`)).code).toBe(0);
  });

  test('diff says what changes for each kind of caller', async () => {
    const { stdout } = await ipaudit('diff short.json wider.json --api-type regional');
    expect(stdout).toContain('    anonymous, account, foreign-allowed, cognito  opened to 256 addresses: 8.8.9.0/24\n');
    expect(stdout).toContain('who gets in changes in 1 of 1 API\n');
    expect((await ipaudit('diff short.json wider.json')).stdout).toContain(
      'who gets in perhaps changes in 1 of 1 API\n',
    );
  });

  test('lint names what is not known, and is told by --authorization', async () => {
    const open = await ipaudit('open.json --api-type regional');
    expect(open.stdout).toContain('a policy by itself does not say how routes authorize their callers');
    expect(open.stdout).not.toContain('no-public-access\n');
    expect((await ipaudit('open.json --api-type regional --authorization NONE')).stdout).toContain(
      'Anybody on the internet',
    );
    expect((await ipaudit('open.json --api-type regional --authorization AWS_IAM')).stdout).not.toContain(
      'Anybody on the internet',
    );
  });

  test('an authorization that there is not', async () => {
    expect(await ipaudit('open.json --authorization none')).toMatchObject({
      code: 2,
      stderr:
        "ipaudit: --authorization is one of NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS, JWT, not 'none': did you mean NONE?\n",
    });
  });
});
