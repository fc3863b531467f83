import { placeId } from '../source/span.ts';
import type { LimitError } from '../values/budget.ts';
import { type Loaded, TemplateError } from './loaded.ts';

export function failureOf(error: TemplateError | LimitError): Loaded['failures'][number] {
  return error instanceof TemplateError
    ? { message: error.message, place: error.place }
    : { message: error.message, place: { at: error.at } };
}

export function unique(failures: Loaded['failures']): Loaded['failures'] {
  const found = new Map(failures.map((one) => [`${placeId(one.place.at)} ${one.message}`, one]));
  return [...found.values()];
}
