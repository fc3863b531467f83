import { type Answer, NO, unknown, yes } from '../model/answer.ts';
import type { DefectCode, Place, Policy, Statement } from '../model/policy.ts';
import { parseJsonText } from '../values/json.ts';
import { display, isHole, literal, originOf, type Text } from '../values/text.ts';
import type { Dict, DictEntry, Unknown, Value } from '../values/value.ts';
import { Defects } from './defects.ts';
import { NO_SIZE, policySize } from './size.ts';
import { readStatement } from './statement.ts';
import { unknownsIn } from './values.ts';
import { withVariables } from './variables.ts';

const ELEMENTS = ['Version', 'Id', 'Statement'];

/**
 * Reads a resource policy from any value: an object, or a string of JSON. `place` is the key that introduces it. No for an
 * empty one, which is no policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicy(value: Value, place: Place): Answer<Policy> {
  switch (value.kind) {
    case 'unknown':
      return unknown([value]);
    case 'text':
      return readText(value, place);
    case 'list':
      return broken('policy-type', place, { what: 'a list' });
    case 'dict':
      return readDict(value, place, new Defects());
  }
}

function readText(text: Text, place: Place): Answer<Policy> {
  if (text.scalar === 'null') return NO;
  if (text.scalar !== 'string') return broken('policy-type', place, { what: `a ${text.scalar}` });
  const [only] = text.pieces;
  if (only && text.pieces.length === 1 && isHole(only)) return unknown([only.unknown]);
  if (literal(text)?.trim() === '') return NO;
  const { value, failures } = parseJsonText(text);
  const defects = new Defects();
  for (const { message, origin } of failures)
    defects.add(value ? 'duplicate-element' : 'policy-json', origin, { message });
  if (value?.kind === 'dict') return readDict(value, place, defects);
  if (value?.kind === 'unknown') return unknown([value]);
  if (value) defects.add('policy-type', place, { what: value.kind === 'list' ? 'a list' : `a ${value.scalar}` });
  return yes({ place, statements: [], open: [], defects: defects.found, size: NO_SIZE });
}

function broken(code: DefectCode, place: Place, data: Readonly<Record<string, string>>): Answer<Policy> {
  const defects = new Defects();
  defects.add(code, place, data);
  return yes({ place, statements: [], open: [], defects: defects.found, size: NO_SIZE });
}

function readDict(dict: Dict, place: Place, defects: Defects): Answer<Policy> {
  const named = (name: string): DictEntry | undefined => dict.entries.find(({ key }) => literal(key) === name);
  const statement = named('Statement');
  const strange = dict.entries.filter(({ key }) => !ELEMENTS.includes(literal(key) ?? ''));
  if (!statement && strange.length === 0) return dict.open.length > 0 ? unknown(dict.open) : NO;
  const meant = strange.map(({ key }) => defects.misspelt('policy-element', key, ELEMENTS));
  const version = named('Version');
  if (version) readVersion(version, defects);
  if (!statement && !meant.includes('Statement') && dict.open.length === 0) defects.add('statement-missing', place);
  const knowsVariables = version?.value.kind === 'text' && literal(version.value) === '2012-10-17';
  const { statements, open } = statement
    ? readStatements(statement, knowsVariables ? withVariables : (one) => one, defects)
    : { statements: [], open: [] };
  return yes({ place, statements, open: [...dict.open, ...open], defects: defects.found, size: policySize(dict) });
}

function readVersion({ key, value }: DictEntry, defects: Defects): void {
  const because = unknownsIn(value);
  const written = value.kind === 'text' ? literal(value) : undefined;
  if (because.length > 0) defects.maybe('version', originOf(key), because);
  else if (written !== '2012-10-17' && written !== '2008-10-17')
    defects.add('version', originOf(key), { written: value.kind === 'text' ? display(value) : `a ${value.kind}` });
}

function readStatements(
  { key, value }: DictEntry,
  opened: (statement: Dict) => Dict,
  defects: Defects,
): { statements: readonly Statement[]; open: readonly Unknown[] } {
  if (value.kind === 'unknown') return { statements: [], open: [value] };
  if (value.kind === 'dict') return { statements: [readStatement(opened(value), 0, defects)], open: [] };
  if (value.kind === 'text') {
    defects.add('statement-type', originOf(key), { what: value.scalar === 'null' ? 'empty' : `a ${value.scalar}` });
    return { statements: [], open: [] };
  }
  if (value.items.length === 0 && value.open.length === 0) defects.add('statement-empty', originOf(key));
  const statements: Statement[] = [];
  const open: Unknown[] = [...value.open];
  value.items.forEach((item, index) => {
    if (item.kind === 'dict') statements.push(readStatement(opened(item), index, defects));
    else if (item.kind === 'unknown') open.push(item);
    else
      defects.add('statement-type', item.kind === 'text' ? originOf(item) : item.origin, {
        what: item.kind === 'text' ? `a ${item.scalar}` : 'a list',
      });
  });
  return { statements, open };
}
