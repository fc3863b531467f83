import { allows, single } from '../../model/scenario.ts';
import type { Mapping, Span } from '../../source/tree.ts';
import { literal, textAt } from '../../values/text.ts';
import type { Unknown, Value } from '../../values/value.ts';
import type { Evaluator } from '../cloudformation/evaluator.ts';
import type { PartMember, Parts } from './parts.ts';
import type { Otherwise } from './variables.ts';

/** What decides a service from outside: `opt:stage`, `env:OFFICE`. Its default is used, and settles nothing, as a parameter's. */
export function option(name: string, evaluator: Evaluator, use: Span, otherwise: Otherwise): Value {
  const { scenario, given, isSymbolic } = evaluator;
  const choice = scenario.choice(name);
  const told = given.get(name, scenario);
  if (told !== undefined) return typeof told === 'string' ? textAt(told, use) : told;
  const only = choice && single(choice);
  const fallback = isSymbolic && only === undefined ? undefined : otherwise();
  const written = fallback?.kind === 'text' ? literal(fallback) : undefined;
  if (only !== undefined) return fallback && written === only ? fallback : textAt(only, use);
  if (fallback && (!choice || written === undefined || allows(choice, written))) return fallback;
  return unknownOption(name, fallback !== undefined, use);
}

const WHAT: Readonly<Record<string, string>> = { opt: 'option', env: 'environment variable', param: 'parameter' };

function unknownOption(name: string, hasDefault: boolean, use: Span): Unknown {
  const [type, option] = name.split(':') as [string, string];
  const what = `${WHAT[type] ?? type} ${option}`;
  return {
    kind: 'unknown',
    id: name,
    reason: hasDefault ? `${what} is not its default in this scenario` : `${what} is known at deployment only`,
    origin: { at: use },
    source: { kind: 'parameter', name, type: '', list: false },
  };
}

/** `--stage`, else the stage that the service names, else `dev`. */
export function stage(parts: Parts, root: Mapping, use: Span, otherwise: Otherwise = () => undefined): Value {
  const written = (): Value | undefined => parts.value(parts.member(root, 'provider', 'stage')?.part);
  return option('opt:stage', parts.evaluator, use, () => written() ?? otherwise() ?? textAt('dev', use));
}

/**
 * `param:name`: that of the stage, else that of all stages.
 * https://www.serverless.com/framework/docs/guides/parameters
 */
export function parameter(name: string, parts: Parts, root: Mapping, use: Span, otherwise: Otherwise): Value {
  const { evaluator } = parts;
  return option(`param:${name}`, evaluator, use, () => {
    const rows = rowsOf(parts, root).filter(({ part }) => parts.member(part, name));
    const valueIn = (row: PartMember | undefined): Value | undefined =>
      row && parts.value(parts.member(row.part, name)?.part);
    for (const row of rows) {
      const stageName = literal(row.key) ?? '';
      const is = stageName === 'default' ? false : isStage(stageName, parts, root, use);
      if (is === undefined) return unknownOption('opt:stage', false, use);
      if (is) return valueIn(row);
    }
    return valueIn(rows.find(({ key }) => literal(key) === 'default')) ?? otherwise();
  });
}

/** The parameters of each stage: `params.dev`, or `stages.dev.params`. */
function rowsOf(parts: Parts, root: Mapping): readonly PartMember[] {
  const stages = parts.members(parts.member(root, 'stages')?.part).members;
  return [
    ...parts.members(parts.member(root, 'params')?.part).members,
    ...stages.flatMap(({ key, part }): readonly PartMember[] => {
      const params = parts.member(part, 'params');
      return params ? [{ key, part: params.part }] : [];
    }),
  ];
}

function isStage(name: string, parts: Parts, root: Mapping, use: Span): boolean | undefined {
  const { evaluator } = parts;
  const settled = evaluator.symbolically(() => stage(parts, root, use));
  return settled.kind === 'text'
    ? literal(settled) === name
    : evaluator.scenario.decide('opt:stage', { not: [] }, name);
}
