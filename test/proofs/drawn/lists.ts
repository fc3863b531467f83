import fc from 'fast-check';
import { type DrawnStatement, type DrawnTemplate, type Json, templates } from './templates.ts';

/** Drawn templates whose lists hold what the rules about entries speak of, and the forms that a template may keep a list in. */

/** Networks that cover, repeat, make up or miss each other, in every spelling that a rule has something to say of. */
const ENTRIES: readonly string[] = [
  '81.2.69.0/24',
  '81.2.69.0/25',
  '81.2.69.128/25',
  '81.2.69.160',
  '81.2.69.160/32',
  '81.2.69.7/24',
  '81.2.70.0/24',
  '9.9.9.9',
  '8.0.0.0/7',
  '0.0.0.0/0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '10.0.0.0/8',
  '10.1.2.3/9',
  '2600:1f18::/32',
  '2600:1f18::9',
  '2600:1f18::9/128',
  '2600:1f18::9/33',
  '::ffff:9.9.9.9',
  '::/0',
];

const addresses = fc.record({
  operator: fc.constantFrom('IpAddress', 'IpAddress', 'NotIpAddress', 'IpAddressIfExists', 'NotIpAddressIfExists'),
  key: fc.constantFrom('aws:SourceIp', 'aws:SourceIp', 'aws:SourceIp', 'aws:VpcSourceIp'),
  values: fc.array(fc.constantFrom(...ENTRIES), { minLength: 1, maxLength: 4 }),
});

const statement: fc.Arbitrary<DrawnStatement> = fc.record({
  effect: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny'),
  principal: fc.constant('*'),
  resource: fc.constantFrom(
    ['execute-api:/*'],
    ['execute-api:/*'],
    ['execute-api:/live/GET/*'],
    ['execute-api:/*/*/admin'],
  ),
  tests: addresses.map((one) => [one]),
});

/** Mostly literals: what a condition chooses is for other proofs, a few of it is here. */
export const listed: fc.Arbitrary<DrawnTemplate> = fc
  .tuple(templates, fc.array(statement, { minLength: 1, maxLength: 3 }))
  .map(([one, statements]) => ({ ...one, statements, routes: one.routes.slice(0, 2) }));

/** What a template may write in place of a list of texts, with what it needs elsewhere. */
interface Form {
  readonly parameters?: Readonly<Record<string, Json>>;
  readonly mappings?: Readonly<Record<string, Json>>;
  /** What else the template reads of the list. */
  readonly outputs?: Readonly<Record<string, Json>>;
  readonly list: Json;
  /** Whether a function reads members of it by their places, or how many there are. */
  readonly counted?: true;
}

const select = (list: Json, index: number): Json => ({ 'Fn::Select': [index, list] });
const split = (text: Json): Json => ({ 'Fn::Split': [',', text] });
const found: Json = { 'Fn::FindInMap': ['Networks', 'all', 'office'] };
const inMap = (list: Json) => ({ Networks: { all: { office: list } } });
const listOf = (entries: readonly string[]) => ({
  Sources: { Type: 'CommaDelimitedList', Default: entries.join(',') },
});
const textOf = (entries: readonly string[]) => ({ Sources: { Type: 'String', Default: entries.join(',') } });
const ref: Json = { Ref: 'Sources' };

/** Every way to keep a list, by name. */
export const FORMS: Readonly<Record<string, (entries: readonly string[]) => Form>> = {
  literal: (entries) => ({ list: entries }),
  'list parameter': (entries) => ({ parameters: listOf(entries), list: ref }),
  'split text': (entries) => ({ parameters: textOf(entries), list: split(ref) }),
  mapping: (entries) => ({ mappings: inMap(entries), list: found }),
  'members of a list parameter': (entries) => ({
    counted: true,
    parameters: listOf(entries),
    list: entries.map((_, i) => select(ref, i)),
  }),
  'members of a split text': (entries) => ({
    counted: true,
    parameters: textOf(entries),
    list: entries.map((_, i) => select(split(ref), i)),
  }),
  'members of a mapping': (entries) => ({
    counted: true,
    mappings: inMap(entries),
    list: entries.map((_, i) => select(found, i)),
  }),
  'members of a literal list': (entries) => ({ counted: true, list: entries.map((_, i) => select(entries, i)) }),
  'list parameter, a member of which is read': (entries) => ({
    counted: true,
    parameters: listOf(entries),
    outputs: { Last: { Value: select(ref, entries.length - 1) } },
    list: ref,
  }),
  'split text, a member of which is read': (entries) => ({
    counted: true,
    parameters: textOf(entries),
    outputs: { Last: { Value: select(split({ 'Fn::Sub': `$\{Sources}` }), entries.length - 1) } },
    list: split(ref),
  }),
  'mapping, a member of which is read': (entries) => ({
    counted: true,
    mappings: inMap(entries),
    outputs: { Last: { Value: select(found, entries.length - 1) } },
    list: found,
  }),
  'list parameter that is counted': (entries) => ({
    counted: true,
    parameters: listOf(entries),
    outputs: { Count: { Value: { 'Fn::Length': ref } } },
    list: ref,
  }),
};

/** Where the members of a form's list stand: in a parameter, in a mapping or before a function. */
const KEPT = /^(?:Parameters\.Sources|Mappings\.Networks)\b|Fn::Select/;

/** Whether a place is one that a function counts. */
export function isCountedIn(form: string, path = ''): boolean {
  return FORMS[form]?.([]).counted === true && KEPT.test(path);
}

type Mapping = { readonly [name: string]: Json };

const isMapping = (one: Json | undefined): one is Mapping =>
  typeof one === 'object' && one !== null && !Array.isArray(one);

/** The template with its first list of addresses kept in a form, and with it all lists of the same texts. */
export function keptIn(form: string, template: Json): Json {
  const make = FORMS[form];
  const list = firstList(template);
  if (!make || !list || !isMapping(template)) return template;
  const { parameters, mappings, outputs, list: written } = make(list);
  const text = JSON.stringify(list);
  const swapped = swap(template, (one) => JSON.stringify(one) === text, written) as Mapping;
  return {
    ...swapped,
    Parameters: { ...(swapped.Parameters as Mapping), ...parameters },
    ...(mappings && { Mappings: mappings }),
    ...(outputs && { Outputs: outputs }),
  };
}

const isAddressKey = (name: string): boolean => name === 'aws:SourceIp' || name === 'aws:VpcSourceIp';

function firstList(one: Json): readonly string[] | undefined {
  if (Array.isArray(one)) return one.map((part) => firstList(part)).find((part) => part);
  if (!isMapping(one)) return undefined;
  const own = Object.entries(one).find(([name, value]) => isAddressKey(name) && isTexts(value));
  if (own) return own[1] as readonly string[];
  return Object.values(one)
    .map((part) => firstList(part))
    .find((part) => part);
}

const isTexts = (one: Json): one is readonly string[] =>
  Array.isArray(one) && one.every((part) => typeof part === 'string');

function swap(one: Json, isOld: (value: Json) => boolean, by: Json): Json {
  if (Array.isArray(one)) return one.map((part) => swap(part, isOld, by));
  if (!isMapping(one)) return one;
  return Object.fromEntries(
    Object.entries(one).map(([name, value]) => [
      name,
      isAddressKey(name) && isOld(value) ? by : swap(value, isOld, by),
    ]),
  );
}
