import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { crc32 } from 'node:zlib';

/** Compiled code of an earlier run. V8 takes damaged code without a word: nothing reaches it that is not checked here. */
export class CodeCache {
  private readonly file: string;
  private readonly key: Buffer;

  /** `folder` has what `place` gave; `bundle` says which code it is of, to the last letter. */
  constructor(folder: string, bundle: string) {
    const { size, mtimeMs } = statSync(process.execPath);
    const node = [process.version, process.platform, process.arch, cachedDataVersionTag(), size, mtimeMs];
    this.key = Buffer.from(`${[bundle, ...node].join(' ')}\n`);
    this.file = join(folder, `${NAME}${crc32(this.key).toString(16)}`);
  }

  /** What was kept for this code and this Node; undefined where a bit of it is another one, or somebody else may have written it. */
  read(): Buffer | undefined {
    const found = attempt(() => readOwn(this.file));
    if (!found?.subarray(0, this.key.length).equals(this.key)) return undefined;
    const head = found.subarray(this.key.length, this.key.length + HEAD);
    const data = found.subarray(this.key.length + HEAD);
    if (head.length < HEAD || head.readUInt32LE(0) !== data.length || head.readUInt32LE(4) !== crc32(data))
      return undefined;
    return data;
  }

  /** Keeps it, in place of what other versions have kept. Where that cannot be done nothing is. */
  write(data: Buffer): void {
    attempt(() => {
      const head = Buffer.alloc(HEAD);
      head.writeUInt32LE(data.length, 0);
      head.writeUInt32LE(crc32(data), 4);
      const folder = dirname(this.file);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (!isOurs(statSync(folder))) return;
      const aside = `${this.file}.${process.pid}`;
      try {
        writeFileSync(aside, Buffer.concat([this.key, head, data]), { mode: 0o600, flag: 'wx' });
        renameSync(aside, this.file);
      } catch {
        rmSync(aside, { force: true });
      }
      for (const name of readdirSync(folder))
        if (name.startsWith(NAME) && join(folder, name) !== this.file) rmSync(join(folder, name), { force: true });
    });
  }
}

const NAME = 'code-cache-';
/** Length and checksum. */
const HEAD = 8;

/** Where compiled code is kept: beside the program where only this user may write, else in the user's cache; undefined where neither is. */
export function placeFor(program: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const own = attempt(() => isOurs(statSync(program)) && isWritable(program));
  if (own) return join(program, 'cache');
  const base = env.XDG_CACHE_HOME ?? (env.HOME && join(env.HOME, '.cache')) ?? env.LOCALAPPDATA;
  return base ? join(base, 'ipaudit') : undefined;
}

function isWritable(folder: string): boolean {
  const probe = join(folder, 'cache');
  mkdirSync(probe, { recursive: true, mode: 0o700 });
  return isOurs(statSync(probe));
}

/** Whether it is this user's, and nobody else may write to it, on systems that know. */
function isOurs({ uid, mode }: Stats): boolean {
  const user = process.getuid?.();
  return user === undefined || (uid === user && (mode & 0o022) === 0);
}

function readOwn(file: string): Buffer | undefined {
  const opened = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const stats = fstatSync(opened);
    return stats.isFile() && isOurs(stats) ? readFileSync(opened) : undefined;
  } finally {
    closeSync(opened);
  }
}

/** Undefined where the system refuses: then there is no cache. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
