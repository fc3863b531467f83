import type { Location } from '../../report/report.ts';
import type { Uris } from './uris.ts';

export interface SarifLocation {
  readonly id?: number;
  readonly physicalLocation: object;
  readonly message?: { readonly text: string };
}

/** A place in a file. Both count columns from 1 in UTF-16 units, and leave a byte order mark out. */
export function locationOf({ file, start, end }: Location, uris: Uris): SarifLocation {
  const region = { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  return { physicalLocation: { artifactLocation: { uri: uris.of(file) }, region } };
}
