import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ReporterContext } from '../reporters/reporter.ts';
import { type FileSystem, ReadError } from '../session/file-system.ts';
import { decode } from '../source/decode.ts';
import type { SourceFile } from '../source/tree.ts';
import type { CommonArguments } from './arguments.ts';
import type { Io } from './io.ts';
import { layoutFor } from './output.ts';
import { realPathOf } from './paths.ts';
import { describeRules } from './rule-info.ts';
import type { Engine, Tool } from './tool.ts';

/** What reporters are given beside a report. `fs` has the files that it names. */
export function reporterContext(
  fs: FileSystem,
  args: CommonArguments,
  io: Io,
  tool: Tool,
  rules: Engine['rules'],
): ReporterContext {
  const cwd = io.cwd();
  return {
    tool,
    ...layoutFor(args, io),
    sources: sourcesOf(fs),
    rules: () => describeRules(rules, tool),
    ...urisFrom(cwd),
    realPath: (file) => realPathOf(cwd, file),
  };
}

/** What absolute URIs there are, seen from a working directory. */
export function urisFrom(cwd: string): Pick<ReporterContext, 'cwdUri' | 'outsideUri'> {
  const isOutside = (path: string): boolean => path === '..' || path.startsWith('../') || isAbsolute(path);
  return {
    cwdUri: () => pathToFileURL(`${cwd}/`).href,
    outsideUri: (path) => (isOutside(path) ? pathToFileURL(resolve(cwd, path)).href : undefined),
  };
}

/** The texts of files for code frames; none of a file that can no longer be read. */
function sourcesOf(fs: FileSystem): (path: string) => SourceFile | undefined {
  const cache = new Map<string, SourceFile | undefined>();
  const read = (path: string): SourceFile | undefined => {
    try {
      const decoded = decode(fs.read(path));
      return 'text' in decoded ? { path, ...decoded } : undefined;
    } catch (error) {
      if (error instanceof ReadError) return undefined;
      throw error;
    }
  };
  return (path) => {
    if (!cache.has(path)) cache.set(path, read(path));
    return cache.get(path);
  };
}
