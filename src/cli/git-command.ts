import { spawnSync } from 'node:child_process';
import { CliError } from './cli-error.ts';
import type { Io } from './io.ts';

const maxOutput = 1024 * 1024 * 1024;

/** Where git is asked. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Io['env'];
}

/** Runs git in a folder. A command that fails is an error in git's own words. */
export class Git {
  private readonly surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  /** The commit that a name stands for. */
  commit(ref: string): string {
    const { status, stdout, stderr } = this.run([
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${ref}^{commit}`,
    ]);
    if (status === 0) return stdout.toString().trim();
    // what it has nothing to say of is not there
    if (stderr.length > 0) throw failure(stderr);
    const isShallow = this.output(['rev-parse', '--is-shallow-repository']).toString().trim() === 'true';
    const advice = isShallow
      ? 'this clone is shallow; fetch its history, in GitHub Actions with fetch-depth: 0'
      : 'check the name, or fetch it';
    throw new CliError(`git knows no commit '${ref}' here: ${advice}`);
  }

  /** What a command prints. */
  output(args: readonly string[], input = ''): Buffer {
    const { status, stdout, stderr } = this.run(args, input);
    if (status !== 0) throw failure(stderr);
    return stdout;
  }

  private run(args: readonly string[], input = ''): { status: number | null; stdout: Buffer; stderr: Buffer } {
    const { cwd, env } = this.surroundings;
    // of a repository that has not all of its objects nothing is fetched, not even by a git that knows only the latter
    const own = { PATH: env.PATH, HOME: env.HOME, GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };
    const { error, ...result } = spawnSync('git', args, { cwd, env: own, input, maxBuffer: maxOutput });
    const code = error && (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new CliError('git:REF needs git: install it');
    // it may end before it reads its input, and says why
    if (code && code !== 'EPIPE') throw new CliError(`git cannot be run here (${code}): try it by hand`);
    return result;
  }
}

/** What a clone lacks that was made with `--filter`. */
export const partial = 'this clone is partial; clone without --filter';

function failure(stderr: Buffer): CliError {
  // warnings may stand before it
  const fatal = stderr.toString().split('fatal: ').at(-1) ?? '';
  const words = fatal.replace(/\s+/g, ' ').trim() || 'nothing, but it failed';
  return new CliError(`git says: ${words}${words.includes('promisor') ? `: ${partial}` : ''}`);
}
