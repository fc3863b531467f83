import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eachOf } from '../../src/live/pool.ts';
import { reportOf, run, workspace } from '../cli/run.ts';
import { envOf } from './server.ts';
import { policy, REGION } from './shop.ts';
import { collectFrom, documentOf, gapsOf } from './support.ts';

/** Its account, whatever the keys are. */
const ACCOUNT = '123456789012';
const COUNT = 1200;
/** So many of them have methods and a stage. */
const DEPLOYED = 100;

const program = fileURLToPath(new URL('../../.venv/bin/moto_server', import.meta.url));
const isThere = existsSync(program);
if (!isThere) console.warn('moto is not installed: .ci/run says how. Its tests are left out.');

describe.skipIf(!isThere)('an account that moto serves', { timeout: 120_000 }, () => {
  const directory = workspace();
  let server: ChildProcess;
  let url = '';
  /** The ids of the APIs that are deployed. */
  const deployed = new Set<string>();

  beforeAll(async () => {
    [server, url] = await startMoto();
    const client = new APIGatewayClient({
      region: REGION,
      endpoint: url,
      credentials: { accessKeyId: 'AKIDX', secretAccessKey: 'x' },
    });
    await eachOf(
      Array.from({ length: COUNT }, (_, i) => i),
      8,
      async (i) => {
        const { id = '' } = await client.send(
          new CreateRestApiCommand({
            name: `api ${i}`,
            endpointConfiguration: { types: ['REGIONAL'] },
            ...(i < DEPLOYED && { policy: JSON.stringify(policy('x', '192.0.2.0/24')) }),
          }),
        );
        if (i >= DEPLOYED) return;
        deployed.add(id);
        const { items = [] } = await client.send(new GetResourcesCommand({ restApiId: id }));
        const method = { restApiId: id, resourceId: items[0]?.id ?? '', httpMethod: 'GET' };
        await client.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
        await client.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));
        await client.send(new CreateDeploymentCommand({ restApiId: id, stageName: 'prod' }));
      },
    );
    client.destroy();
  }, 120_000);

  afterAll(() => {
    server?.kill();
  });

  test('every API is found and read, page by page', async () => {
    const cwd = directory();
    const outcome = await run(
      ['live', '--region', REGION, '--endpoint-url', url, '--max-rps', '0', '--format', 'json'],
      { cwd, env: envOf(ACCOUNT) },
    );
    const { summary, failures } = reportOf(outcome);
    expect(failures).toEqual([]);
    expect(summary.files).toBe(COUNT);
    expect(summary.coverage).toMatchObject({
      accounts: [ACCOUNT],
      regions: [REGION],
      restApis: COUNT,
      audited: COUNT,
    });
  });

  test('those that are deployed have their policy, methods and stages', async () => {
    const apis = [...deployed].slice(0, 10);
    expect(apis).toHaveLength(10);
    const collection = await collectFrom(
      { url },
      { env: envOf(ACCOUNT), apis, patience: { connect: 5000, request: 20_000, attempts: 3 } },
    );
    expect(gapsOf(collection)).toEqual([]);
    for (const id of apis) {
      const { api, stages, resources } = documentOf(collection, `${ACCOUNT}/${REGION}/${id}.json`);
      expect(api.policy).toEqual(policy('x', '192.0.2.0/24'));
      expect(resources).toEqual([
        { path: '/', methods: { GET: { authorizationType: 'NONE', apiKeyRequired: false } } },
      ]);
      expect(stages?.map(({ stageName, export: exported }) => [stageName, Object.keys(exported?.paths ?? {})])).toEqual(
        [['prod', ['/']]],
      );
    }
  });
});

/** Starts moto on a free port, and waits until it says which. */
function startMoto(): Promise<[ChildProcess, string]> {
  const server = spawn(program, ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let text = '';
    server.stderr.on('data', (chunk: Buffer) => {
      text = text.slice(-2000) + chunk.toString();
      const [, port] = /http:\/\/127\.0\.0\.1:(\d+)/.exec(text) ?? [];
      if (port) resolve([server, `http://127.0.0.1:${port}`]);
    });
    server.on('error', reject);
    server.on('exit', () => reject(new Error(`moto ended: ${text}`)));
  });
}
