import { allows, single } from '../../model/scenario.ts';
import type { Mapping, Span } from '../../source/tree.ts';
import { literal, textAt } from '../../values/text.ts';
import type { Unknown } from '../../values/value.ts';
import { isNode, type Part, type PartMember, type Parts } from './parts.ts';
import type { Otherwise } from './variables.ts';

/** What decides a service from outside: `opt:stage`, `env:OFFICE`. Its default is used, and settles nothing, as a parameter's. */
export function option(name: string, parts: Parts, use: Span, otherwise: Otherwise): Part {
  const { scenario, given, isSymbolic } = parts.evaluator;
  const choice = scenario.choice(name);
  const told = given.get(name, scenario);
  if (told !== undefined) return typeof told === 'string' ? textAt(told, use) : told;
  const only = choice && single(choice);
  const fallback = isSymbolic && only === undefined ? undefined : otherwise();
  const written = fallback && literalOf(fallback, parts);
  if (only !== undefined) return fallback && written === only ? fallback : textAt(only, use);
  if (fallback && (!choice || written === undefined || allows(choice, written))) return fallback;
  return unknownOption(name, fallback !== undefined, use);
}

/** The characters of a part that is one string. */
function literalOf(part: Part, parts: Parts): string | undefined {
  const isText = isNode(part) ? (part.kind === 'alias' ? part.target : part).kind === 'scalar' : part.kind === 'text';
  const value = isText ? parts.value(part) : undefined;
  return value?.kind === 'text' ? literal(value) : undefined;
}

const WHAT: ReadonlyMap<string, string> = new Map(
  Object.entries({ opt: 'option', env: 'environment variable', param: 'parameter' }),
);

function unknownOption(name: string, hasDefault: boolean, use: Span): Unknown {
  const [type, option] = name.split(':') as [string, string];
  const what = `${WHAT.get(type) ?? type} ${option}`;
  return {
    kind: 'unknown',
    id: name,
    reason: hasDefault ? `${what} is not its default in this scenario` : `${what} is known at deployment only`,
    origin: { at: use },
    source: { kind: 'parameter', name, type: '', list: false },
  };
}

/** `--stage`, else the stage that the service names, else `dev`. */
export function stage(parts: Parts, root: Mapping, use: Span, otherwise: Otherwise = () => undefined): Part {
  return option(
    'opt:stage',
    parts,
    use,
    () => parts.value(parts.member(root, 'provider', 'stage')?.part) ?? otherwise() ?? textAt('dev', use),
  );
}

/** `--region`, else the region that the service names, else `us-east-1`. */
export function region(parts: Parts, root: Mapping, use: Span): Part {
  return option(
    'opt:region',
    parts,
    use,
    () => parts.value(parts.member(root, 'provider', 'region')?.part) ?? textAt('us-east-1', use),
  );
}

/**
 * `param:name`: that of the stage, else that of all stages.
 * https://www.serverless.com/framework/docs/guides/parameters
 */
export function parameter(name: string, parts: Parts, root: Mapping, use: Span, otherwise: Otherwise): Part {
  const given = `param:${name}`;
  const { evaluator } = parts;
  const isGiven = evaluator.given.get(given, evaluator.scenario) !== undefined;
  const declared = isGiven ? undefined : declaredParameter(name, parts, root, use);
  return declared ?? option(given, parts, use, otherwise);
}

function declaredParameter(name: string, parts: Parts, root: Mapping, use: Span): Part | undefined {
  const { rows, open } = rowsOf(parts, root);
  let common: Part | undefined;
  for (const { key, part: row } of rows) {
    const part = parts.member(row, name)?.part;
    const stageName = literal(key) ?? '';
    if (stageName === 'default') common ??= part;
    if (!part || stageName === 'default') continue;
    const is = isStage(stageName, parts, root, use);
    if (is === undefined) return unknownOption('opt:stage', false, use);
    if (is) return part;
  }
  return open[0] ?? common;
}

/** The parameters of each stage: `params.dev`, or `stages.dev.params`. */
function rowsOf(parts: Parts, root: Mapping): { readonly rows: readonly PartMember[]; readonly open: Unknown[] } {
  const own = parts.members(parts.member(root, 'params')?.part);
  const stages = parts.members(parts.member(root, 'stages')?.part);
  const rows = [
    ...own.members,
    ...stages.members.flatMap(({ key, part }): readonly PartMember[] => {
      const params = parts.member(part, 'params');
      return params ? [{ key, part: params.part }] : [];
    }),
  ];
  return { rows, open: [...own.open, ...stages.open, ...rows.flatMap(({ part }) => parts.members(part).open)] };
}

function isStage(name: string, parts: Parts, root: Mapping, use: Span): boolean | undefined {
  const { evaluator } = parts;
  const settled = parts.value(evaluator.symbolically(() => stage(parts, root, use)));
  return settled?.kind === 'text'
    ? literal(settled) === name
    : evaluator.scenario.decide('opt:stage', { not: [] }, name);
}
