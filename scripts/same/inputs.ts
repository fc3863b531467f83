import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { collect } from '../../src/live/collect.ts';
import { envOf, type FakeWorld, serveAws } from '../../test/live/server.ts';
import { ACCOUNT, REGION, shop } from '../../test/live/shop.ts';
import { templates } from '../../test/proofs/drawn/templates.ts';
import { toCloudFormation, toText } from '../../test/proofs/drawn/written.ts';

/** Writes what no checkout holds as files: drawn templates, and the snapshots of the tests' account. */

const [folder = '.', count = '300', seed = '1'] = process.argv.slice(2);

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

fc.sample(templates, { numRuns: Number(count), seed: Number(seed) }).forEach((drawn, i) => {
  write(`drawn/${String(i).padStart(4, '0')}.json`, toText(toCloudFormation(drawn)));
});

const world: FakeWorld = { [ACCOUNT]: { [REGION]: { apis: [shop(), shop('other')] } } };
const aws = await serveAws(world);
const { documents } = await collect({
  env: envOf(ACCOUNT),
  profile: undefined,
  roleArns: [],
  externalId: undefined,
  organizationRole: undefined,
  regions: [REGION],
  apis: [],
  stages: [],
  maxRps: Number.POSITIVE_INFINITY,
  endpoint: aws.url,
  signal: new AbortController().signal,
});
for (const [path, text] of documents) write(`live/${path}`, text);
await aws.close();
