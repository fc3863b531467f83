import type { Node, Span } from '../source/tree.ts';
import { Budget, LimitError } from '../values/budget.ts';
import { fromNode } from '../values/convert.ts';
import { concat, literal, originOf, render, replaceParts, slice, type Text, textAt, trim } from '../values/text.ts';
import type { Value } from '../values/value.ts';

type Values = Map<string, Text>;
type Malformed = (message: string, at: Span) => void;

/**
 * What SAM CLI makes of `parameter_overrides`: texts with `Key=Value` or `ParameterKey=Key,ParameterValue=Value` in them, maps
 * from names to values, and lists of both; later ones win. What it passes over, and what it would read from other files, is
 * handed to `malformed`.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-deploy.html
 */
export function readOverrides(node: Node, malformed: Malformed): Values {
  const values: Values = new Map();
  try {
    addAll(fromNode(node, new Budget()), values, malformed);
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    malformed(error.message, error.at);
  }
  return values;
}

function addAll(value: Value, values: Values, malformed: Malformed): void {
  if (value.kind === 'list') for (const item of value.items) addAll(item, values, malformed);
  else if (value.kind === 'dict') {
    for (const { key, value: one } of value.entries) {
      const name = render(key, '');
      const text = name === '$include' ? undefined : asText(one);
      if (text) values.set(name, text);
      else malformed(`${name} is no text and no list of texts: ${NAME_THE_FILE}`, originOf(key).at);
    }
  } else if (value.kind === 'text') addText(value, values, malformed);
}

const NAME_THE_FILE = 'write the value here, or name the file that has it with --parameter-file.';

/** A member of a map; a list is its members with commas between them. */
function asText(value: Value): Text | undefined {
  if (value.kind === 'text') return { ...python(value), scalar: 'string' };
  if (value.kind !== 'list') return undefined;
  const items = value.items.map((item) => asText(item));
  if (items.some((item) => item === undefined)) return undefined;
  const { at } = value.origin;
  const parts = items.flatMap((item, i) => [...(i > 0 ? [textAt(',', at)] : []), trim(item as Text)]);
  return concat(parts, at);
}

/** SAM CLI writes values that are no texts as Python does. */
function python(text: Text): Text {
  const { at } = originOf(text);
  if (text.scalar === 'null') return textAt('', at);
  if (text.scalar !== 'boolean') return text;
  return textAt(/^t/i.test(render(text, '')) ? 'True' : 'False', at);
}

const VALUE = String.raw`"[^"\\]*(?:\\[^\n][^"\\]*)*"|'[^'\\]*(?:\\[^\n][^'\\]*)*'|(?:\\[^\n]|[^ "\\])+`;
const FORMS = [
  new RegExp(`ParameterKey=([A-Za-z0-9"']+),ParameterValue=(${VALUE})`, 'dg'),
  new RegExp(`(?:^| )([A-Za-z0-9"']+)=(${VALUE})`, 'dg'),
];

/** One text is of one form. */
function addText(text: Text, values: Values, malformed: Malformed): void {
  const whole = trim(text);
  const written = literal(whole) ?? '';
  if (written.startsWith('file://')) {
    malformed(`A file is named here: ${NAME_THE_FILE}`, originOf(whole).at);
    return;
  }
  const matches = FORMS.map((form) => [...written.matchAll(form)]).find((found) => found.length > 0) ?? [];
  let at = 0;
  const passedOver = (to: number): void => {
    const rest = trim(slice(whole, at, to));
    if (at < to && render(rest, '') !== '')
      malformed(
        'SAM CLI passes over this: write Key=Value, with quotes around a value with blanks.',
        originOf(rest).at,
      );
  };
  for (const match of matches) {
    const [, key, value] = match.indices ?? [];
    passedOver(match.index);
    at = match.index + match[0].length;
    if (key && value) values.set(render(unquoted(slice(whole, ...key)), ''), unquoted(slice(whole, ...value)));
  }
  passedOver(written.length);
}

/** A text without the quotes around it, and without the backslashes before blanks and quotes. */
function unquoted(text: Text): Text {
  const written = render(text, '');
  const isQuoted = /^["']/.test(written) && written[0] === written.at(-1);
  // a quote by itself is both of them
  const inner = isQuoted ? slice(text, 1, Math.max(1, written.length - 1)) : text;
  const escapes = [...render(inner, '').matchAll(/\\(?=[ "'])/g)];
  return replaceParts(
    inner,
    escapes.map(({ index }) => ({ start: index, end: index + 1, by: [] })),
  );
}
