import type { ApiHead, CallerName, RouteRef } from '../report/explanation.ts';
import type { NotAudited } from '../report/report.ts';
import { escaped } from '../reporters/escaped.ts';

/** What became of a request, or of a network, at the routes of an API. */
interface Answers extends ApiHead {
  /** Why there is no answer; null where there is one. */
  readonly unanswered: string | null;
  readonly answers: readonly (RouteRef & { readonly caller: CallerName; readonly outcome: string })[];
}

/**
 * What is said where not every answer is the one that --expect asks for: the first that is not. An API that the request is not
 * for is passed over, but somebody has to answer, and all files that were named.
 */
export function expectation(
  expect: 'allow' | 'deny',
  apis: readonly Answers[],
  unread: readonly NotAudited[],
): string | undefined {
  const placeOf = ({ id, location }: Answers): string => `${location.file} ${id}`;
  const answering = new Set(apis.filter(({ unanswered }) => unanswered === null).map(placeOf));
  const asked = apis.filter((api) => answering.has(placeOf(api)));
  const outcome = expect === 'allow' ? 'allowed' : 'denied';
  const not = `not every answer is the one that --expect ${expect} asks for`;
  if (asked.every(({ answers }) => answers.length === 0)) return `${not}: no API answers`;
  if (unread[0]) return `${not}: ${escaped(unread[0].file)} is not audited`;
  for (const api of asked) {
    const where = `${escaped(api.name ?? api.id)} in ${escaped(api.location.file)}`;
    if (api.unanswered !== null) return `${not}: in some scenarios ${where} does not answer`;
    if (api.truncated) return `${not}: ${where} has more scenarios than were looked at`;
    const first = api.answers.find((one) => one.outcome !== outcome);
    if (first) return `${not}: ${routeOf(first)} of ${where} is ${first.outcome} for ${first.caller}`;
  }
  return undefined;
}

function routeOf({ method, path, witness, stage }: RouteRef): string {
  return escaped(`${method} ${witness ?? path}${stage === null ? '' : ` on ${stage}`}`);
}
