import { afterAll } from 'vitest';
import { type FakeAws, type FakeWorld, type ServerOptions, serveAws } from './server.ts';

/** A server that answers as AWS does, until the test file ends. */
export async function fakeAws(world: FakeWorld, options?: ServerOptions): Promise<FakeAws> {
  const aws = await serveAws(world, options);
  afterAll(aws.close);
  return aws;
}
