import type { Api } from '../model/api.ts';
import type { Failure } from '../report/report.ts';
import type { SourceFile } from '../source/tree.ts';
import type { Loaded } from '../template/loaded.ts';
import type { Reader } from './reader.ts';

/** What became of a file that was met, and why. */
export interface Decision {
  /** A file, or a folder with all that is below it, as reports name it. */
  readonly file: string;
  readonly taken: boolean;
  /** For one that is taken: the kind of document. */
  readonly why: string;
}

/** Is told each decision when it is taken. */
export type Note = (decision: Decision) => void;

const KINDS: Readonly<Record<Api['dialect'], string>> = {
  cloudformation: 'CloudFormation',
  sam: 'AWS SAM',
  serverless: 'Serverless Framework',
  openapi: 'OpenAPI',
  terraform: 'Terraform',
  policy: 'policy',
  live: 'snapshot of a live API',
};

/** What became of a document, in which the one that brings it in has the first word. */
export function decisionOn(
  file: SourceFile,
  loaded: Loaded,
  { failure, includedBy }: { readonly failure: Failure | undefined; readonly includedBy: string | undefined },
): Decision {
  const kinds = new Set(loaded.apis.flatMap(({ worlds }) => worlds.map(({ dialect }) => KINDS[dialect])));
  if (includedBy === undefined && kinds.size > 0) return { file: file.path, taken: true, why: [...kinds].join(', ') };
  const [notAudited] = [...loaded.notAudited, ...(loaded.nearly ?? [])];
  const why =
    (includedBy !== undefined && `a part of ${includedBy}`) ||
    (failure && `not readable: ${failure.message}`) ||
    (notAudited && `not audited: ${notAudited}`) ||
    'no API in it';
  return { file: file.path, taken: false, why };
}

/** What became of a file whose text cannot hold an API. */
export function withoutApi(file: string): Decision {
  return { file, taken: false, why: 'its text names no API' };
}

/** Tells what became of each document. */
export function noteDocuments(
  documents: ReadonlyMap<SourceFile, Loaded>,
  kept: ReadonlySet<SourceFile>,
  includes: ReadonlyMap<SourceFile, ReadonlySet<SourceFile>>,
  reader: Reader,
  note: Note,
): void {
  for (const [file, loaded] of documents) {
    const owner = kept.has(file) ? undefined : [...includes].find(([, parts]) => parts.has(file))?.[0];
    const failure = reader.failures.find(({ location }) => location.file === file.path);
    note(decisionOn(file, loaded, { failure, includedBy: owner?.path }));
  }
}
