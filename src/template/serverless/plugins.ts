import { display, literal, originOf, type Text } from '../../values/text.ts';
import { type Unknown, unknownAt } from '../../values/value.ts';
import type { Part, Parts } from './parts.ts';

/** Plugins that write a resource policy from `custom:` when the service is packaged, and their copies of other owners. */
const POLICY_WRITERS = /^(?:@[^/]+\/)?serverless-(?:resource-policy|whitelisting)$/;

/** Plugins that turn `#{…}` into what CloudFormation substitutes. */
const SUBSTITUTES: readonly string[] = ['serverless-pseudo-parameters', 'serverless-cf-vars'];

/** What may write the policy of the API of a service: a plugin that does, or plugins that are not known. */
export function policyWriters(root: Part, parts: Parts): readonly Unknown[] {
  const { plugins, open } = pluginsOf(root, parts);
  return [...plugins.filter((one) => POLICY_WRITERS.test(literal(one) ?? '')).map(writtenBy), ...open];
}

function writtenBy(plugin: Text): Unknown {
  const name = display(plugin);
  const reason = `the plugin ${name} writes the policy when the service is packaged`;
  return unknownAt(`plugin ${name}`, reason, originOf(plugin).at);
}

/** Whether a plugin may resolve `#{…}`. */
export function maySubstitute(root: Part, parts: Parts): boolean {
  const { plugins, open } = pluginsOf(root, parts);
  return open.length > 0 || plugins.some((one) => SUBSTITUTES.includes(literal(one) ?? ''));
}

/** A list, or one below `modules`. */
function pluginsOf(root: Part, parts: Parts): { readonly plugins: readonly Text[]; readonly open: readonly Unknown[] } {
  const written = parts.member(root, 'plugins')?.part;
  const { items, open } = parts.items(parts.member(written, 'modules')?.part ?? written);
  const values = items.map((item) => parts.value(item));
  return {
    plugins: values.filter((value) => value?.kind === 'text'),
    open: [...open, ...values.filter((value) => value?.kind === 'unknown')],
  };
}
