import { encode, indent, join, type Marked, mark } from '../support/marked.ts';

/** A policy as data; the printers below write it in every form a template can hold it in. */
export type Json = string | readonly Json[] | { readonly [key: string]: Json };

/** Every key and string is marked with its path: `Statement.0.Effect` is the string, `Statement.0.Effect#` the key. */
export function json(value: Json, pretty: boolean, path = ''): Marked {
  const line = pretty ? '\n' : ' ';
  if (typeof value === 'string') return join('"', mark(path, JSON.stringify(value).slice(1, -1)), '"');
  const under = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
  if (isList(value))
    return join(
      '[',
      indented(
        list(
          value.map((item, i) => join(line, json(item, pretty, under(i)))),
          ',',
        ),
        pretty,
      ),
      line,
      ']',
    );
  const members = Object.entries(value).map(([key, one]) =>
    join(line, '"', mark(`${under(key)}#`, key), '": ', json(one, pretty, under(key))),
  );
  return join(mark(`${path}{`, '{'), indented(list(members, ','), pretty), line, '}');
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function indented(from: Marked, pretty: boolean): Marked {
  return pretty ? indent(from, 2) : from;
}

function list(parts: readonly Marked[], separator: string): Marked {
  return join(...parts.flatMap((part, i) => (i === 0 ? [part] : [separator, part])));
}

type Scalar = (name: string, value: string) => Marked;

export const scalars: Readonly<Record<'double' | 'single' | 'literal' | 'folded', Scalar>> = {
  double: (name, value) => join('"', mark(name, value), '"'),
  single: (name, value) => join("'", mark(name, value), "'"),
  literal: (name, value) => join('|-\n  ', mark(name, value)),
  folded: (name, value) => join('>-\n  ', mark(name, value)),
};

/** YAML in block style; keys are plain, the first key of a mapping is marked as its first token. */
export function yaml(value: Json, scalar: Scalar, path = ''): Marked {
  if (typeof value === 'string') return indent(scalar(path, value), 2);
  const under = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
  if (isList(value))
    return list(
      value.map((item, i) => join('- ', indent(yaml(item, scalar, under(i)), 2))),
      '\n',
    );
  const members = Object.entries(value).map(([key, one], i) => {
    const name = keyToken(under(key), key, i === 0 ? path : undefined);
    const nested =
      typeof one === 'string'
        ? join(' ', yaml(one, scalar, under(key)))
        : join('\n  ', indent(yaml(one, scalar, under(key)), 2));
    return join(name, ':', nested);
  });
  return list(members, '\n');
}

/** Below the key that it belongs to. */
export function block(value: Marked, blanks = 8): Marked {
  return join('\n', ' '.repeat(blanks), indent(value, blanks));
}

/** A key; the first one of a mapping is the mapping's first token too. */
function keyToken(path: string, key: string, firstOf: string | undefined): Marked {
  const { text, marks } = mark(`${path}#`, key);
  return {
    text,
    marks: new Map([...marks, ...(firstOf === undefined ? [] : [[`${firstOf}{`, [0, key.length]] as const])]),
  };
}

/** YAML in flow style, on one line. */
export function flow(value: Json, path = ''): Marked {
  if (typeof value === 'string') return join("'", mark(path, value), "'");
  const under = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
  if (isList(value))
    return join(
      '[',
      list(
        value.map((item, i) => flow(item, under(i))),
        ', ',
      ),
      ']',
    );
  const members = Object.entries(value).map(([key, one], i) =>
    join(keyToken(under(key), key, i === 0 ? path : undefined), ': ', flow(one, under(key))),
  );
  return join('{ ', list(members, ', '), ' }');
}

const escapeUnit = (one: string): string => JSON.stringify(one).slice(1, -1).replaceAll('\\ud', '\\uD');

/** As the content of a JSON or double-quoted YAML string; surrogates stay what they are. */
export function escaped(from: Marked): Marked {
  return encode(from, (one) => (/[\ud800-\udfff]/.test(one) ? one : escapeUnit(one)));
}

/** Slashes and one letter of each word escaped too, as some tools write JSON. */
export function overEscaped(from: Marked): Marked {
  return encode(from, (one) => (one === '/' ? '\\/' : one === '.' ? '\\u002e' : one));
}
