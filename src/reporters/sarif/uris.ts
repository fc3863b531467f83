import type { ReporterContext } from '../reporter.ts';

/**
 * The URIs of files: relative to the working directory, which should be the root of the repository. No such URI may lead
 * out of it, so a file outside gets an absolute one, which is resolved by the root of the checkout.
 */
export class Uris {
  private readonly context: Pick<ReporterContext, 'realPath' | 'cwdUri' | 'outsideUri'>;
  private readonly known = new Map<string, string>();

  constructor(context: Pick<ReporterContext, 'realPath' | 'cwdUri' | 'outsideUri'>) {
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
    return isNeeded ? encoded(this.context.cwdUri()) : undefined;
  }

  private make(path: string): string {
    const outside = this.context.outsideUri(path);
    return outside === undefined ? path.split('/').map(encode).join('/') : encoded(outside);
  }
}

/** The colon too: in a first segment it would end a scheme. Half of a pair, as a file name may have one, has no UTF-8. */
function encode(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'));
}

/** Node leaves some characters as they are that RFC 3986 has encoded. */
function encoded(uri: string): string {
  return uri.replace(/[[\]|^]/g, encodeURIComponent);
}
