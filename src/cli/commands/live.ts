import { audit as auditFiles } from '../../answers/audit.ts';
import { CallError } from '../../live/call-error.ts';
import type { Collection } from '../../live/collection.ts';
import { escaped } from '../../reporters/escaped.ts';
import { rules as allRules } from '../../rules/index.ts';
import { type FileSystem, ReadError } from '../../session/file-system.ts';
import type { LiveArguments } from '../arguments.ts';
import { CliError } from '../cli-error.ts';
import { type Io, print } from '../io.ts';
import { liveReport } from '../live-report.ts';
import { progressOn } from '../progress.ts';
import { snapshotName, writeSnapshots } from '../snapshots.ts';
import type { Engine, Tool } from '../tool.ts';
import { checkRules, deliver } from './lint.ts';

/** `ipaudit live`: audits accounts, reports, and returns the exit code. */
export async function live(
  args: LiveArguments,
  io: Io,
  tool: Tool,
  { audit, rules }: Engine = { audit: auditFiles, rules: allRules },
): Promise<number> {
  checkRules(args.rules, rules);
  const collection = await fetchAll(args, io);
  const nameOf = (path: string): string => snapshotName(path, args, io.cwd());
  const documents = new Map([...collection.documents].map(([path, text]) => [nameOf(path), text]));
  const fs = inMemory(documents);
  const { preset, rules: severities, snapshotDir } = args;
  const report = audit([...documents.keys()], { fs, preset, rules: severities, homepage: tool.homepage });
  const code = await deliver(
    liveReport(report, collection, args.allowUnaudited, nameOf),
    { fs, inputs: [], isNamed: () => false },
    args,
    io,
    tool,
    rules,
  );
  if (snapshotDir === undefined) return code;
  // after the report, which a full disk must not cost
  const others = await writeSnapshots(collection.documents, snapshotDir, io);
  if (others.length > 0) {
    const why = `${snapshotDir} has files that are not of this run, and would be audited with it: ${others.join(', ')}`;
    await print(io.stderr, `${tool.name}: ${escaped(why)}\n`);
  }
  return code;
}

async function fetchAll({ endpointUrl, ...args }: LiveArguments, io: Io): Promise<Collection> {
  const { collect } = await import('../../live/collect.ts');
  const interrupted = new AbortController();
  const progress = progressOn(io);
  // the first Ctrl-C ends the fetching, the second one the program
  const stop = (): void => interrupted.abort();
  io.once?.('SIGINT', stop);
  try {
    return await collect({
      ...args,
      endpoint: endpointUrl,
      env: io.env,
      signal: interrupted.signal,
      onProgress: progress.show,
    });
  } catch (error) {
    if (error instanceof CallError) throw new CliError(error.message);
    throw error;
  } finally {
    io.off?.('SIGINT', stop);
    progress.clear();
  }
}

/** Documents that bring in no files. */
function inMemory(documents: ReadonlyMap<string, string>): FileSystem {
  return {
    read(path) {
      const text = documents.get(path);
      if (text === undefined) throw new ReadError('There is no such file: check the name.', { isMissing: true });
      return new TextEncoder().encode(text);
    },
    list: () => [],
  };
}
