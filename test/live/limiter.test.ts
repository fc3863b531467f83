import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/live/clock.ts';
import { Limiter } from '../../src/live/limiter.ts';
import { fakeAws } from './aws.ts';
import { refused } from './server.ts';
import { ACCOUNT, REGION, shop } from './shop.ts';
import { collectFrom, gapsOf } from './support.ts';

/** A clock that goes as fast as it is looked at; each timer rings late by so much. */
function manualClock(late = 0): Clock {
  let now = 0;
  return {
    now: () => now,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      now += ms + late;
    },
  };
}

const never = new AbortController().signal;

async function timesOf(limiter: Limiter, clock: Clock, count: number): Promise<readonly number[]> {
  const times: number[] = [];
  await Promise.all(
    Array.from({ length: count }, async () => {
      await limiter.take();
      times.push(clock.now());
    }),
  );
  return times;
}

describe('a limiter of four a second', () => {
  test('lets a request leave each quarter of a second', async () => {
    const clock = manualClock();
    expect(await timesOf(new Limiter(4, clock, never), clock, 5)).toEqual([0, 250, 500, 750, 1000]);
  });

  test('makes up for timers that ring late, and is never faster than its rate', async () => {
    const clock = manualClock(60);
    const times = await timesOf(new Limiter(4, clock, never), clock, 101);
    const last = times.at(-1) as number;
    expect(last).toBeGreaterThanOrEqual(25_000);
    expect(last).toBeLessThanOrEqual(25_060);
  });

  test('does not save up for a burst while nothing is asked', async () => {
    const clock = manualClock();
    const limiter = new Limiter(4, clock, never);
    await limiter.take();
    await clock.sleep(60_000, never);
    const [first = 0, ...rest] = await timesOf(limiter, clock, 4);
    expect(rest.map((time) => time - first)).toEqual([250, 500, 750]);
  });

  test('waits and goes half as fast at the first refusal, and no slower for others of the same time', async () => {
    const clock = manualClock();
    const limiter = new Limiter(4, clock, never);
    await limiter.take();
    for (let i = 0; i < 8; i += 1) limiter.throttled();
    expect(await timesOf(limiter, clock, 3)).toEqual([1000, 1500, 2000]);
    limiter.throttled(5000);
    expect(await timesOf(limiter, clock, 2)).toEqual([7000, 8000]);
  });

  test('takes its rate up again with what is answered', async () => {
    const clock = manualClock();
    const limiter = new Limiter(4, clock, never);
    limiter.throttled();
    for (let i = 0; i < 10; i += 1) limiter.answered();
    expect(await timesOf(limiter, clock, 3)).toEqual([1000, 1250, 1500]);
  });

  test('lets nobody wait on when the run is interrupted', async () => {
    const stop = new AbortController();
    const limiter = new Limiter(4, manualClock(), stop.signal);
    await limiter.take();
    stop.abort();
    await expect(limiter.take()).rejects.toThrow();
  });
});

test('without a limit nothing waits', async () => {
  const clock = manualClock();
  const limiter = new Limiter(Number.POSITIVE_INFINITY, clock, never);
  expect(new Set(await timesOf(limiter, clock, 100))).toEqual(new Set([0]));
});

test('retries wait for their turn too, and all is read from an account that throttles', async () => {
  // a bucket like that of API Gateway: 40 at once, then ten for each second of the run's clock
  const clock = manualClock();
  let [tokens, filled] = [40, 0];
  const aws = await fakeAws(
    { [ACCOUNT]: { [REGION]: { apis: Array.from({ length: 40 }, (_, i) => shop(`api${i}`)) } } },
    {
      reply: ({ service }) => {
        if (service !== 'apigateway') return undefined;
        tokens = Math.min(40, tokens + ((clock.now() - filled) / 1000) * 10);
        filled = clock.now();
        if (tokens < 1) return refused(429, 'TooManyRequestsException', { 'retry-after': '0' });
        tokens -= 1;
        return undefined;
      },
    },
  );
  const collection = await collectFrom(aws, {
    clock,
    maxRps: 20,
    patience: { connect: 20_000, request: 20_000, attempts: 6 },
  });
  expect(gapsOf(collection)).toEqual([]);
  expect(collection.documents.size).toBe(40);
  // each request, retries too, took its time on that clock
  const requests = aws.seen.filter(({ service }) => service === 'apigateway').length;
  expect(clock.now()).toBeGreaterThanOrEqual(((requests - 1) * 1000) / 20);
});

test('resources, which have a quota of their own, are asked for no more than twice a second', async () => {
  const clock = manualClock();
  const aws = await fakeAws({ [ACCOUNT]: { [REGION]: { apis: [shop('a'), shop('b'), shop('c')] } } });
  await collectFrom(aws, { clock, maxRps: 100 });
  const requests = aws.seen.filter(({ what }) => what.endsWith('/resources')).length;
  expect(requests).toBe(6);
  expect(clock.now()).toBeGreaterThanOrEqual((requests - 1) * 500);
});
