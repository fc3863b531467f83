import type { Answer } from '../model/answer.ts';
import type { Context } from './rule.ts';

/** Something that is asked of a route, and the answer. */
export interface Asked<T> {
  readonly route: T;
  readonly answer: Answer;
}

/** Goes on with the routes that a yes is answered for, if there are any; further ones that are not known leave the rule undecided. */
export function whenSome<T>(
  when: Context['when'],
  asked: readonly Asked<T>[],
  then: (routes: readonly T[]) => void,
): void {
  const routes = asked.flatMap(({ route, answer }) => (answer.is === 'yes' ? [route] : []));
  if (routes.length > 0) then(routes);
  for (const { answer } of asked) if (answer.is === 'unknown') when(answer, () => {});
}
