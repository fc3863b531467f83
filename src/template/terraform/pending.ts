import { type Mapping, type Node, resolveAlias, type Scalar, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { literal, textOf } from '../../values/text.ts';
import { type Dict, type DictEntry, unknownAt, type Value } from '../../values/value.ts';
import { nodeIn } from './nodes.ts';

/** What the reasons of values end with that Terraform does not know yet. */
export const LATER = 'is known only after apply';

interface Plan {
  /** What the values belong to, as Terraform writes it. */
  readonly path: string;
  /** Whether an expression may give a value: one that is constant, and yet unknown, is null. */
  readonly isGiven: (expression: Node) => boolean;
  /** What it was before: what it had it may keep. */
  readonly before?: Mapping | undefined;
  readonly budget: Budget;
}

/**
 * Values of a plan with what `after_unknown` says of them: a value that is known only after apply is unknown, not absent. One
 * that the configuration does not give the provider computes, from AWS's own default: that one is absent, unless it was there. Without `written`
 * everything counts as given.
 * https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export function withPending(values: Dict, unknown: Mapping, written: Mapping | undefined, plan: Plan): Dict {
  const entries = new Map(values.entries.map((entry): [string, DictEntry] => [literal(entry.key) ?? '', entry]));
  for (const { key, value: node } of unknown.members) {
    const name = scalarText(key);
    const expression = nodeIn(written, name);
    if (written && !expression && !isSaid(nodeIn(plan.before, name))) continue;
    const known = entries.get(name);
    const value = pending(known?.value, node, key, expression, {
      ...plan,
      before: undefined,
      path: `${plan.path}.${name}`,
    });
    if (value) entries.set(name, { key: known?.key ?? textOf(key), value });
  }
  return { ...values, entries: [...entries.values()] };
}

/** Whether a value is anything. */
function isSaid(node: Node | undefined): boolean {
  const value = node && resolveAlias(node);
  return value !== undefined && !(value.kind === 'scalar' && ['', 'null'].includes(scalarText(value)));
}

/** The same with what the configuration gives and the plan has no value of, not even null: some are published shortened. */
export function withUnsaid(values: Dict, written: Mapping | undefined, { path, isGiven }: Plan): Dict {
  const said = new Set(values.entries.map(({ key }) => literal(key)));
  const unsaid = (written?.members ?? []).filter(({ key, value }) => !said.has(scalarText(key)) && isGiven(value));
  const entries = unsaid.map(({ key }): DictEntry => {
    const name = `${path}.${scalarText(key)}`;
    return { key: textOf(key), value: unknownAt(name, `the plan does not say what ${name} is`, key.span) };
  });
  return { ...values, entries: [...values.entries, ...entries] };
}

function pending(
  value: Value | undefined,
  unknown: Node,
  key: Scalar,
  expression: Node | undefined,
  plan: Plan,
): Value | undefined {
  const { path } = plan;
  return plan.budget.within(unknown.span, () => {
    const target = resolveAlias(unknown);
    const origin = { at: key.span };
    if (target.kind === 'scalar') {
      const isUnknown = scalarText(target) === 'true' && (!expression || plan.isGiven(expression));
      return isUnknown ? unknownAt(path, `${path} ${LATER}`, key.span) : value;
    }
    if (target.kind === 'mapping') {
      if (target.members.length === 0) return value;
      const known: Dict =
        value?.kind === 'dict' ? value : { kind: 'dict', entries: [], open: [], origin, first: origin };
      return withPending(known, target, blockOf(expression), plan);
    }
    const known = value?.kind === 'list' ? value.items : [];
    const blocks = expression && resolveAlias(expression);
    const items = target.items.map((one, i) =>
      pending(known[i], one, key, blocks?.kind === 'sequence' ? blocks.items[i] : expression, {
        ...plan,
        path: `${path}[${i}]`,
      }),
    );
    return { kind: 'list', items: items.filter((item) => item !== undefined), open: [], origin };
  });
}

/** The expressions of a nested block; undefined for a single expression, which writes all that it gives. */
function blockOf(expression: Node | undefined): Mapping | undefined {
  const node = expression && resolveAlias(expression);
  if (node?.kind !== 'mapping' || node.members.length === 0) return undefined;
  return nodeIn(node, 'references') || nodeIn(node, 'constant_value') ? undefined : node;
}
