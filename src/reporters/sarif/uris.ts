import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ReporterContext } from '../reporter.ts';

/**
 * The URIs of files: relative to the working directory, which should be the root of the repository. No such URI may lead
 * out of it, so a file outside gets an absolute one, which is resolved by the root of the checkout.
 */
export class Uris {
  private readonly context: Pick<ReporterContext, 'cwd' | 'realPath'>;
  private readonly known = new Map<string, string>();

  constructor(context: Pick<ReporterContext, 'cwd' | 'realPath'>) {
    this.context = context;
  }

  of(file: string): string {
    const known = this.known.get(file) ?? this.make(this.context.realPath(file));
    this.known.set(file, known);
    return known;
  }

  /** What absolute URIs need beside them; a report without them says nothing of the machine. */
  get workingDirectory(): string | undefined {
    const isNeeded = [...this.known.values()].some((uri) => uri.startsWith('file:'));
    return isNeeded ? fileUri(`${this.context.cwd}/`) : undefined;
  }

  private make(path: string): string {
    const isOutside = path === '..' || path.startsWith('../') || isAbsolute(path);
    return isOutside ? fileUri(resolve(this.context.cwd, path)) : path.split('/').map(encode).join('/');
  }
}

/** The colon too: in a first segment it would end a scheme. Half of a pair, as a file name may have one, has no UTF-8. */
function encode(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'));
}

/** Node leaves some characters as they are that RFC 3986 has encoded. */
function fileUri(path: string): string {
  return pathToFileURL(path).href.replace(/[[\]|^]/g, encodeURIComponent);
}
