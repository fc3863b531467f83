import { display, literal, split, type Text } from '../../values/text.ts';
import type { Unknown } from '../../values/value.ts';
import { blame } from '../kernel/blame.ts';
import { solve } from '../kernel/conditions.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { Impossible } from '../kernel/scenario.ts';
import type { Part, PartMember, Parts } from './parts.ts';

/**
 * The part behind `custom.stages.dev`, from another one on. An option as a key takes each member that it can name, one
 * scenario each, as a parameter does that selects a mapping's row; where it names none, and nothing else is offered,
 * there is no such deployment. Undefined where there is no such part.
 */
export function partAt(address: Text, from: Part, parts: Parts, otherwise: () => Part | undefined): Part | undefined {
  let part: Part = from;
  if (literal(address) === '') return part;
  for (const { part: key } of split(address, '.')) {
    const next = step(part, key, parts);
    if (!next) {
      const fallback = otherwise();
      if (!fallback && literal(key) === undefined) throw new Impossible();
      return fallback;
    }
    if ('reason' in next) return next;
    part = next.part;
  }
  return part;
}

/** The member that a key names; the unknown that keeps it from being known; undefined where there is none. */
function step(part: Part, key: Text, parts: Parts): PartMember | Unknown | undefined {
  const { items } = parts.items(part);
  const { members, open } = parts.members(part);
  const [unclear] = open;
  const name = literal(key);
  if (name !== undefined) {
    const item = items[Number(name)];
    return members.find((one) => literal(one.key) === name) ?? (item && { key, part: item }) ?? unclear;
  }
  if (unclear || items.length > 0) return unclear ?? blame(key);
  const chosen = choose(
    key,
    members.map((member) => display(member.key)),
    parts.evaluator,
  );
  return typeof chosen === 'object' ? chosen : members.find((member) => display(member.key) === chosen);
}

/** The one of some names that a text with an option in it is, a scenario for each; undefined where it is none of them. */
export function choose(key: Text, names: readonly string[], evaluator: Evaluator): string | Unknown | undefined {
  const cause = blame(key);
  for (const name of names) {
    const solved = solve(key, name);
    if (solved === false) continue;
    const source = solved?.unknown.source;
    if (!solved || source?.kind !== 'parameter') return cause;
    const is = evaluator.scenario.decide(source.name, { not: [] }, solved.value);
    if (is) return name;
    if (is === undefined) return cause;
  }
  return undefined;
}
