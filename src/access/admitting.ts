import { type Answer, all, any, NO, unknown, YES } from '../model/answer.ts';
import type { Revision } from '../model/api.ts';
import type { Statement } from '../model/policy.ts';
import { hasEffect } from '../model/questions.ts';
import type { RouteAccess } from './access.ts';
import { memo } from './memo.ts';

/** Whether another statement lets somebody in on a route. */
export function isAdmitted(route: RouteAccess, { policies }: Revision, besides: Statement): Answer {
  const { certainly, perhaps } = admittingOn(route);
  if (certainly.some((one) => one !== besides)) return YES;
  const others = perhaps.filter(({ statement }) => statement !== besides);
  const open = policies.flatMap((policy) => policy.open);
  return any(...others.map(({ admits }) => admits), open.length > 0 ? unknown(open) : NO);
}

/** The statements that let somebody in on a route. */
const admittingOn = memo((route: RouteAccess) => {
  const all = route.statements.map((statement) => ({ statement, admits: admits(route, statement) }));
  return {
    certainly: all.filter((one) => one.admits.is === 'yes').map(({ statement }) => statement),
    perhaps: all.filter((one) => one.admits.is === 'unknown'),
  };
});

function admits(route: RouteAccess, statement: Statement): Answer {
  return all(hasEffect(statement, 'Allow'), route.speaks(statement), matchesSomebody(route, statement));
}

function matchesSomebody({ access }: RouteAccess, statement: Statement): Answer {
  const because = [];
  for (const { matching } of access) {
    const { certainly, possibly, because: why } = matching(statement);
    // where nothing is unknown, some of the requests are among them
    if (!certainly.isEmpty || (!possibly.isEmpty && why.length === 0)) return YES;
    if (!possibly.isEmpty) for (const one of why) because.push(one);
  }
  return because.length > 0 ? unknown(because) : NO;
}
