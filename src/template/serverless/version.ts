import semver from 'semver';
import type { Mapping } from '../../source/tree.ts';
import { isHole, literal, type Text } from '../../values/text.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import type { Parts } from './parts.ts';

/** Versions of the framework between which it reads a resource policy from different places. */
export type Era = 'before 2.18' | '2.18 to 2.72' | '3 or later';

const ERAS: readonly (readonly [era: Era, range: string])[] = [
  ['before 2.18', '<2.18.0'],
  ['2.18 to 2.72', '>=2.18.0 <3.0.0'],
  ['3 or later', '>=3.0.0'],
];

/**
 * Whether a service is deployed in an era. Where its versions span several, that is a scenario of its own.
 * https://www.serverless.com/framework/docs/guides/upgrading-v3
 */
export function isDeployedIn(era: Era, root: Mapping, parts: Parts): boolean {
  const { evaluator } = parts;
  const value = parts.value(parts.member(root, 'frameworkVersion')?.part);
  const written = value?.kind === 'text' ? literal(value) : undefined;
  const eras = erasOf([written, installed(root, evaluator)].filter((range) => range !== undefined));
  return evaluator.scenario.decide('Serverless Framework', { is: eras }, era) === true;
}

/**
 * Whether a number is a text to the framework: before 2.18 it reads YAML 1.1, where a number that begins with 0 is octal, and
 * one with other digits is none.
 */
export function isReadAsText({ scalar, pieces }: Text, root: Mapping, parts: Parts): boolean {
  const [only] = pieces;
  const isNone = scalar === 'number' && only !== undefined && !isHole(only) && /^0\d*[89]/.test(only.text);
  return isNone && isDeployedIn('before 2.18', root, parts);
}

/** The eras that all ranges let in; those of the first where none does: the framework refuses to run then. */
function erasOf(ranges: readonly string[]): readonly Era[] {
  const valid = ranges.filter((range) => semver.validRange(range) !== null);
  const within = (all: readonly string[]): readonly Era[] =>
    ERAS.filter(
      ([era, versions]) =>
        all.every((range) => semver.intersects(range, versions)) && (era !== 'before 2.18' || all.some(namesOld)),
    ).map(([era]) => era);
  const all = within(valid);
  return all.length > 0 ? all : within(valid.slice(0, 1));
}

/** Whether a range begins before 2.18 by what it says: nobody means the first versions by `*`. */
function namesOld(range: string): boolean {
  return new semver.Range(range).set.some((comparators) =>
    comparators.some(({ operator, semver: { major, minor, patch } }) => {
      const isLower = operator !== '<' && operator !== '<=' && major !== undefined;
      return isLower && major + minor + patch > 0 && semver.lt(`${major}.${minor}.${patch}`, '2.18.0');
    }),
  );
}

/** How far up the nearest manifest of npm is looked for. */
const MOST_FOLDERS = 10;

/** The range of `serverless` in the nearest package.json, or the version of it in the lock file beside that. */
function installed(root: Mapping, { files }: Evaluator): string | undefined {
  const { file } = root.span;
  for (let i = 0; i < MOST_FOLDERS; i += 1) {
    const folder = '../'.repeat(i);
    const names = files.list(folder === '' ? '.' : folder.slice(0, -1), file);
    if (!names.includes('package.json') && !names.includes('package-lock.json')) continue;
    const read = (name: string): unknown => {
      const found = names.includes(name) ? files.read(`${folder}${name}`, file, root.first) : undefined;
      return found && 'file' in found ? jsonOf(found.file.text) : undefined;
    };
    const [lock, manifest] = [read('package-lock.json'), read('package.json')];
    return (
      stringAt(lock, 'packages', 'node_modules/serverless', 'version') ??
      stringAt(lock, 'dependencies', 'serverless', 'version') ??
      stringAt(manifest, 'devDependencies', 'serverless') ??
      stringAt(manifest, 'dependencies', 'serverless')
    );
  }
  return undefined;
}

/** A manifest that is broken is npm's to tell. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function stringAt(value: unknown, ...names: readonly string[]): string | undefined {
  const [name, ...rest] = names;
  if (name === undefined) return typeof value === 'string' ? value : undefined;
  const isObject = typeof value === 'object' && value !== null;
  return isObject && Object.hasOwn(value, name)
    ? stringAt((value as Record<string, unknown>)[name], ...rest)
    : undefined;
}
