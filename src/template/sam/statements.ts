import type { Route } from '../../model/api.ts';
import type { Span } from '../../source/tree.ts';
import { concat, display, literal, originOf, type Text, textAt, textOfUnknown } from '../../values/text.ts';
import type { Dict, DictEntry, List, Unknown, Value } from '../../values/value.ts';

/** Which of the lists of a `ResourcePolicy` is meant. */
type Effect = 'Allow' | 'Deny';

const ACCOUNTS = { AwsAccountWhitelist: 'Allow', AwsAccountBlacklist: 'Deny' } as const;
const RANGES = { IpRangeWhitelist: 'NotIpAddress', IpRangeBlacklist: 'IpAddress' } as const;
/** An operator, and the lists that are compared by it, each under the key that its name says; `Source` says it by each id. */
const VPCS = {
  StringNotEquals: ['SourceVpcWhitelist', 'IntrinsicVpcWhitelist', 'IntrinsicVpceWhitelist'],
  StringEquals: ['SourceVpcBlacklist', 'IntrinsicVpcBlacklist', 'IntrinsicVpceBlacklist'],
} as const;
const CUSTOM = 'CustomStatements';

/** All keys that SAM reads; it drops any other. */
export const KEYS: readonly string[] = [
  ...Object.keys(ACCOUNTS),
  CUSTOM,
  ...Object.keys(RANGES),
  ...VPCS.StringNotEquals,
  ...VPCS.StringEquals,
];

/** The lists of networks: SAM allows everybody beside them. */
export const NETWORKS: readonly string[] = KEYS.filter((key) => key.startsWith('IpRange') || key.includes('Vpc'));

/**
 * The statements that SAM makes of a `ResourcePolicy` for some routes. It makes them for each path; here they name all paths
 * together, which says the same.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html
 */
export function statementsOf(policy: Dict, routes: readonly Route[], stage: Text): readonly Value[] {
  const keyed = (name: string): DictEntry | undefined => policy.entries.find(({ key }) => literal(key) === name);
  const statements: Value[] = [];
  const add = (effect: Effect, key: Text, principal: Value, condition?: Value): void => {
    const { at } = originOf(key);
    if (routes.length === 0) return;
    const resources = routes.map((route) => resourceOf(route, stage, at));
    statements.push(
      dict(at, {
        Effect: textAt(effect, at),
        Principal: principal,
        Action: textAt('execute-api:Invoke', at),
        Resource: list(resources, at),
        ...(condition && { Condition: condition }),
      }),
    );
  };
  for (const [name, effect] of Object.entries(ACCOUNTS)) {
    const found = keyed(name);
    if (found && isSomething(found.value)) add(effect, found.key, dict(originOf(found.key).at, { AWS: found.value }));
  }
  const deny = (key: Text, operator: string, compared: Readonly<Record<string, Value>>): void => {
    const { at } = originOf(key);
    add('Allow', key, textAt('*', at));
    add('Deny', key, textAt('*', at), dict(at, { [operator]: dict(at, compared) }));
  };
  for (const [operator, names] of Object.entries(VPCS)) {
    const lists = names.flatMap((name) => keyed(name) ?? []);
    const compared = vpcKeys(lists);
    const [first] = lists;
    if (first && Object.keys(compared).length > 0) deny(first.key, operator, compared);
  }
  for (const [name, operator] of Object.entries(RANGES)) {
    const found = keyed(name);
    if (found && isSomething(found.value)) deny(found.key, operator, { 'aws:SourceIp': found.value });
  }
  const custom = keyed(CUSTOM)?.value;
  return [...statements, ...(custom ? itemsOf(custom) : [])];
}

/** What is compared under which key: SAM sorts plain ids by how they begin, and drops the others. */
function vpcKeys(lists: readonly DictEntry[]): Readonly<Record<string, Value>> {
  const found: Record<string, Value[]> = {};
  for (const { key, value } of lists) {
    const name = display(key);
    for (const item of itemsOf(value)) {
      const compared = name.startsWith('Intrinsic') ? keyOfName(name) : keyOfId(item);
      if (compared) found[compared] = [...(found[compared] ?? []), item];
    }
  }
  return Object.fromEntries(
    Object.entries(found).map(([name, items]) => [name, list(items, originOf(lists[0]?.key as Text).at)]),
  );
}

const keyOfName = (name: string): string => (name.startsWith('IntrinsicVpce') ? 'aws:SourceVpce' : 'aws:SourceVpc');

/** The key that an id is compared under; undefined for one that SAM drops. */
export function keyOfId(id: Value): string | undefined {
  const written = id.kind === 'text' ? display(id) : '';
  if (written.startsWith('vpce-')) return 'aws:SourceVpce';
  return written.startsWith('vpc-') ? 'aws:SourceVpc' : undefined;
}

/** The items of a list; anything else is the only one. What may bring further ones is an item too. */
export function itemsOf(value: Value): readonly Value[] {
  return value.kind === 'list' ? [...value.items, ...value.open] : [value];
}

export function isSomething(value: Value): boolean {
  return itemsOf(value).length > 0;
}

/** `execute-api:/${Stage}/GET/pets/*` of `GET /pets/{id}`. */
function resourceOf({ method, path }: Route, stage: Text, at: Span): Text {
  const parts = path.replace(/(?<!\$)\{[^{}]*\}/g, '*').split(/(\$\{[^{}]*\})/);
  const texts = parts.map((part) => (part.startsWith('${') ? textOfUnknown(partOf(part, at), at) : textAt(part, at)));
  const verb = method === 'ANY' ? '*' : method;
  return concat([textAt('execute-api:/', at), stage, textAt(`/${verb}`, at), ...texts], at);
}

/** The same unknown that the path of the route has there. */
function partOf(id: string, at: Span): Unknown {
  return { kind: 'unknown', id, reason: `${id} stands for a part of the path that is not known`, origin: { at } };
}

function list(items: readonly Value[], at: Span): List {
  const open = items.filter((item) => item.kind === 'unknown');
  return { kind: 'list', items: items.filter((item) => item.kind !== 'unknown'), open, origin: { at } };
}

/** What SAM writes stands where the key stands that it writes it for. */
export function dict(at: Span, members: Readonly<Record<string, Value>>): Dict {
  const entries = Object.entries(members).map(([key, value]) => ({ key: textAt(key, at), value }));
  return { kind: 'dict', entries, open: [], origin: { at }, first: { at } };
}
