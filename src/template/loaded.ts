import type { Api } from '../model/api.ts';
import type { Place } from '../model/policy.ts';
import type { World } from '../model/scenario.ts';
import type { Span } from '../source/tree.ts';
import type { Unknown } from '../values/value.ts';

/** One API in each of its scenarios. */
export interface LoadedApi {
  readonly worlds: readonly Api[];
  /** The scenarios in which it does not exist, where there are any. */
  readonly absent?: readonly World[];
  /** Set where there are more scenarios than were looked at. */
  readonly truncated?: Unknown;
}

/** What a document holds. */
export interface Loaded {
  readonly apis: readonly LoadedApi[];
  readonly failures: readonly { readonly message: string; readonly place: Place }[];
  /** Reasons why an API of the document cannot be audited. */
  readonly notAudited: readonly string[];
  /** What it looks like where no dialect reads it, and what in it is nearly an API: for whoever named the file. */
  readonly nearly?: readonly string[];
  /** Where a document that a tool has written comes from; a finding within a range names it. */
  readonly declarations?: readonly Declaration[];
}

/** What a range of a generated document was made from: a construct of the CDK, a resource of Terraform. */
export interface Declaration {
  readonly range: Span;
  /** As its tool calls it: `construct Shop/Api/Resource`, `aws_api_gateway_rest_api.shop`. */
  readonly name: string;
  /** Where its author wrote it; line and column are 1-based. */
  readonly source?: { readonly path: string; readonly line: number; readonly column: number };
}

/** A document that cannot be read on; the message is for the user. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly place: Place;
  constructor(message: string, place: Place) {
    super(message);
    this.place = place;
  }
}
