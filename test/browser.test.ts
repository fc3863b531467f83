import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { condition, method } from './rules/templates.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Folders that a browser has no part of. */
const OF_NODE = /^(?:cli|live|template\/cfn-include)\//;

test('nothing else is imported from Node', () => {
  const files = readdirSync(`${root}/src`, { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  const importing = files.filter(
    (file) => file.endsWith('.ts') && /(?:from|import\() ?'node:/.test(readFileSync(`${root}/src/${file}`, 'utf8')),
  );
  expect(importing.filter((file) => !OF_NODE.test(file))).toEqual([]);
});

let bundle: string;
beforeAll(async () => {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/index.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'ipaudit',
    platform: 'browser',
    define: { 'process.env.NODE_DEBUG': 'undefined' },
    logLevel: 'warning',
  });
  bundle = outputFiles[0]?.text ?? '';
});

const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/*',
      Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
    },
  ],
});

test.each([
  ['a template', 't.yml', condition('0.0.0.0/0', { resources: method('GET') })],
  [
    'a service',
    'serverless.yml',
    `service: s\nprovider: { name: aws, apiGateway: { resourcePolicy: [${JSON.stringify(JSON.parse(POLICY).Statement[0])}] } }\nfunctions: { f: { handler: h.f, events: [{ http: GET / }] } }\n`,
  ],
  ['a definition', 'api.yml', `openapi: 3.0.1\npaths: { /: { get: {} } }\nx-amazon-apigateway-policy: ${POLICY}\n`],
])('the API lints and explains %s where there is JavaScript and nothing else', (_, file, text) => {
  // what every browser has beside the language
  const context = createContext({ TextEncoder, TextDecoder, performance });
  const program = `${bundle}
    const session = ipaudit.createSession(ipaudit.inMemory({ [file]: text }), { apiType: 'REGIONAL', ipAddressType: 'ipv4' });
    JSON.stringify([
      session.lint([file]).findings.map(({ ruleId }) => ruleId),
      session.explain([file]).apis.map(({ routes }) => routes[0].access[0].certainly.words),
    ]);`;
  Object.assign(context, { file, text });
  expect(JSON.parse(String(runInContext(program, context)))).toEqual([['no-wildcard-source'], ['everybody']]);
});
