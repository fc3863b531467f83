import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Compared, compared } from './sam-access.ts';

/**
 * What SAM's own translator makes of a template is plain CloudFormation: who gets in must be the same, by the same routes
 * and stages.
 */
const CORPUS = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

interface Pair {
  readonly name: string;
  readonly input: string;
  readonly output: string;
}

function pairsIn(folder: string): readonly Pair[] {
  const root = join(CORPUS, folder, 'aws__serverless-application-model/tests/translator');
  if (!existsSync(root)) return [];
  const outputs = new Map(filesIn(join(root, 'output')).map((file) => [basename(file, '.json'), file]));
  return filesIn(join(root, 'input')).flatMap((input) => {
    const name = basename(input).replace(/\.ya?ml$/, '');
    const output = outputs.get(name);
    return output ? [{ name, input, output }] : [];
  });
}

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => join(folder, name))
    : [];

const pairs = [...pairsIn('policies'), ...pairsIn('broad')];
if (pairs.length === 0) process.stderr.write('skipped: there is no corpus beside this project\n');

const comparedIn = (file: string): Compared => compared(basename(file), readFileSync(file, 'utf8'));

describe.runIf(pairs.length > 0)('who gets in by what SAM makes of', () => {
  test.each(pairs.map((pair) => [pair.name, pair] as const))('%s', (_, { input, output }) => {
    expect(comparedIn(input)).toEqual(comparedIn(output));
  });
});
