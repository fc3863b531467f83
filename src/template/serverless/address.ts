import type { Mapping, Span } from '../../source/tree.ts';
import { display, literal, split, type Text } from '../../values/text.ts';
import type { Unknown } from '../../values/value.ts';
import { solve } from '../cloudformation/conditions.ts';
import { blame, unknownAt } from '../cloudformation/evaluator.ts';
import { Impossible } from '../cloudformation/scenario.ts';
import type { Part, PartMember, Parts } from './parts.ts';
import type { Otherwise } from './variables.ts';

/**
 * The part of a document behind `self:custom.stages.dev`. An option as a key takes each member that it can name, one
 * scenario each, as a parameter does that selects a mapping's row.
 */
export function valueAt(address: Text, parts: Parts, root: Mapping, use: Span, otherwise: Otherwise): Part | undefined {
  const missing = (): Part => {
    const written = `self:${display(address)}`;
    return otherwise() ?? unknownAt(written, `\${${written}} is not in this file`, use);
  };
  let part: Part = root;
  if (literal(address) === '') return part;
  for (const { part: key } of split(address, '.')) {
    const next = step(part, key, parts);
    if (!next) return missing();
    if (next === 'none') {
      const fallback = otherwise();
      if (fallback) return fallback;
      throw new Impossible();
    }
    if ('reason' in next) return next;
    part = next.part;
  }
  return part;
}

/** The member that a key names; the unknown that keeps it from being known; `none` where an option names none of them. */
function step(part: Part, key: Text, parts: Parts): PartMember | Unknown | 'none' | undefined {
  const { items } = parts.items(part);
  const { members, open } = parts.members(part);
  const [unclear] = open;
  const name = literal(key);
  if (name !== undefined) {
    const item = items[Number(name)];
    return members.find((one) => literal(one.key) === name) ?? (item && { key, part: item }) ?? unclear;
  }
  const cause = blame(key) as Unknown;
  if (unclear || items.length > 0) return unclear ?? cause;
  for (const member of members) {
    const solved = solve(key, display(member.key));
    if (solved === false) continue;
    const source = solved?.unknown.source;
    if (!solved || source?.kind !== 'parameter') return cause;
    const is = parts.evaluator.scenario.decide(source.name, { not: [] }, solved.value);
    if (is) return member;
    if (is === undefined) return cause;
  }
  return 'none';
}
