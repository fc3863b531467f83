import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Explanation } from '../../src/report/explanation.ts';
import { auditTexts, explainTexts } from '../support/memory.ts';
import { accessOf } from '../support/same-access.ts';

/**
 * What versions of the framework make of a service (`package.mjs` beside them says how) is plain CloudFormation: who gets in
 * must be the same, by the same stages and routes, as in the service where that version is installed.
 */
const FIXTURES = fileURLToPath(new URL('../fixtures/serverless/', import.meta.url));
const GOLDEN = /^(\d+\.\d+\.\d+)\.json$/;
const services = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const goldens = services.flatMap((service) =>
  readdirSync(join(FIXTURES, service)).flatMap((name) => {
    const [, version] = GOLDEN.exec(name) ?? [];
    return version ? [{ service, version }] : [];
  }),
);
type Golden = (typeof goldens)[number];

/** The files of a service, and a lock file that says which version is installed. */
function textsOf({ service, version }: Golden): Readonly<Record<string, string>> {
  const folder = join(FIXTURES, service);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !GOLDEN.test(entry.name),
  );
  const read = files.map(({ parentPath, name }) => join(parentPath, name));
  return {
    ...Object.fromEntries(read.map((path) => [relative(folder, path), readFileSync(path, 'utf8')])),
    'package-lock.json': JSON.stringify({ packages: { 'node_modules/serverless': { version } } }),
  };
}

const compiledOf = ({ service, version }: Golden): Readonly<Record<string, string>> => ({
  'compiled.json': readFileSync(join(FIXTURES, service, `${version}.json`), 'utf8'),
});

/** The stage that was packaged, where it decides something. */
const STAGES: Readonly<Record<string, string>> = { params: 'dev' };
const parametersOf = ({ service }: Golden): Readonly<Record<string, string>> => {
  const stage = STAGES[service];
  return stage ? { 'opt:stage': stage } : {};
};

function explained(texts: Readonly<Record<string, string>>, file: string, golden: Golden): Explanation {
  const explanation = explainTexts(texts, { parameters: parametersOf(golden) }, [file]);
  expect([explanation.failures, explanation.notAudited]).toEqual([[], []]);
  return explanation;
}

/** The API of another service is not in the template that this one makes. */
const isShared = ({ service }: Golden): boolean => service === 'shared';

describe('who gets in by what the framework makes of', () => {
  test.each(goldens.filter((one) => !isShared(one)))('$service with $version', (golden) => {
    const service = explained(textsOf(golden), 'serverless.yml', golden);
    const compiled = explained(compiledOf(golden), 'compiled.json', golden);
    expect(accessOf(service)).toEqual(accessOf(compiled));
    expect(service.apis.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual(
      compiled.apis.map(({ kind, id }) => `${kind} ${id}`).sort(),
    );
  });

  test.each(goldens.filter(isShared))('$service with $version: nobody for certain, perhaps everybody', (golden) => {
    expect(explained(compiledOf(golden), 'compiled.json', golden).apis).toEqual([]);
    const access = explained(textsOf(golden), 'serverless.yml', golden).apis.flatMap(({ routes }) =>
      routes.flatMap((one) => one.access),
    );
    expect(access.length).toBeGreaterThan(0);
    expect(access.flatMap(({ certainly }) => certainly.cidrs)).toEqual([]);
  });
});

/** What only a service shows, and what it is then the reason for. */
const DROPPED = 'valid-serverless-resource-policy';
const BY_DROPPED = 'require-private-api-policy';

describe('what the framework makes is audited as what it is made of', () => {
  test.each(goldens)('$service with $version', (golden) => {
    const rules = (texts: Readonly<Record<string, string>>, file: string): readonly string[] =>
      auditTexts(texts, { parameters: parametersOf(golden) }, [file])
        .findings.map(({ ruleId }) => ruleId)
        .sort();
    const ofService = rules(textsOf(golden), 'serverless.yml');
    const isDropped = ofService.includes(DROPPED);
    expect(ofService.filter((id) => id !== DROPPED)).toEqual(
      rules(compiledOf(golden), 'compiled.json').filter((id) => !(isDropped && id === BY_DROPPED)),
    );
  });
});
