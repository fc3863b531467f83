import type { Json } from './templates.ts';

/** A template as data, and what stands at a finding's path in it. */
export type Mapping = { readonly [name: string]: Json };

type Step = string | number;

/** `Statement[0].Condition` as steps. */
export function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? (name as string) : Number(index),
  );
}

export function valueAt(json: Json, steps: readonly Step[]): Json | undefined {
  return steps.reduce<Json | undefined>(
    (at, step) => (at === null || typeof at !== 'object' ? undefined : (at as Readonly<Record<Step, Json>>)[step]),
    json,
  );
}

/** The template with something else at a path, or nothing. */
export function changed(json: Json, [step, ...rest]: readonly Step[], to: (was: Json) => Json | undefined): Json {
  if (step === undefined) return to(json) ?? null;
  if (Array.isArray(json)) {
    return json.flatMap((one: Json, i): Json[] => {
      if (i !== step) return [one];
      const value = rest.length > 0 ? changed(one, rest, to) : to(one);
      return value === undefined ? [] : [value];
    });
  }
  return Object.fromEntries(
    Object.entries(json as Mapping).flatMap(([name, one]): [string, Json][] => {
      if (name !== step) return [[name, one]];
      const value = rest.length > 0 ? changed(one, rest, to) : to(one);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

export const without = (json: Json, steps: readonly Step[]): Json => changed(json, steps, () => undefined);

/** The steps to the statement that a path is in. */
export function statementOf(steps: readonly Step[]): readonly Step[] {
  return steps.slice(0, steps.indexOf('Statement') + 2);
}
