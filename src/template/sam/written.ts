import type { Defect } from '../../model/policy.ts';
import { type Node, type Span, scalarText } from '../../source/tree.ts';
import { nearest } from '../../text/nearest.ts';
import { mergedMember, mergedMembers } from '../../values/convert.ts';
import { entry } from '../../values/entry.ts';
import { display, literal, originOf, type Text, textAt } from '../../values/text.ts';
import { type Dict, isUnknown, type Unknown, unknownAt, type Value } from '../../values/value.ts';
import { isEvaluatedBefore } from '../cloudformation/extensions.ts';
import { isLoop } from '../kernel/calls.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { property } from '../kernel/properties.ts';
import type { Resource } from '../kernel/template.ts';
import { defect, defectsOf, misspelt, refusal } from './defects.ts';
import { functionOf, nodeForSam } from './evaluated.ts';
import { mappingOf } from './globals.ts';
import { unclearIn } from './statements.ts';
import { refusedIn, scalarIn, type Taken, takenAs } from './taken.ts';

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
  const refused = (name: string, at: Span, is: string): Written => {
    const why = unknownAt(`${name} of ${owner.id}`, `SAM refuses ${is} as ${name}`, at);
    const key = textAt(name, at);
    return { key, policy: [], open: [why], defects: [refusal(name, { at, takes: 'a mapping', is })] };
  };
  const member = owner.properties && mergedMember(owner.properties, 'Auth', evaluator.budget);
  const within = member?.value;
  const isFunction = (node: Node | undefined): boolean => functionOf(node, evaluator, resolves) !== undefined;
  if (member && resolves && isFunction(within)) return refused('Auth', member.key.span, 'a function');
  if (isUnknown(auth)) return unread(textAt('Auth', auth.origin.at), [auth]);
  const other = member && noMapping(auth);
  if (member && other) return refused('Auth', member.key.span, other);
  const found = auth?.kind === 'dict' ? entry(auth, 'ResourcePolicy') : undefined;
  if (!found) return resolves && auth?.kind === 'dict' ? misspeltIn(auth, owner.id) : undefined;
  const { key, value } = found;
  const holder = mappingOf(nodeForSam(within, evaluator));
  const node = nodeForSam(holder && mergedMember(holder, 'ResourcePolicy', evaluator.budget)?.value, evaluator);
  if (!node) return unread(key, [unknownAt(`Auth of ${owner.id}`, 'SAM takes no function as Auth', originOf(key).at)]);
  const call = functionOf(node, evaluator, false);
  const { at } = originOf(key);
  // SAM puts in the value of a parameter, which is none
  if (call === 'Ref' && resolves && !isFunction(node)) return refused('ResourcePolicy', at, 'a string');
  if (call) return { key, policy: [], open: [], defects: [misspelt(found, call)] };
  if (isUnknown(value)) return unread(key, [value]);
  if (value.kind !== 'dict') {
    const is = noMapping(value);
    return is && !isFalse(value) ? refused('ResourcePolicy', at, is) : undefined;
  }
  const mapping = mappingOf(node);
  const members = mapping ? mergedMembers(mapping, evaluator.budget) : [];
  const isBefore = isEvaluatedBefore(evaluator.template);
  const policy = members.flatMap((member): Taken | readonly Taken[] => {
    // what it makes is not known, and the value says so
    if (isBefore && isLoop(member)) return [];
    const made = entry(value, scalarText(member.key))?.value;
    const left = nodeForSam(member.value, evaluator) ?? member.value;
    // evaluated before, nothing is left of it
    if (made === undefined && left !== member.value) return [];
    const one = { ...member, value: left };
    const taken = takenAs(one, made, functionOf(left, evaluator, resolves), isBefore);
    const refusals = refusedIn(one, made, evaluator, resolves);
    // nothing comes of what is refused as a whole
    return { ...taken, refused: refusals, isEmpty: taken.isEmpty || refusals.some(({ takes }) => takes === 'a list') };
  });
  const open = value.open.length > 0 ? unread(key, value.open) : undefined;
  const unclear = policy.flatMap((taken) => unclearIn(taken));
  return { key, policy, open: [...value.open, ...unclear], defects: [...(open?.defects ?? []), ...defectsOf(policy)] };
}

function noMapping(value: Value | undefined): string | undefined {
  return value?.kind === 'list' ? 'a list' : scalarIn(value);
}

/** What SAM takes for nothing. */
function isFalse(value: Value): boolean {
  if (value.kind === 'list') return value.items.length + value.open.length === 0;
  return value.kind === 'text' && /^(?:|0|false)$/i.test(literal(value) ?? '-');
}

/** SAM refuses a key of `Auth` that it does not know; one that is nearly a policy was meant as one. */
function misspeltIn(auth: Dict, id: string): Written | undefined {
  const key = auth.entries.map((one) => one.key).find((one) => nearest(display(one), ['ResourcePolicy']) !== undefined);
  if (!key) return undefined;
  const why = unknownAt(`Auth of ${id}`, `SAM refuses ${display(key)} in Auth`, originOf(key).at);
  return { key, policy: [], open: [why], defects: [defect('sam-auth', { key }, { written: display(key) })] };
}
