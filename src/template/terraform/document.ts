import { type Mapping, type Node, resolveAlias, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { fromNode } from '../../values/convert.ts';
import type { Dict } from '../../values/value.ts';
import { TemplateError } from '../loaded.ts';
import { type Change, changesIn, detachedIn } from './changes.ts';
import { mappingIn, mappingsIn, nodeIn, stringIn } from './nodes.ts';
import { withPending, withUnsaid } from './pending.ts';
import { erasIn } from './provider.ts';
import { isConstant } from './references.ts';
import type { Document, Module, Resource } from './resource.ts';

/** What can do something to an API by its id: other tools, and parameters that others read. */
const FOREIGN = /^(?:null_resource|terraform_data|aws_(?:cloudformation_stack|ssm_parameter|lambda_invocation))$/;

const OF_AN_API = /^(?:aws_api_?gateway|data\.aws_iam_policy_document$|aws_wafv2_web_acl_association$)/;

/** https://developer.hashicorp.com/terraform/internals/json-format */
export function readDocument(root: Mapping, budget: Budget): Document {
  const kind = mappingIn(root, 'values') ? 'state' : 'plan';
  const values = mappingIn(root, kind === 'state' ? 'values' : 'planned_values');
  if (!values)
    throw new TemplateError('This plan has no planned_values: print it with terraform show -json.', { at: root.first });
  const reading: Reading = { budget, changes: changesIn(root), resources: [], foreign: [] };
  const configured = mappingIn(root, 'configuration');
  const configuration = configured && mappingIn(configured, 'root_module');
  const module = readModule(mappingIn(values, 'root_module'), { address: '', configuration }, reading);
  const outputs = mappingIn(kind === 'state' ? values : (configuration ?? values), 'outputs');
  return {
    kind,
    root: module,
    resources: reading.resources,
    foreign: reading.foreign,
    ...(outputs && { outputs }),
    detached: detachedIn(root),
    eras: erasIn(configured),
    isVague: stringIn(root, 'format_version') === '0.1',
  };
}

interface Reading {
  readonly budget: Budget;
  readonly changes: ReadonlyMap<string, Change>;
  readonly resources: Resource[];
  readonly foreign: { readonly node: Mapping; readonly module: Module }[];
}

function readModule(
  node: Mapping | undefined,
  {
    address,
    parent,
    call,
    configuration,
  }: Pick<Module, 'address' | 'parent' | 'call'> & { readonly configuration: Mapping | undefined },
  reading: Reading,
): Module {
  const module: Module = {
    address,
    ...(parent && { parent }),
    ...(call !== undefined && { call }),
    ...(configuration && { configuration }),
    children: [],
    resources: new Map(),
  };
  if (!node) return module;
  return reading.budget.within(node.span, () => {
    const blocks = new Map(
      (configuration ? mappingsIn(configuration, 'resources') : []).map((one) => [stringIn(one, 'address') ?? '', one]),
    );
    for (const one of mappingsIn(node, 'resources')) addResource(one, module, blocks, reading);
    const calls = configuration && mappingIn(configuration, 'module_calls');
    for (const child of mappingsIn(node, 'child_modules')) {
      const at = stringIn(child, 'address') ?? '';
      const [, name] = /^module\.([\w-]+)/.exec(within(module, at)) ?? [];
      const called = name !== undefined && calls ? mappingIn(calls, name) : undefined;
      const inside = { address: at, parent: module, ...(name !== undefined && { call: name }) };
      module.children.push(
        readModule(child, { ...inside, configuration: called && mappingIn(called, 'module') }, reading),
      );
    }
    return module;
  });
}

function addResource(node: Mapping, module: Module, blocks: ReadonlyMap<string, Mapping>, reading: Reading): void {
  const type = `${stringIn(node, 'mode') === 'data' ? 'data.' : ''}${stringIn(node, 'type')}`;
  // the object that a replacement has left behind is not what the address stands for
  if (stringIn(node, 'deposed_key') !== undefined) return;
  const block = `${type}.${stringIn(node, 'name')}`;
  const configured = blocks.get(block);
  if (FOREIGN.test(type) || nodeIn(configured, 'provisioners'))
    reading.foreign.push({ node: configured ?? node, module });
  if (!OF_AN_API.test(type)) return;
  const at = nodeIn(node, 'address');
  const address = addressOf(node, module, block);
  const name = stringIn(node, 'name');
  if (!at || address === undefined || name === undefined)
    throw new TemplateError('A resource has an address, a type and a name: print the file with terraform show -json.', {
      at: node.first,
    });
  const written = configured && (mappingIn(configured, 'expressions') ?? { ...configured, members: [] });
  const change = reading.changes.get(address);
  const resource: Resource = {
    module,
    address,
    local: within(module, address),
    type,
    name,
    node,
    place: at.span,
    attributes: attributesOf(node, address, written, module, reading),
    ...(change && { change }),
    ...(configured && { block: configured }),
    ...(written && { written }),
  };
  reading.resources.push(resource);
  module.resources.set(block, [...(module.resources.get(block) ?? []), resource]);
}

/** Its address, to which a state of Terraform 0.12 gives neither the module nor the key of the instance. */
function addressOf(node: Mapping, module: Module, block: string): string | undefined {
  const written = stringIn(node, 'address');
  const index = nodeIn(node, 'index');
  if (written !== block || (!index && module.address === '')) return written;
  const key = index && resolveAlias(index);
  const text = key?.kind === 'scalar' ? (key.plain ? scalarText(key) : JSON.stringify(scalarText(key))) : '';
  return `${module.address === '' ? '' : `${module.address}.`}${block}${key ? `[${text}]` : ''}`;
}

function attributesOf(
  node: Mapping,
  address: string,
  written: Mapping | undefined,
  module: Module,
  { budget, changes }: Reading,
): Dict {
  const values = mappingIn(node, 'values') ?? { ...node, members: [] };
  const known = fromNode(values, budget) as Dict;
  const { unknown: after, before: had, actions = [] } = changes.get(address) ?? {};
  const before = actions.includes('create') ? undefined : had;
  const isGiven = (expression: Node): boolean => !isConstant(expression, module);
  const plan = { path: address, isGiven, budget, before };
  return withUnsaid(after ? withPending(known, after, written, plan) : known, written, plan);
}

function within({ address }: Module, whole: string): string {
  return address !== '' && whole.startsWith(`${address}.`) ? whole.slice(address.length + 1) : whole;
}
