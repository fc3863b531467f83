/** Small outputs of `terraform show -json` around the part that a test is about. */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Fields = Readonly<Record<string, Json>>;

/** What `count` or `for_each` is written as. */
interface Repeated {
  readonly count_expression?: Fields;
  readonly for_each_expression?: Fields;
}

export interface Block {
  readonly type: string;
  readonly name: string;
  /** The key of the instance, in a resource with `count` or `for_each`. */
  readonly index?: string | number;
  readonly mode?: 'data';
  readonly values?: Fields;
  /** What is known only after apply. */
  readonly unknown?: Fields;
  /** The expressions that it is written as. */
  readonly written?: Fields;
  readonly repeated?: Repeated;
  /** The blocks that it waits for. */
  readonly waitsFor?: readonly string[];
  /** What the plan does to it, where it does not make it. */
  readonly change?: Fields;
  /** Further members of the resource. */
  readonly more?: Fields;
  /** Puts «…» around its address in the values. */
  readonly marked?: true;
}

export interface Call {
  readonly blocks: readonly Block[];
  readonly calls?: Readonly<Record<string, Call>>;
  /** The keys of its instances, where it has any. */
  readonly keys?: readonly string[];
  readonly source?: string;
  readonly expressions?: Fields;
  readonly repeated?: Repeated;
  readonly outputs?: Readonly<Record<string, Fields>>;
  readonly waitsFor?: readonly string[];
}

/** An expression that refers to these, and to what they imply. */
export function refs(...names: readonly string[]): Fields {
  return { references: names.flatMap((name) => [name, name.replace(/\.\w+$/, '')]) };
}

/** The same to attributes of the API `shop`. */
export const ofShop = (attribute: string): Fields => refs(`aws_api_gateway_rest_api.shop.${attribute}`);

const block = (type: string, name: string, more: Omit<Block, 'type' | 'name'>): Block => ({ type, name, ...more });

/** A resource of API Gateway, by the rest of its type. */
export const gateway = (type: string, name: string, more: Omit<Block, 'type' | 'name'> = {}): Block =>
  block(`aws_api_gateway_${type}`, name, more);

export function policyText(cidr: string, resource = 'execute-api:/*'): string {
  const condition = { IpAddress: { 'aws:SourceIp': [cidr] } };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: resource, Condition: condition },
    ],
  });
}

export function state(blocks: readonly Block[], outputs: Fields = {}): string {
  const root_module = { resources: blocks.map((one) => resourceOf(one, '', one.marked === true)) };
  return print({ format_version: '1.0', terraform_version: '1.11.4', values: { outputs, root_module } });
}

export function plan(
  blocks: readonly Block[],
  root: Omit<Call, 'blocks'> & { readonly versions?: string } = {},
): string {
  const module = { ...root, blocks };
  const aws = { name: 'aws', full_name: 'registry.terraform.io/hashicorp/aws' };
  return print({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: { root_module: valuesOf(module, '') },
    resource_changes: changesOf(module, ''),
    configuration: {
      provider_config: { aws: { ...aws, ...(root.versions !== undefined && { version_constraint: root.versions }) } },
      root_module: configurationOf(module),
    },
  });
}

const print = (document: Json): string => JSON.stringify(document, null, 1);

function resourceOf(one: Block, prefix: string, marked: boolean): Fields {
  const { type, name, index, mode = 'managed', values = {}, more = {} } = one;
  const address = addressOf(one, prefix);
  return {
    address: marked ? `«${address}»` : address,
    mode,
    type,
    name,
    ...(index !== undefined && { index }),
    values,
    ...more,
  };
}

function addressOf({ type, name, index, mode }: Block, prefix: string): string {
  const key = index === undefined ? '' : `[${JSON.stringify(index)}]`;
  return `${prefix}${mode ? 'data.' : ''}${type}.${name}${key}`;
}

const modulesAt = (prefix: string, name: string, { keys }: Call): readonly string[] =>
  (keys?.map((key) => `[${JSON.stringify(key)}]`) ?? ['']).map((key) => `${prefix}module.${name}${key}`);

function valuesOf({ blocks, calls = {} }: Call, prefix: string): Fields {
  return {
    resources: blocks.map((one) => resourceOf(one, prefix, one.marked === true)),
    child_modules: Object.entries(calls).flatMap(([name, call]) =>
      modulesAt(prefix, name, call).map((address) => ({ ...valuesOf(call, `${address}.`), address })),
    ),
  };
}

function changesOf({ blocks, calls = {} }: Call, prefix: string): readonly Json[] {
  const own = blocks.map(
    (one): Fields => ({
      ...resourceOf(one, prefix, false),
      values: null,
      change: {
        actions: ['create'],
        before: null,
        after: one.values ?? {},
        after_unknown: one.unknown ?? {},
        ...one.change,
      },
    }),
  );
  return [
    ...own,
    ...Object.entries(calls).flatMap(([name, call]) =>
      modulesAt(prefix, name, call).flatMap((address) => changesOf(call, `${address}.`)),
    ),
  ];
}

function configurationOf({ blocks, calls = {}, outputs = {} }: Call): Fields {
  const resources = blocks.map(
    ({ type, name, mode, written = {}, repeated = {}, waitsFor = [] }): Fields => ({
      address: addressOf({ type, name, ...(mode && { mode }) }, ''),
      type,
      name,
      expressions: written,
      ...repeated,
      ...(waitsFor.length > 0 && { depends_on: waitsFor }),
    }),
  );
  const module_calls = Object.fromEntries(
    Object.entries(calls).map(([name, call]) => {
      const { source = `./${name}`, expressions = {}, repeated = {}, waitsFor = [] } = call;
      const waits = waitsFor.length > 0 ? { depends_on: waitsFor } : {};
      return [name, { source, expressions, ...repeated, ...waits, module: configurationOf(call) }];
    }),
  );
  return {
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, expression]) => [name, { expression }])),
    resources,
    module_calls,
  };
}

/** Marks where a resource begins: findings in it are related to that. */
export function declared(text: string, address: string): string {
  const [found = ''] = text.match(new RegExp(`\\{\\s*"address": "«?${address.replaceAll('.', '\\.')}`)) ?? [];
  return text.replace(found, `⟨⟩${found}`);
}
