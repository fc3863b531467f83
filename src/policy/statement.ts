import { type Answer, NO, unknown, yes } from '../model/answer.ts';
import type { Condition, Element, PrincipalElement, Statement } from '../model/policy.ts';
import { display, literal, originOf, unknownsOf } from '../values/text.ts';
import type { Dict, DictEntry } from '../values/value.ts';
import { readConditions } from './condition.ts';
import type { Defects } from './defects.ts';
import { readAction, readElement, readPrincipal } from './elements.ts';
import { unknownsIn } from './values.ts';

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
  const entries = readElements(dict, defects);
  for (const name of PAIRS) checkPair(entries.get(name), entries.get(`Not${name}`), dict, defects);
  const effect = readEffect(entries.get('Effect'), defects);
  const principal = readPrincipal(entries.get('Principal') ?? entries.get('NotPrincipal'), defects);
  const action = readAction(entries.get('Action') ?? entries.get('NotAction'), defects);
  const resource = readElement(entries.get('Resource') ?? entries.get('NotResource'), defects);
  const { conditions, open } = readConditions(entries.get('Condition'), defects);
  const sid = readSid(entries.get('Sid'), defects);
  return {
    place: dict.first,
    index,
    ...(sid !== undefined && { sid }),
    effect,
    ...(principal && { principal }),
    ...(action && { action }),
    ...(resource && { resource }),
    conditions,
    open: dict.open,
    conditionsOpen: open,
    key: sid || shapeOf(effect, [principal, action, resource], conditions),
  };
}

/** The elements of a statement by their names; those that are missing or misspelt are defects. */
function readElements(dict: Dict, defects: Defects): ReadonlyMap<string, DictEntry> {
  const entries = new Map<string, DictEntry>();
  const missing = new Set<string>(['Effect', ...PAIRS]);
  for (const entry of dict.entries) {
    const name = literal(entry.key);
    if (name !== undefined && ELEMENTS.includes(name)) entries.set(name, entry);
    else if (name === undefined) defects.maybe('element', originOf(entry.key), unknownsOf(entry.key));
    else missing.delete(defects.misspelt('element', entry.key, ELEMENTS)?.replace(/^Not/, '') ?? '');
  }
  for (const name of entries.keys()) missing.delete(name.replace(/^Not/, ''));
  if (missing.size === 0) return entries;
  if (dict.open.length > 0) defects.maybe('element-missing', dict.first, dict.open);
  else {
    const it = missing.size > 1 ? 'them' : 'it';
    defects.add('element-missing', dict.first, { name: [...missing].join(' and no '), it });
  }
  return entries;
}

function checkPair(one: DictEntry | undefined, other: DictEntry | undefined, dict: Dict, defects: Defects): void {
  if (!one || !other) return;
  const [first, second] = dict.entries.indexOf(one) < dict.entries.indexOf(other) ? [one, other] : [other, one];
  defects.add(
    'element-pair',
    originOf(second.key),
    { first: display(first.key), second: display(second.key) },
    { related: { message: `${display(first.key)} is here`, place: originOf(first.key) } },
  );
}

function readSid(entry: DictEntry | undefined, defects: Defects): string | undefined {
  if (entry?.value.kind === 'text') return literal(entry.value);
  if (entry && entry.value.kind !== 'unknown')
    defects.add('element-type', originOf(entry.key), { name: 'Sid', wanted: 'a string' });
  return undefined;
}

/** What stays the same when values change. */
function shapeOf(
  effect: Answer<string>,
  elements: readonly (Element | PrincipalElement | undefined)[],
  conditions: readonly Condition[],
): string {
  return [
    effect.is === 'yes' ? effect.value : '',
    ...elements.map((element) =>
      element ? `${element.name} ${element.values.map(({ written }) => written).join(' ')}` : '',
    ),
    ...conditions.map((condition) => `${condition.operator.written} ${condition.key.name ?? condition.key.written}`),
  ].join('\n');
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
