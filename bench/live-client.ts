// Collects from the bench's server, at a rate and on a clock that goes so many times as fast. Sends what it took, and when each
// request for API Gateway left.

import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Clock } from '../src/live/clock.ts';
import { systemClock } from '../src/live/clock.ts';
import { collect } from '../src/live/collect.ts';
import { EVERYTHING } from '../test/live/support.ts';

const [endpoint = '', rate = '', speed = ''] = process.argv.slice(2);
const fast: Clock = {
  now: () => systemClock.now() * Number(speed),
  sleep: (ms, signal) => systemClock.sleep(ms / Number(speed), signal),
};
const times: number[] = [];
subscribe('http.client.request.start', (message) => {
  const { request } = message as { readonly request: ClientRequest };
  if (request.method === 'GET') times.push(fast.now());
});
const started = performance.now();
const { documents, gaps } = await collect({
  ...EVERYTHING,
  maxRps: Number(rate),
  endpoint,
  signal: new AbortController().signal,
  clock: fast,
});
if (documents.size !== 1000 || gaps.length > 0) throw new Error(`${documents.size} documents, ${gaps.length} gaps`);
process.send?.({ ms: performance.now() - started, peak: process.resourceUsage().maxRSS, times });
process.disconnect();
