import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CodeCache, placeFor } from '../../src/cli/code-cache.ts';
import { condition, method } from '../rules/templates.ts';
import { node, PROGRAM } from './program.ts';
import { type Outcome, workspace } from './run.ts';

const directory = workspace();
const TEXT = condition('0.0.0.0/0', { resources: method('GET') });
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

/** A program of its own, and the report of a run of it. */
function installed(): { readonly dist: string; report(env?: Readonly<Record<string, string>>): Promise<Outcome> } {
  const cwd = directory({ 'a.yml': TEXT });
  const dist = join(directory(), 'dist');
  cpSync(dirname(PROGRAM), dist, { recursive: true, filter: (path) => !path.endsWith('cache') });
  return { dist, report: (env = {}) => node([join(dist, 'cli.js'), 'a.yml'], { cwd, env }) };
}

const filesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

describe('compiled code of an earlier run', () => {
  test('is kept beside the program, and changes no report', async () => {
    const { dist, report } = installed();
    const plain = await report({ IPAUDIT_NO_CACHE: '1' });
    expect([plain.code, plain.stderr, filesIn(join(dist, 'cache'))]).toEqual([1, '', []]);
    expect(await report()).toEqual(plain);
    const [file = '', ...others] = filesIn(join(dist, 'cache'));
    expect(others).toEqual([]);
    const kept = join(dist, 'cache', file);
    const { mode, mtimeMs } = statSync(kept);
    expect([mode & 0o777, statSync(join(dist, 'cache')).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(await report()).toEqual(plain);
    expect(statSync(kept).mtimeMs).toBe(mtimeMs);
  });

  test('of another build or another Node is not taken, and goes', async () => {
    const { dist, report } = installed();
    const plain = await report();
    const [file = ''] = filesIn(join(dist, 'cache'));
    const kept = join(dist, 'cache', file);
    const bytes = readFileSync(kept);
    const of = (from: string, to: string): Buffer => Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
    for (const other of [of(process.version, 'v99.0.0'), of(' v', ' w'), bytes.subarray(0, 4000), Buffer.alloc(0)]) {
      writeFileSync(kept, other);
      expect(await report()).toEqual(plain);
      // what was not taken is made anew
      expect(readFileSync(kept).subarray(0, 40)).toEqual(bytes.subarray(0, 40));
    }
    renameSync(kept, join(dist, 'cache/code-cache-0'));
    expect(await report()).toEqual(plain);
    expect(filesIn(join(dist, 'cache'))).toEqual([file]);
  });

  test('of a program that is another one now is not taken', async () => {
    const { dist, report } = installed();
    const plain = await report();
    const main = join(dist, 'main.cjs');
    const text = readFileSync(main, 'utf8');
    // as long as before, which is all that V8 looks at
    writeFileSync(main, text.replace('is the whole IPv4 internet', 'is not the IPv4 internet__'));
    expect(readFileSync(main, 'utf8').length).toBe(text.length);
    expect(await report()).toEqual(plain);
  });

  test('is in the cache of the user where others may write beside the program', async () => {
    const { dist, report } = installed();
    chmodSync(dist, 0o777);
    const [home, cache] = [directory(), directory()];
    const plain = await report({ HOME: home });
    await report({ HOME: home, XDG_CACHE_HOME: cache });
    expect(filesIn(join(dist, 'cache'))).toEqual([]);
    expect([filesIn(join(home, '.cache/ipaudit')).length, filesIn(join(cache, 'ipaudit')).length]).toEqual([1, 1]);
    expect(await report({ HOME: home })).toEqual(plain);
    // neither place nor home
    expect(await report()).toEqual(plain);
    expect(filesIn(join(dist, 'cache'))).toEqual([]);
  });

  test('is not made for help and version, nor where coverage is measured', async () => {
    const { dist, report } = installed();
    const cwd = directory();
    for (const args of [['--version'], ['--help'], ['live', '--help']])
      expect((await node([join(dist, 'cli.js'), ...args], { cwd })).code).toBe(0);
    await report({ NODE_V8_COVERAGE: directory() });
    expect(filesIn(join(dist, 'cache'))).toEqual([]);
  });
});

describe('what is read back', () => {
  const data = Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 251));
  const written = (): { readonly cache: CodeCache; readonly folder: string; readonly file: string } => {
    const folder = join(directory(), 'cache');
    const cache = new CodeCache(folder, '1.2.3 77');
    cache.write(data);
    return { cache, folder, file: join(folder, filesIn(folder)[0] as string) };
  };

  test('is what was written', () => {
    const { cache, folder } = written();
    expect(cache.read()?.equals(data)).toBe(true);
    expect(new CodeCache(folder, '1.2.3 78').read()).toBeUndefined();
  });

  test('with one bit changed is nothing, wherever it is', () => {
    const { cache, file } = written();
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 200)) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] as number) ^ (1 << (at % 8));
      writeFileSync(file, damaged);
      expect(cache.read(), `byte ${at}`).toBeUndefined();
    }
    writeFileSync(file, Buffer.concat([bytes, Buffer.of(0)]));
    expect(cache.read()).toBeUndefined();
  });

  test('is nothing where somebody else may have written it', () => {
    const { cache, folder, file } = written();
    chmodSync(file, 0o620);
    expect(cache.read()).toBeUndefined();
    chmodSync(file, 0o600);
    expect(cache.read()).toBeDefined();
    if (isRoot) {
      chownSync(file, NOBODY, NOBODY);
      expect(cache.read()).toBeUndefined();
      chownSync(file, 0, 0);
    }
    const moved = join(folder, 'moved');
    renameSync(file, moved);
    symlinkSync(moved, file);
    expect(cache.read()).toBeUndefined();
  });

  test('is not written where somebody else may write', () => {
    const folder = directory();
    chmodSync(folder, 0o777);
    new CodeCache(folder, '1.2.3 77').write(data);
    expect(filesIn(folder)).toEqual([]);
    const file = join(directory(), 'file');
    writeFileSync(file, '');
    expect(() => new CodeCache(join(file, 'x'), '1.2.3 77').write(data)).not.toThrow();
  });

  test('a folder that is to hold it is looked for in order', () => {
    const own = directory();
    expect(placeFor(own, {})).toBe(join(own, 'cache'));
    const open = directory();
    chmodSync(open, 0o777);
    expect(placeFor(open, { HOME: '/h' })).toBe('/h/.cache/ipaudit');
    expect(placeFor(open, { HOME: '/h', XDG_CACHE_HOME: '/x' })).toBe('/x/ipaudit');
    expect(placeFor(open, {})).toBeUndefined();
    const hostile = directory();
    mkdirSync(join(hostile, 'cache'));
    chmodSync(join(hostile, 'cache'), 0o777);
    expect(placeFor(hostile, {})).toBeUndefined();
  });
});
