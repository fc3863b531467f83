import { covers, patternOf } from '../model/pattern.ts';
import type { Element, ElementValue, PrincipalElement } from '../model/policy.ts';
import { display, isHole, literal, originOf, unknownsOf } from '../values/text.ts';
import type { Dict, DictEntry, Unknown } from '../values/value.ts';
import type { Defects } from './defects.ts';
import { checkPrincipals } from './principals.ts';
import { elementValue, isEmptyList, readValues } from './values.ts';

/** One string, or a list of them. */
export function readElement(entry: DictEntry | undefined, defects: Defects): Element | undefined {
  if (!entry) return undefined;
  const name = display(entry.key);
  const place = originOf(entry.key);
  const { values, open } = readValues(entry.value, () =>
    defects.add('element-type', place, { name, wanted: 'a string or a list of strings' }),
  );
  if (isEmptyList(entry.value)) defects.add('element-empty', place, { name });
  return { place, name, negated: name.startsWith('Not'), values, open };
}

const ACTIONS = ['execute-api:invoke', 'execute-api:invalidatecache', 'execute-api:manageconnections'];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigateway.html */
export function readAction(entry: DictEntry | undefined, defects: Defects): Element | undefined {
  const element = readElement(entry, defects);
  if (element) checkActions(element, defects);
  return element;
}

function checkActions(element: Element, defects: Defects): void {
  for (const { text, written } of element.values) {
    const known = literal(text);
    if (known === undefined) defects.maybe('action', element.place, unknownsOf(text));
    else if (!ACTIONS.some((action) => covers(patternOf(known.toLowerCase()), patternOf(action)).is === 'yes'))
      defects.add('action', element.place, { written });
  }
  if (element.open.length > 0) defects.maybe('action', element.place, element.open);
}

const PRINCIPALS = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function readPrincipal(entry: DictEntry | undefined, defects: Defects): PrincipalElement | undefined {
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
    if (literal(value) !== '*') defects.maybe('principal-type', element.place, unknownsOf(value));
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
    const typed = read.values.map((one) => ({ ...one, type }));
    if (type === 'AWS') checkPrincipals({ values: typed, open: read.open }, originOf(key), defects);
    for (const one of typed) values.push(one);
    for (const one of read.open) open.push(one);
  }
  return { values, open };
}
