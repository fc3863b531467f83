import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import { fakeAws } from './aws.ts';
import { ACCOUNT, REGION, shop } from './shop.ts';
import { collectFrom } from './support.ts';

const page = readFileSync(new URL('../../docs/live.md', import.meta.url), 'utf8');
const blockOf = (language: string): string => new RegExp(`\`\`\`${language}\n([^\`]*)\`\`\``).exec(page)?.[1] ?? '';

test('the policy of the page allows every request, and no keys', async () => {
  const [statement] = JSON.parse(blockOf('json')).Statement as [{ Action: string; Resource: readonly string[] }];
  const patterns = statement.Resource.map((arn) => new RegExp(`^${arn.replaceAll('*', '.*')}$`));
  const isAllowed = (path: string, account = ''): boolean =>
    patterns.some((pattern) => pattern.test(`arn:aws:apigateway:${REGION}:${account}:${path}`));
  const api = shop();
  const domains = [{ domainName: 'shop.example.com' }];
  const aws = await fakeAws({
    [ACCOUNT]: { [REGION]: { apis: [{ ...api, exports: { dev: api.exports.dev ?? {} } }], domains } },
  });
  await collectFrom(aws);
  const asked = aws.seen.filter(({ service }) => service === 'apigateway').map(({ what }) => what.split(' ')[1] ?? '');
  expect(new Set(asked).size).toBe(9);
  for (const path of asked) expect(isAllowed(path), path).toBe(true);
  expect(statement.Action).toBe('apigateway:GET');
  for (const path of ['/apikeys', '/apikeys/a', '/restapis/a/stages/prod', '/usageplans', '/account'])
    expect(isAllowed(path), path).toBe(false);
});

test('its commands are taken as they stand', () => {
  const lines = blockOf('sh').trim().split('\n');
  expect(lines.length).toBe(7);
  for (const line of lines) {
    const [, , ...argv] = (line.split(' #')[0] ?? '').trim().split(/ +/);
    expect(parseArguments(argv).command, line).toBe(argv[0] === 'live' ? 'live' : 'lint');
  }
});
