import { literal, originOf, replaceMatches, type Text } from '../values/text.ts';
import type { Dict, DictEntry, Unknown, Value } from '../values/value.ts';

/** `${aws:username}`, with or without a default; `${*}` stands for a star that is none of the pattern. */
const VARIABLE = /\$\{(?:aws:(?!:)[^{}]*|[*?$])\}/gi;

/**
 * A statement with its variables as what they are: values of each request. Only version 2012-10-17 knows them, and IP operators
 * take none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function withVariables(statement: Dict): Dict {
  return mapped(statement, (name, value) => {
    if (name === 'Resource' || name === 'NotResource') return open(value);
    if (name !== 'Condition' || value.kind !== 'dict') return value;
    return mapped(value, (operator, keys) => (/IpAddress/i.test(operator) ? keys : open(keys)));
  });
}

function mapped(dict: Dict, of: (name: string, value: Value) => Value): Dict {
  const one = ({ key, value }: DictEntry): DictEntry => ({ key, value: of(literal(key) ?? '', value) });
  return { ...dict, entries: dict.entries.map(one) };
}

function open(value: Value): Value {
  switch (value.kind) {
    case 'text':
      return withHoles(value);
    case 'list':
      return { ...value, items: value.items.map(open) };
    case 'dict':
      return mapped(value, (_, one) => open(one));
    case 'unknown':
      return value;
  }
}

function withHoles(text: Text): Text {
  return replaceMatches(text, VARIABLE, ([found], written) => {
    const { at } = originOf(written);
    const isPlain = !/^..aws:/i.test(found);
    const unknown: Unknown = {
      kind: 'unknown',
      id: found.slice(2, -1),
      reason: isPlain
        ? `${found} is a plain character, which is not told from a wildcard here`
        : `${found} is a value of each request`,
      origin: { at },
    };
    return [{ unknown, at }];
  });
}
