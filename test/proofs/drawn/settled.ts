import type { Choice, ConditionName, DrawnTemplate } from './templates.ts';

/** Which condition holds where the parameters are given. */
function holds(name: ConditionName, { P, Q }: Readonly<Record<string, string>>): boolean {
  return { IsX: P === 'x', IsNotX: P !== 'x', IsQ: Q === 'x' }[name];
}

/** The template that a drawn one is for one assignment of its parameters: nothing of it is chosen by a condition. */
export function settled(drawn: DrawnTemplate, given: Readonly<Record<string, string>>): DrawnTemplate {
  const pick = <T>(one: Choice<T>): T =>
    typeof one === 'object' && one !== null && 'when' in one ? (holds(one.when, given) ? one.yes : one.no) : (one as T);
  const there = <T extends { readonly exists?: ConditionName }>(all: readonly T[]): readonly T[] =>
    all.filter(({ exists }) => !exists || holds(exists, given)).map(({ exists: _, ...one }) => one as T);
  return {
    endpoint: pick(drawn.endpoint),
    addressType: pick(drawn.addressType),
    statements: there(drawn.statements).map((one) => ({
      ...one,
      effect: pick(one.effect),
      resource: one.resource.map(pick),
      tests: one.tests.map(({ values, ...test }) => ({ ...test, values: values.map(pick) })),
    })),
    // the second of two methods is there where the first is not
    routes: there(
      drawn.routes.flatMap(({ otherwise, ...one }) =>
        otherwise === undefined ? [one] : [one, { ...one, authorization: otherwise, exists: 'IsNotX' as const }],
      ),
    ).map((one) => ({ ...one, authorization: pick(one.authorization) })),
    stages: there(drawn.stages),
    domains: there(drawn.domains)
      .filter(({ mapped }) => !mapped || holds(mapped, given))
      .map(({ addressType }) => ({ addressType: pick(addressType) })),
    webAcls: there(drawn.webAcls),
  };
}
