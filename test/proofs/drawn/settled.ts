import type { Choice, ConditionName, DrawnTemplate } from './templates.ts';

/** Which condition holds where the parameters are given. */
function holds(name: ConditionName, { P, Q }: Readonly<Record<string, string>>): boolean {
  return { IsX: P === 'x', IsNotX: P !== 'x', IsQ: Q === 'x' }[name];
}

/** What a drawn template is for one assignment of its parameters, with its API: nothing of it is chosen by a condition. */
export function settled(drawn: DrawnTemplate, given: Readonly<Record<string, string>>): DrawnTemplate {
  const pick = <T>(one: Choice<T>): T =>
    typeof one === 'object' && one !== null && 'when' in one ? (holds(one.when, given) ? one.yes : one.no) : (one as T);
  const there = <T extends { readonly exists?: ConditionName }>(all: readonly T[]): readonly T[] =>
    all.filter(({ exists }) => !exists || holds(exists, given)).map(({ exists: _, ...one }) => one as T);
  // a method may have another one in its place
  const routes = there(
    drawn.routes.flatMap(({ otherwise, ...one }): DrawnTemplate['routes'] =>
      otherwise ? [one, { ...one, authorization: otherwise, exists: 'IsNotX' }] : [one],
    ),
  );
  const domains = there(drawn.domains).filter(({ mapped }) => !mapped || holds(mapped, given));
  return {
    endpoint: pick(drawn.endpoint),
    addressType: pick(drawn.addressType),
    statements: there(drawn.statements).map((one) => ({
      ...one,
      effect: pick(one.effect),
      resource: one.resource.map(pick),
      tests: one.tests.map(({ values, ...test }) => ({ ...test, values: values.map(pick) })),
    })),
    routes: routes.map((one) => ({ ...one, authorization: pick(one.authorization) })),
    stages: there(drawn.stages),
    domains: domains.map(({ addressType }) => ({ addressType: pick(addressType) })),
    webAcls: there(drawn.webAcls),
  };
}
