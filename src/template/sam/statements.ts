import type { Route } from '../../model/api.ts';
import type { Span } from '../../source/tree.ts';
import { concat, display, originOf, type Text, textAt, textOfUnknown } from '../../values/text.ts';
import { type Dict, isUnknown, type List, type Unknown, unknownAt, type Value } from '../../values/value.ts';
import { ACCOUNTS, CUSTOM, type Effect, RANGES, VPCS } from './keys.ts';
import type { Taken } from './taken.ts';

/**
 * The statements that SAM makes of a `ResourcePolicy` for some routes. It makes them for each path; where they name all paths
 * together they say the same.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html
 */
export function statementsOf(policy: readonly Taken[], routes: readonly Route[], stage: Text): readonly Value[] {
  const keyed = (named: string): Taken | undefined => policy.find(({ name }) => name === named);
  const statements: Value[] = [];
  let isOpened = false;
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
    if (found && !found.isEmpty) add(effect, found.key, dict(originOf(found.key).at, { AWS: found.value }));
  }
  const deny = (key: Text, operator: string, compared: Readonly<Record<string, Value>>): void => {
    const { at } = originOf(key);
    if (!isOpened) add('Allow', key, textAt('*', at));
    isOpened = true;
    add('Deny', key, textAt('*', at), dict(at, { [operator]: dict(at, compared) }));
  };
  for (const [operator, names] of Object.entries(VPCS)) {
    const lists = names.flatMap((name) => keyed(name) ?? []);
    const compared = vpcKeys(lists);
    const [first] = lists;
    if (first && Object.values(compared).some(({ items, open }) => items.length + open.length > 0))
      deny(first.key, operator, compared);
  }
  for (const [name, operator] of Object.entries(RANGES)) {
    const found = keyed(name);
    if (found && !found.isEmpty) deny(found.key, operator, { 'aws:SourceIp': found.value });
  }
  return statements;
}

export function customIn(policy: readonly Taken[]): Taken | undefined {
  return policy.find(({ name, isEmpty }) => name === CUSTOM && !isEmpty);
}

/** What SAM makes of `CustomStatements`. Beside others it puts a function into the list, though it may be a list already. */
export function customStatements({ isFunction, value }: Taken, isAlone: boolean): readonly Value[] {
  const items = itemsOf(value);
  return isFunction && !isAlone && items.length > 0 ? [value] : items;
}

/** What is compared under which key: SAM sorts plain ids by how they begin, and drops the others. */
function vpcKeys(lists: readonly Taken[]): Readonly<Record<string, List>> {
  const found = new Map<string, readonly Value[]>();
  const take = (key: string, items: readonly Value[]): void => {
    found.set(key, [...(found.get(key) ?? []), ...items]);
  };
  for (const { name = '', value } of lists) {
    const items = itemsOf(value);
    if (name.startsWith('Intrinsic')) take(keyOfName(name), items);
    else
      for (const item of items) {
        const key = keyOfId(item);
        if (key) take(key, [item]);
      }
  }
  return Object.fromEntries([...found].map(([name, items]) => [name, list(items, originOf(lists[0]?.key as Text).at)]));
}

const keyOfName = (name: string): string => (name.startsWith('IntrinsicVpce') ? 'aws:SourceVpce' : 'aws:SourceVpc');

/** The key that an id is compared under; undefined for one that SAM drops, or may drop. */
export function keyOfId(id: Value): string | undefined {
  if (isUnknown(id) && isVpcParameter(id)) return 'aws:SourceVpc';
  const written = id.kind === 'text' ? display(id) : '';
  if (written.startsWith('vpce-')) return 'aws:SourceVpce';
  return written.startsWith('vpc-') ? 'aws:SourceVpc' : undefined;
}

/** Whether SAM is handed a VPC's id: of a parameter in the store it may get the name. */
function isVpcParameter({ nature, source }: Unknown): boolean {
  return nature === 'VPC id' && source?.kind === 'parameter' && !source.type.startsWith('AWS::SSM::');
}

/** What keeps it from being known what SAM makes of a key: a policy of its own, or nothing. */
export function unclearIn({ name, value, refused = [] }: Taken): readonly Unknown[] {
  if (refused.length > 0)
    return refused.map(({ at, is }) => unknownAt(`${name} ${at.start}`, `SAM refuses ${is} in ${name}`, at));
  if (!name.startsWith('SourceVpc')) return [];
  return itemsOf(value)
    .filter(isUnknown)
    .filter((item) => keyOfId(item) === undefined);
}

/** The items of a list; anything else is the only one. What may bring further ones is an item too. */
export function itemsOf(value: Value): readonly Value[] {
  return value.kind === 'list' ? [...value.items, ...value.open] : [value];
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

export function list(items: readonly Value[], at: Span): List {
  const open = items.filter((item) => item.kind === 'unknown');
  return { kind: 'list', items: items.filter((item) => item.kind !== 'unknown'), open, origin: { at } };
}

/** What SAM writes stands where the key stands that it writes it for. */
export function dict(at: Span, members: Readonly<Record<string, Value>>): Dict {
  const entries = Object.entries(members).map(([key, value]) => ({ key: textAt(key, at), value }));
  return { kind: 'dict', entries, open: [], origin: { at }, first: { at } };
}
