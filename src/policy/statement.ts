import { type Answer, NO, unknown, yes } from '../model/answer.ts';
import { openValue } from '../model/entries.ts';
import { globMatches } from '../model/glob.ts';
import type { Element, ElementValue, PrincipalElement, Statement } from '../model/policy.ts';
import { display, isHole, literal, originOf, type Text } from '../values/text.ts';
import type { Dict, DictEntry, Unknown, Value } from '../values/value.ts';
import { readConditions } from './condition.ts';
import { type Defects, holes, unknownsIn } from './reader.ts';

const ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
const PAIRS = ['Principal', 'Action', 'Resource'] as const;

/** Reads one statement; what is wrong with it goes to the defects. */
export function readStatement(dict: Dict, index: number, defects: Defects): Statement {
  const place = dict.first;
  const entries = new Map<string, DictEntry>();
  const missing = new Set<string>(['Effect', ...PAIRS]);
  for (const entry of dict.entries) {
    const name = literal(entry.key);
    if (name !== undefined && ELEMENTS.includes(name)) entries.set(name, entry);
    else if (name === undefined) defects.maybe('element', originOf(entry.key), holes(entry.key));
    else missing.delete(defects.misspelt('element', entry.key, ELEMENTS)?.replace(/^Not/, '') ?? '');
  }
  for (const name of entries.keys()) missing.delete(name.replace(/^Not/, ''));
  for (const name of missing) {
    if (dict.open.length > 0) defects.maybe('element-missing', place, dict.open);
    else defects.add('element-missing', place, { name });
  }
  for (const name of PAIRS) {
    const [one, other] = [entries.get(name), entries.get(`Not${name}`)];
    if (!one || !other) continue;
    const [first, second] = dict.entries.indexOf(one) < dict.entries.indexOf(other) ? [one, other] : [other, one];
    defects.add(
      'element-pair',
      originOf(second.key),
      { first: display(first.key), second: display(second.key) },
      { related: { message: `${display(first.key)} is here`, place: originOf(first.key) } },
    );
  }
  const effect = readEffect(entries.get('Effect'), defects);
  const principal = readPrincipal(entries.get('Principal') ?? entries.get('NotPrincipal'), defects);
  const action = readElement(entries.get('Action') ?? entries.get('NotAction'), defects);
  const resource = readElement(entries.get('Resource') ?? entries.get('NotResource'), defects);
  if (action) checkActions(action, defects);
  const { conditions, open } = readConditions(entries.get('Condition'), defects);
  const sid = entries.get('Sid')?.value;
  const name = sid?.kind === 'text' ? literal(sid) : undefined;
  if (sid && sid.kind !== 'text' && sid.kind !== 'unknown')
    defects.add('element-type', originOf((entries.get('Sid') as DictEntry).key), { name: 'Sid', wanted: 'a string' });
  const shape = [
    effect.is === 'yes' ? effect.value : '',
    ...[principal, action, resource].map((element) =>
      element ? `${element.name} ${element.values.map(({ written }) => written).join(' ')}` : '',
    ),
    ...conditions.map((condition) => `${condition.operator.written} ${condition.key.name ?? condition.key.written}`),
  ];
  return {
    place,
    index,
    ...(name !== undefined && { sid: name }),
    effect,
    ...(principal && { principal }),
    ...(action && { action }),
    ...(resource && { resource }),
    conditions,
    open: dict.open,
    conditionsOpen: open,
    key: name || shape.join('\n'),
  };
}

function readEffect(entry: DictEntry | undefined, defects: Defects): Answer<'Allow' | 'Deny'> {
  if (!entry) return NO;
  const { key, value } = entry;
  const because = unknownsIn(value);
  if (because.length > 0) {
    defects.maybe('effect', originOf(key), because);
    return unknown(because);
  }
  const written = value.kind === 'text' ? literal(value) : undefined;
  if (written === 'Allow' || written === 'Deny') return yes(written);
  defects.add('effect', originOf(key), { written: written ?? `a ${value.kind === 'dict' ? 'mapping' : value.kind}` });
  return NO;
}

/** One string, or a list of them. */
function readElement(entry: DictEntry | undefined, defects: Defects): Element | undefined {
  if (!entry) return undefined;
  const name = display(entry.key);
  const place = originOf(entry.key);
  const { values, open } = readValues(entry.value, () =>
    defects.add('element-type', place, { name, wanted: 'a string or a list of strings' }),
  );
  if (isEmptyList(entry.value)) defects.add('element-empty', place, { name });
  return { place, name, negated: name.startsWith('Not'), values, open };
}

function isEmptyList(value: Value): boolean {
  return value.kind === 'list' && value.items.length === 0 && value.open.length === 0;
}

export interface Values {
  readonly values: readonly ElementValue[];
  readonly open: readonly Unknown[];
}

/** The strings of a scalar or a list; whatever else stands there is handed to `malformed`. */
export function readValues(value: Value, malformed: (value: Value) => void): Values {
  if (value.kind === 'unknown')
    return isString(value) ? { values: [openValue(value)], open: [] } : { values: [], open: [value] };
  if (value.kind === 'text' && value.scalar !== 'null') return { values: [elementValue(value)], open: [] };
  if (value.kind !== 'list') {
    malformed(value);
    return { values: [], open: [] };
  }
  const values = value.items.flatMap((item): readonly ElementValue[] => {
    if (item.kind === 'text' && item.scalar !== 'null') return [elementValue(item)];
    if (item.kind === 'unknown') return [openValue(item)];
    malformed(item);
    return [];
  });
  return { values, open: value.open };
}

/** Whether an unknown is one string for certain, and no list. */
export function isString({ source }: Unknown): boolean {
  return source?.kind === 'parameter' && !source.list;
}

function elementValue(text: Text): ElementValue {
  const known = literal(text);
  return {
    text,
    written: display(text),
    known: known === undefined ? unknown(holes(text)) : yes(known),
    place: originOf(text),
  };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_apigatewaymanagement.html */
const ACTIONS = ['execute-api:invoke', 'execute-api:invalidatecache', 'execute-api:manageconnections'];

function checkActions(element: Element, defects: Defects): void {
  for (const { text, written } of element.values) {
    const known = literal(text);
    if (known === undefined) defects.maybe('action', element.place, holes(text));
    else if (!ACTIONS.some((action) => globMatches(known.toLowerCase(), action)))
      defects.add('action', element.place, { written });
  }
  if (element.open.length > 0) defects.maybe('action', element.place, element.open);
}

const PRINCIPALS = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function readPrincipal(entry: DictEntry | undefined, defects: Defects): PrincipalElement | undefined {
  if (!entry) return undefined;
  const { key, value } = entry;
  const name = display(key);
  const element = { place: originOf(key), name, negated: name.startsWith('Not') };
  if (value.kind === 'unknown') {
    defects.maybe('principal-type', element.place, [value]);
    return { ...element, values: [], open: [value] };
  }
  if (value.kind === 'dict') return { ...element, ...readPrincipals(value, name, defects) };
  if (value.kind === 'text' && (literal(value) === '*' || value.pieces.some(isHole))) {
    if (literal(value) !== '*') defects.maybe('principal-type', element.place, holes(value));
    return { ...element, values: [{ ...elementValue(value), type: 'AWS' }], open: [] };
  }
  defects.add('principal-type', element.place, { name, written: value.kind === 'text' ? display(value) : 'a list' });
  return { ...element, values: [], open: [] };
}

function readPrincipals(dict: Dict, name: string, defects: Defects): Pick<PrincipalElement, 'values' | 'open'> {
  const values: (ElementValue & { readonly type: string })[] = [];
  const open: Unknown[] = [...dict.open];
  if (dict.entries.length === 0 && open.length === 0) defects.add('element-empty', dict.origin, { name });
  for (const { key, value } of dict.entries) {
    const type = display(key);
    if (!PRINCIPALS.includes(type)) {
      defects.add('principal', originOf(key), { written: type });
      continue;
    }
    const read = readValues(value, () =>
      defects.add('element-type', originOf(key), { name: type, wanted: 'a string or a list of strings' }),
    );
    if (isEmptyList(value)) defects.add('element-empty', originOf(key), { name: type });
    for (const one of read.values) values.push({ ...one, type });
    for (const one of read.open) open.push(one);
  }
  return { values, open };
}
