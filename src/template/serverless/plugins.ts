import { type Mapping, type Node, resolveAlias, type Scalar, scalarText } from '../../source/tree.ts';
import { scalarOf } from '../cloudformation/evaluator.ts';
import { member } from '../cloudformation/template.ts';

/** Plugins that write a resource policy from `custom:` when the service is packaged. */
const POLICY_WRITERS: readonly string[] = ['serverless-resource-policy', 'serverless-whitelisting'];

/** A plugin of a service that writes the policy of its API. */
export function policyWriter(root: Mapping): Scalar | undefined {
  return pluginsOf(root).find((plugin) => POLICY_WRITERS.includes(scalarText(plugin)));
}

/**
 * Whether a plugin turns `#{…}` into what CloudFormation substitutes.
 * https://www.npmjs.com/package/serverless-pseudo-parameters
 */
export function hasPseudoParameters(root: Mapping): boolean {
  return pluginsOf(root).some((plugin) => scalarText(plugin) === 'serverless-pseudo-parameters');
}

/** A list, or one below `modules`. */
function pluginsOf(root: Mapping): readonly Scalar[] {
  const written = resolved(member(root, 'plugins')?.value);
  const list = written?.kind === 'mapping' ? resolved(member(written, 'modules')?.value) : written;
  return list?.kind === 'sequence' ? list.items.flatMap((item) => scalarOf(item) ?? []) : [];
}

function resolved(node: Node | undefined): ReturnType<typeof resolveAlias> | undefined {
  return node && resolveAlias(node);
}
