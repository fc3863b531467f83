import type { Node, SourceFile, Span } from '../source/tree.ts';

/** The files that a document may bring in. All names are relative to the folder of the file `from`. */
export interface Files {
  /** The parsed document of a file that `use` names. One that is refused, or cannot be parsed, is reported there. */
  parse(name: string, from: SourceFile, use: Span): { readonly root: Node } | Unread;
  /** The same of a text that is no document. */
  read(name: string, from: SourceFile, use: Span): { readonly file: SourceFile } | Unread;
  /** The names of the files in a folder, in order; none of a folder that cannot be read. */
  list(folder: string, from: SourceFile): readonly string[];
}

/** Why a file is not read, as a clause: `api.yaml is not there`. */
export interface Unread {
  readonly reason: string;
  /** Set where there is no such file, which nobody has reported. */
  readonly isMissing?: true;
  /** Set where the user is told of it already. */
  readonly reported?: true;
}

/** Why a file that a template names is not read, with what to audit in its place where there is none. */
export function unreadReason({ reason, isMissing }: Unread): string {
  return isMissing ? `${reason}: audit the template where that file is, or what the build makes of it` : reason;
}

/** Whether a name is that of a local file: what stands in S3 or elsewhere on the network is never fetched. */
export function isLocal(name: string): boolean {
  return name !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(name);
}
