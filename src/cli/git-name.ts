/** A version of files in git. */
export interface GitVersion {
  readonly ref: string;
  /** Undefined where it is not said. */
  readonly path: string | undefined;
}

/** Reads `git:REF` and `git:REF:PATH`; undefined for any other name. */
export function readGitName(name: string): GitVersion | undefined {
  const [, ref, path] = /^git:([^:]+)(?::(.*))?$/s.exec(name) ?? [];
  return ref === undefined ? undefined : { ref, path };
}
