import { type Mapping, member, type Node, resolveAlias, scalarText } from '../source/tree.ts';
import { nearest } from '../text/nearest.ts';
import type { Template } from './kernel/template.ts';

const UNKNOWN =
  'this is no document that is known: name a template, a definition, a policy, or what its tool makes of it';

/** What a document that no dialect reads looks like most, and what to do. */
export function unrecognized(root: Mapping): string {
  const has = (name: string): boolean => member(root, name) !== undefined;
  const keys = root.members.map(({ key }) => scalarText(key));
  const { text } = root.span.file;
  const statement = misspelled(root, 'Statement');
  if (statement !== undefined && (has('Version') || /execute-api/i.test(text)))
    return `this reads like a policy, but its key is ${statement}: write Statement`;
  const [resources] = nearlyResources(root);
  if (resources !== undefined) return resources;
  if (has('service') && has('provider'))
    return 'this reads like a Serverless Framework service, but its provider has no name: write name';
  if (has('provider') && (has('functions') || has('resources')))
    return 'this reads like a Serverless Framework service, but has no name: write service';
  if (isPartOfService(root)) return 'this is a part of a Serverless Framework service: audit the whole of it';
  if (valuesIn(root, 'paths').some(({ key }) => scalarText(key).startsWith('/')))
    return 'this reads like an OpenAPI definition, but does not say of which version: write openapi';
  if (keys.some((key) => key.startsWith('x-amazon-apigateway-')))
    return 'this is a part of an OpenAPI definition: audit the whole of it';
  if (has('steps') && /"aws:apigateway\//.test(text))
    return 'this reads like a preview of Pulumi, whose form is not documented: audit the policy of its RestApi by itself';
  if (isPartOfTemplate(root)) return 'this is a part of a template: audit the whole of it';
  if (keys.length === 1 && valuesIn(root, 'Parameters').some(({ value }) => resolveAlias(value).kind !== 'mapping'))
    return 'this reads like values of parameters: hand it to --parameter-file, beside the template';
  return UNKNOWN;
}

/** Whether a document has the policy of a service, and lacks the rest. */
function isPartOfService(root: Mapping): boolean {
  const provider = valuesIn(root, 'provider');
  const gateway = valuesIn({ ...root, members: provider }, 'apiGateway');
  return [root.members, provider, gateway].some((members) =>
    members.some(({ key }) => scalarText(key) === 'resourcePolicy'),
  );
}

/** A key of a mapping that is nearly a name which it does not have. */
function misspelled(mapping: Mapping, name: string): string | undefined {
  if (member(mapping, name) !== undefined) return undefined;
  return mapping.members.map(({ key }) => scalarText(key)).find((key) => nearest(key, [name]) !== undefined);
}

/** What a template has in place of its section `Resources`. */
function nearlyResources(root: Mapping): readonly string[] {
  const key = root.span.file.text.includes('AWS::') ? misspelled(root, 'Resources') : undefined;
  return key === undefined ? [] : [`this reads like a template, but its key is ${key}: write Resources`];
}

function valuesIn(root: Mapping, name: string): Mapping['members'] {
  const written = member(root, name)?.value;
  const value = written && resolveAlias(written);
  return value?.kind === 'mapping' ? value.members : [];
}

/** Whether a document is a resource, or some by their ids, as services and templates take them out of files. */
export function isPartOfTemplate(root: Mapping): boolean {
  const resources = root.members.map(({ value }) => resolveAlias(value));
  return isResource(root) || (resources.length > 0 && resources.every(isResource));
}

function isResource(node: Node): boolean {
  const written = node.kind === 'mapping' ? member(node, 'Type')?.value : undefined;
  const type = written && resolveAlias(written);
  return type?.kind === 'scalar' && /^(?:AWS|Custom)::/.test(scalarText(type));
}

/** What a document looks like that is no mapping, and what to do. */
export function unrecognizedList(text: string): string {
  return /"?ParameterKey"?\s*:/.test(text)
    ? 'this reads like values of parameters: hand it to --parameter-file, beside the template'
    : UNKNOWN;
}

export const STATEMENTS =
  'these are statements without their policy: audit the policy that they become a part of, or write them as its Statement';

/** Whether a document is a list of the statements of policies alone, as programs take them out of files. */
export function isStatements(root: Node): boolean {
  if (root.kind !== 'sequence' || root.items.length === 0) return false;
  return root.items.map(resolveAlias).every((item) => item.kind === 'mapping' && member(item, 'Effect') !== undefined);
}

/** The types of resources that are APIs, by service. */
const APIS: ReadonlyMap<string, readonly string[]> = new Map([
  ['ApiGateway', ['RestApi']],
  ['ApiGatewayV2', ['Api']],
  ['Serverless', ['Api', 'HttpApi']],
]);
const API_TYPES: ReadonlySet<string> = new Set(
  [...APIS].flatMap(([service, names]) => names.map((name) => `AWS::${service}::${name}`)),
);

/** What in a template is nearly an API. */
export function nearlyApis({ root, resources }: Template): readonly string[] {
  return [...nearlyResources(root), ...nearlyTyped(root), ...nearlyOfType(resources)];
}

/** Resources that have the type of an API under another key. */
function nearlyTyped(root: Mapping): readonly string[] {
  const written = member(root, 'Resources')?.value;
  const section = written && resolveAlias(written);
  if (section?.kind !== 'mapping') return [];
  return section.members.flatMap(({ key: id, value }) => {
    const one = resolveAlias(value);
    const key = one.kind === 'mapping' ? misspelled(one, 'Type') : undefined;
    const type = one.kind === 'mapping' && key !== undefined ? member(one, key)?.value : undefined;
    const isApi = type?.kind === 'scalar' && API_TYPES.has(scalarText(type));
    return isApi ? [`${scalarText(id)}: its key is ${key}: write Type`] : [];
  });
}

/** Resources whose type is nearly that of an API. */
function nearlyOfType(resources: Template['resources']): readonly string[] {
  return [...resources.values()].flatMap(({ id, type }) => {
    const [vendor = '', service = '', name = '', ...more] = type.split('::');
    const owner = nearest(service, [...APIS.keys()]);
    const api = owner && nearest(name, APIS.get(owner) ?? []);
    const meant = `AWS::${owner}::${api}`;
    const isMeant = api !== undefined && vendor.toUpperCase() === 'AWS' && more.length === 0 && type !== meant;
    return isMeant ? [`${id}: there is no type ${type}: write ${meant}`] : [];
  });
}

/** Whether a policy may be one of an API although it names none: all that it allows or denies is `*`. */
export function mayBeForApi(root: Mapping): boolean {
  const written = member(root, 'Statement')?.value;
  const value = written && resolveAlias(written);
  const statements = value?.kind === 'sequence' ? value.items.map(resolveAlias) : value ? [value] : [];
  return statements.some((one) => {
    const action = one.kind === 'mapping' ? member(one, 'Action')?.value : undefined;
    const target = action && resolveAlias(action);
    const actions = target?.kind === 'sequence' ? target.items.map(resolveAlias) : [target];
    return (
      one.kind === 'mapping' &&
      member(one, 'Principal') !== undefined &&
      actions.every((name) => name?.kind === 'scalar' && scalarText(name) === '*')
    );
  });
}
