import type { Api } from '../model/api.ts';
import type { Place } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';

/** One API in each of its scenarios. */
export interface LoadedApi {
  readonly worlds: readonly Api[];
  /** Set where there are more scenarios than were looked at. */
  readonly truncated?: Unknown;
}

/** What a document holds. */
export interface Loaded {
  readonly apis: readonly LoadedApi[];
  readonly failures: readonly { readonly message: string; readonly place: Place }[];
  /** Reasons why an API of the document cannot be audited. */
  readonly notAudited: readonly string[];
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
