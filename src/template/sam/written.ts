import type { Defect } from '../../model/policy.ts';
import { scalarText } from '../../source/tree.ts';
import { mergedMembers } from '../../values/convert.ts';
import { originOf, type Text, textAt } from '../../values/text.ts';
import { isUnknown, type Unknown } from '../../values/value.ts';
import { type Evaluator, unknownAt } from '../cloudformation/evaluator.ts';
import { isEvaluatedBefore } from '../cloudformation/extensions.ts';
import { property } from '../cloudformation/properties.ts';
import { mergedMember, type Resource } from '../cloudformation/template.ts';
import { entry } from '../openapi/definition.ts';
import { defect, defectsOf, misspelt } from './defects.ts';
import { functionOf, nodeForSam } from './evaluated.ts';
import { mappingOf } from './globals.ts';
import { unclearIn } from './statements.ts';
import { refusedIn, type Taken, takenAs } from './taken.ts';

/** `Auth.ResourcePolicy` of an API or of an event. */
export interface Written {
  readonly key: Text;
  readonly policy: readonly Taken[];
  readonly open: readonly Unknown[];
  readonly defects: readonly Defect[];
}

/** `resolves`: whether SAM puts in the values of parameters there. */
export function writtenIn(owner: Resource, evaluator: Evaluator, resolves: boolean): Written | undefined {
  const auth = property(owner, 'Auth', evaluator);
  const unread = (key: Text, because: readonly Unknown[]): Written => ({
    key,
    policy: [],
    open: because,
    defects: [defect('sam-key', { key }, {}, because)],
  });
  if (isUnknown(auth)) return unread(textAt('Auth', auth.origin.at), [auth]);
  const found = auth?.kind === 'dict' ? entry(auth, 'ResourcePolicy') : undefined;
  if (!found) return undefined;
  const { key, value } = found;
  const within = owner.properties && mergedMember(owner.properties, 'Auth', evaluator.budget)?.value;
  const holder = mappingOf(nodeForSam(within, evaluator));
  const node = nodeForSam(holder && mergedMember(holder, 'ResourcePolicy', evaluator.budget)?.value, evaluator);
  if (!node) return unread(key, [unknownAt(`Auth of ${owner.id}`, 'SAM takes no function as Auth', originOf(key).at)]);
  const call = functionOf(node, evaluator, false);
  if (call) return { key, policy: [], open: [], defects: [misspelt(found, call)] };
  if (isUnknown(value)) return unread(key, [value]);
  if (value.kind !== 'dict') return undefined;
  const mapping = mappingOf(node);
  const members = mapping ? mergedMembers(mapping, evaluator.budget) : [];
  const isBefore = isEvaluatedBefore(evaluator.template);
  const policy = members.flatMap((member): Taken | readonly Taken[] => {
    const made = entry(value, scalarText(member.key))?.value;
    const left = nodeForSam(member.value, evaluator) ?? member.value;
    // evaluated before, nothing is left of it
    if (made === undefined && left !== member.value) return [];
    const one = { ...member, value: left };
    const refused = refusedIn(one, evaluator, resolves);
    return { ...takenAs(one, made, functionOf(left, evaluator, resolves), isBefore), refused };
  });
  const open = value.open.length > 0 ? unread(key, value.open) : undefined;
  const unclear = policy.flatMap((taken) => unclearIn(taken));
  return { key, policy, open: [...value.open, ...unclear], defects: [...(open?.defects ?? []), ...defectsOf(policy)] };
}
