import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { fakeAws } from '../live/aws.ts';
import { envOf } from '../live/server.ts';
import { ACCOUNT, REGION, shop } from '../live/shop.ts';
import { run } from './run.ts';

test('a run listens to SIGINT while it fetches, and no longer', async () => {
  const { url } = await fakeAws({ [ACCOUNT]: { [REGION]: { apis: [shop()] } } });
  const signals = new EventEmitter();
  let listened = 0;
  signals.on('newListener', () => {
    listened += 1;
  });
  const argv = ['live', '--region', REGION, '--endpoint-url', url, '--max-rps', '0'];
  await run(argv, { env: envOf(ACCOUNT), signals });
  expect([listened, signals.listenerCount('SIGINT')]).toEqual([1, 0]);
});
