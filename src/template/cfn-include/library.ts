import cfnInclude from 'cfn-include';
import { type Host, withHost } from './host.ts';

/**
 * Expands plain data with cfn-include, as scripts/cfn-include.mjs makes it: it sees nothing but its host. Loaded only for
 * documents that use its functions.
 */
export function expandData(template: unknown, url: string, host: Host): Promise<unknown> {
  return withHost(host, () => cfnInclude({ template, url }));
}
