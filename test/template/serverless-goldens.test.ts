import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { explain } from '../../src/audit/explain.ts';
import type { FileSystem } from '../../src/audit/file-system.ts';
import { openFileSystem } from '../../src/cli/file-system.ts';
import type { Explanation } from '../../src/report/explanation.ts';
import { accessOf } from '../support/same-access.ts';

/**
 * What version 3.40 of the framework makes of a service (`package.mjs` beside them says how) is plain CloudFormation: who
 * gets in must be the same, by the same stages and routes.
 */
const FIXTURES = fileURLToPath(new URL('../fixtures/serverless/', import.meta.url));
const services = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const inFolder = (name: string): { readonly fs: FileSystem } => {
  const cwd = join(FIXTURES, name);
  return { fs: openFileSystem({ cwd, root: cwd, named: [] }) };
};

/** The stage that was packaged, where it decides something. */
const STAGES: Readonly<Record<string, string>> = { params: 'dev' };

function explained(name: string, file: string): Explanation {
  const stage = STAGES[name];
  const explanation = explain([file], { ...inFolder(name), parameters: stage ? { 'opt:stage': stage } : {} });
  expect([explanation.failures, explanation.notAudited]).toEqual([[], []]);
  return explanation;
}

describe('who gets in by what the framework makes of', () => {
  // the API of another service is not in the template that this one makes
  test.each(services.filter((name) => name !== 'shared'))('%s', (name) => {
    const service = explained(name, 'serverless.yml');
    const compiled = explained(name, 'compiled.json');
    expect(accessOf(service)).toEqual(accessOf(compiled));
    expect(service.apis.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual(
      compiled.apis.map(({ kind, id }) => `${kind} ${id}`).sort(),
    );
  });

  test('shared: nobody for certain, perhaps everybody', () => {
    expect(explained('shared', 'compiled.json').apis).toEqual([]);
    const access = explained('shared', 'serverless.yml').apis.flatMap(({ routes }) =>
      routes.flatMap((one) => one.access),
    );
    expect(access.length).toBeGreaterThan(0);
    expect(access.flatMap(({ certainly }) => certainly.cidrs)).toEqual([]);
  });
});

describe('what the framework makes is audited as what it is made of', () => {
  test.each(services)('%s', (name) => {
    const rules = (file: string): readonly string[] =>
      audit([file], inFolder(name))
        .findings.map(({ ruleId }) => ruleId)
        .filter((id) => id !== 'valid-serverless-resource-policy')
        .sort();
    expect(rules('compiled.json')).toEqual(rules('serverless.yml'));
  });
});
