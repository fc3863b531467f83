import { AddressSet } from '../ip/address-set.ts';
import { parseNetwork } from '../ip/network.ts';
import { type Answer, unknown, yes } from '../model/answer.ts';
import {
  isForeignKey,
  KEY_NAMES,
  type KeyName,
  keyFacts,
  keyName,
  OPERATORS,
  type Operator,
  parseOperator,
} from '../model/conditions.ts';
import { byNature, natureOfId, openEntry } from '../model/entries.ts';
import type { Condition, Entry, EntryAddress, Place, SourceList } from '../model/policy.ts';
import { nearest } from '../text/nearest.ts';
import { display, isHole, literal, originOf, render, type Text, unknownsOf } from '../values/text.ts';
import type { DictEntry, Nature, Unknown, Value } from '../values/value.ts';
import type { Defects } from './defects.ts';
import { isString, readValues } from './values.ts';

/** Reads the `Condition` element: one Condition for each operator and key. */
export function readConditions(
  entry: DictEntry | undefined,
  defects: Defects,
): { readonly conditions: readonly Condition[]; readonly open: readonly Unknown[] } {
  if (!entry) return { conditions: [], open: [] };
  const { key, value } = entry;
  if (value.kind === 'unknown') return { conditions: [], open: [value] };
  if (value.kind === 'text' && value.scalar === 'null') return { conditions: [], open: [] };
  if (value.kind !== 'dict') {
    defects.add('condition-type', originOf(key));
    return { conditions: [], open: [] };
  }
  const open: Unknown[] = [...value.open];
  const conditions = value.entries.flatMap((block) => readBlock(block, open, defects));
  return { conditions, open };
}

function readBlock({ key, value }: DictEntry, open: Unknown[], defects: Defects): readonly Condition[] {
  const place = originOf(key);
  if (key.pieces.some(isHole)) {
    defects.maybe('operator', place, unknownsOf(key));
    for (const one of unknownsOf(key)) open.push(one);
    return [];
  }
  const operator = { ...parseOperator(display(key)), place };
  if (!operator.name) {
    const base = operator.written.replace(/^\w+:/, '').replace(/IfExists$/i, '');
    const meant = nearest(base, OPERATORS);
    defects.add('operator', place, { written: operator.written, hint: meant ? `: did you mean ${meant}?` : '.' });
  }
  if (value.kind === 'unknown') {
    open.push(value);
    return [];
  }
  if (value.kind !== 'dict') {
    defects.add('operator-missing-key', place, { written: operator.written });
    return [];
  }
  for (const one of value.open) open.push(one);
  const seen = new Map<string, Place>();
  return value.entries.map((entry) => {
    const condition = readKey(operator, entry, defects);
    const name = condition.key.written.toLowerCase();
    const earlier = seen.get(name);
    if (earlier)
      defects.add(
        'key-duplicate',
        condition.place,
        { written: condition.key.written },
        { related: { message: 'the same key is here', place: earlier } },
      );
    else seen.set(name, condition.place);
    return condition;
  });
}

function readKey(operator: Condition['operator'], { key, value }: DictEntry, defects: Defects): Condition {
  const place = originOf(key);
  const written = display(key);
  const name = key.pieces.some(isHole) ? undefined : keyName(written);
  const isList = operator.family === 'ip' && (name === 'aws:SourceIp' || name === 'aws:VpcSourceIp');
  const read = isList
    ? { values: [], open: [] }
    : readValues(value, () =>
        defects.add('element-type', place, { name: written, wanted: 'a string or a list of strings' }),
      );
  const condition: Condition = {
    place,
    operator,
    key: { written, name },
    ...read,
    ...(isList && { list: readList(value, place, name) }),
  };
  if (key.pieces.some(isHole)) defects.maybe('key', place, unknownsOf(key));
  else checkKey(condition, operator, name, defects);
  return condition;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html */
function checkKey(condition: Condition, operator: Operator, name: KeyName | undefined, defects: Defects): void {
  const { written } = condition.key;
  const add = (code: Parameters<Defects['add']>[0], data: Readonly<Record<string, string>>): void =>
    defects.add(code, condition.place, data, { subject: condition });
  if (!name) {
    const meant = isForeignKey(written) ? undefined : nearest(written, KEY_NAMES);
    if (isForeignKey(written)) add('key-unsupported', { written });
    else add('key', { written, hint: meant ? `: did you mean ${meant}?` : '.' });
    return;
  }
  const facts = keyFacts(name);
  if (operator.family === 'null') {
    if (operator.qualifier) add('null-qualifier', { operator: operator.written });
    for (const { text } of condition.values) checkNullValue(text, condition, defects);
    if (condition.open.length > 0) defects.maybe('null-value', condition.place, condition.open);
    return;
  }
  if (operator.qualifier === 'ForAllValues' && !facts.multivalued) add('qualifier-single', { key: name });
  if (operator.family === 'ip' && !facts.address) add('key-not-address', { operator: operator.written, key: name });
  if (operator.family && operator.family !== 'ip' && facts.address)
    add('key-not-comparable', {
      operator: operator.written,
      key: name,
      wanted: operator.negated ? 'NotIpAddress' : 'IpAddress',
    });
}

function checkNullValue(text: Text, condition: Condition, defects: Defects): void {
  const known = literal(text);
  if (known === undefined) defects.maybe('null-value', condition.place, unknownsOf(text));
  else if (!/^(?:true|false)$/i.test(known))
    defects.add('null-value', condition.place, { written: known }, { subject: condition });
}

/** The addresses that an IP operator compares with. */
function readList(value: Value, place: Place, key: KeyName): SourceList {
  if (value.kind === 'unknown' && !isString(value)) return { place, entries: [], open: [value] };
  if (value.kind !== 'list') return { place, entries: [readEntry(value, key)], open: [] };
  return { place, entries: value.items.map((item) => readEntry(item, key)), open: value.open };
}

function readEntry(value: Value, key: KeyName): Entry {
  const entry = readAlone(value);
  // a VPC may have any addresses for its own
  return entry.typed && key === 'aws:VpcSourceIp'
    ? { ...entry, typed: { ...entry.typed, within: AddressSet.all.only(4) } }
    : entry;
}

function readAlone(value: Value): Entry {
  switch (value.kind) {
    case 'unknown':
      return isListParameter(value) ? { ...openEntry(value), address: NESTED } : openEntry(value);
    case 'list':
      return { place: value.origin, written: '', composed: true, address: NESTED };
    case 'dict':
      return { place: value.first, written: '', composed: true, address: yes({ valid: false, reason: 'mapping' }) };
    case 'text': {
      const { composed, ...place } = originOf(value);
      return { place, written: display(value), composed, ...addressOf(value) };
    }
  }
}

const NESTED: Answer<EntryAddress> = yes({ valid: false, reason: 'list' });

function addressOf(text: Text): Pick<Entry, 'address' | 'typed'> {
  const known = literal(text);
  if (known !== undefined) {
    const nature = natureOfId(known);
    return { address: yes(nature ? { valid: false, reason: nature } : parseNetwork(known)) };
  }
  const [first, prefix] = text.pieces;
  const one = first && isHole(first) ? first.unknown : undefined;
  if (one?.nature && !prefix) return byNature(one);
  const isAlone = text.pieces.every((piece) => !isHole(piece) || piece === first);
  if (one?.nature && isAlone && canHavePrefix(one.nature, render(text, ''))) return byNature(one);
  // whatever else there is between these, it is no part of one network
  if (/[,;]/.test(render(text, ''))) return { address: yes({ valid: false, reason: 'separator' }) };
  return { address: unknown(unknownsOf(text)) };
}

/** Whether a nature says as much of a value with a prefix behind it: a single address with that of one, what is none with any. */
function canHavePrefix(nature: Nature, prefix: string): boolean {
  if (nature === 'private network') return false;
  return nature === 'elastic IP address' || nature === 'private address' ? prefix === '/32' : /^\/\d+$/.test(prefix);
}

/** A list of unknown length, which is no string whatever it holds. */
function isListParameter({ source }: Unknown): boolean {
  return source?.kind === 'parameter' && source.list && !source.joined;
}
