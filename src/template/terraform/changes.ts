import { type Mapping, type Node, resolveAlias, scalarText } from '../../source/tree.ts';
import { mappingIn, mappingsIn, nodeIn, stringIn, textsIn } from './nodes.ts';

/** What a plan does to a resource. */
export interface Change {
  readonly actions: readonly string[];
  /** Why it is replaced. */
  readonly reason?: string;
  /** What it was; undefined for one that is new. */
  readonly before?: Mapping;
  /** What is known only after apply. */
  readonly unknown?: Mapping;
}

/**
 * The changes of a plan, by the address of their resource.
 * https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export function changesIn(root: Mapping): ReadonlyMap<string, Change> {
  const found = new Map<string, Change>();
  for (const resource of mappingsIn(root, 'resource_changes')) {
    const address = stringIn(resource, 'address');
    const change = mappingIn(resource, 'change');
    // a deposed object has the address of the one that replaced it
    if (address === undefined || !change || stringIn(resource, 'deposed') !== undefined) continue;
    const after = nodeIn(change, 'after_unknown');
    const unknown = after && resolveAlias(after);
    const before = mappingIn(change, 'before');
    const reason = stringIn(resource, 'action_reason');
    found.set(address, {
      actions: textsIn(change, 'actions'),
      ...(reason !== undefined && { reason }),
      ...(before && { before }),
      ...(unknown?.kind === 'mapping' && { unknown }),
    });
  }
  return found;
}

/** The ids of the APIs that a plan takes a policy resource from. */
export function detachedIn(root: Mapping): ReadonlySet<string> {
  const ids = mappingsIn(root, 'resource_changes').flatMap((resource) => {
    const change = mappingIn(resource, 'change');
    const before = change && mappingIn(change, 'before');
    const isDeleted = change && textsIn(change, 'actions').join() === 'delete';
    const id = before && stringIn(before, 'rest_api_id');
    return stringIn(resource, 'type') === 'aws_api_gateway_rest_api_policy' && isDeleted && id ? [id] : [];
  });
  return new Set(ids);
}

/** Whether two values are the same, however they are laid out. */
export function isSame(one: Node | undefined, other: Node | undefined): boolean {
  return plain(one) === plain(other);
}

function plain(node: Node | undefined): string {
  const target = node && resolveAlias(node);
  if (!target) return 'null';
  if (target.kind === 'scalar') return target.plain ? scalarText(target) : JSON.stringify(scalarText(target));
  if (target.kind === 'sequence') return `[${target.items.map(plain).join()}]`;
  const members = target.members.map(({ key, value }) => `${JSON.stringify(scalarText(key))}:${plain(value)}`);
  return `{${members.sort().join()}}`;
}
