/** A range of a text, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** `${source, source…}`: the first one that there is counts. */
export interface Variable extends Range {
  readonly sources: readonly Range[];
}

/** `type(parameter):address`. */
export interface Source {
  readonly type: string;
  readonly parameter?: Range;
  readonly address?: Range;
}

/** What a source begins with: `self:`, `file(`, a literal in quotes, another variable. Not `AWS::Region`. */
const SOURCE = /^\s*(?:[a-zA-Z][\w-]*(?:\(|:(?!:))|['"]|\$\{)/;

/**
 * The outermost variables of a text. What only looks like one (`${AWS::Region}`, `${name}`) is none.
 * https://www.serverless.com/framework/docs/guides/variables
 */
export function variablesIn(text: string): readonly Variable[] {
  const found: Variable[] = [];
  for (let at = text.indexOf('${'); at >= 0; ) {
    const variable = SOURCE.test(text.slice(at + 2)) ? variableAt(text, at) : undefined;
    if (variable) found.push(variable);
    at = text.indexOf('${', variable?.end ?? at + 2);
  }
  return found;
}

/** The variable that begins at an offset; undefined where nothing closes it. */
function variableAt(text: string, start: number): Variable | undefined {
  const sources: Range[] = [];
  let from = start + 2;
  let braces = 1;
  let parentheses = 0;
  for (let at = from; at < text.length; at += 1) {
    const unit = text[at] as string;
    if (/['"]/.test(unit) && text.slice(from, at).trim() === '') {
      const closing = text.indexOf(unit, at + 1);
      if (closing < 0) return undefined;
      at = closing;
    } else if (text.startsWith('${', at)) {
      braces += 1;
      at += 1;
    } else if (unit === '}') braces -= 1;
    else if (unit === '(') parentheses += 1;
    else if (unit === ')') parentheses -= 1;
    const isEnd = braces === 0;
    if (isEnd || (unit === ',' && braces === 1 && parentheses === 0)) {
      sources.push(trimmed(text, from, at));
      from = at + 1;
    }
    if (isEnd) return { start, end: at + 1, sources };
  }
  return undefined;
}

/** The parts of a source that has a type; undefined for a literal. */
export function sourceIn(text: string): Source | undefined {
  const [type] = /^[a-zA-Z][\w-]*(?=[(:])/.exec(text) ?? [];
  if (type === undefined) return undefined;
  const isCall = text[type.length] === '(';
  const end = isCall ? closingOf(text, type.length) : type.length;
  if (end === undefined) return undefined;
  const rest = isCall ? end + 1 : end;
  return {
    type,
    ...(isCall && { parameter: trimmed(text, type.length + 1, end) }),
    ...(text[rest] === ':' && { address: trimmed(text, rest + 1, text.length) }),
  };
}

/** Where the parenthesis that opens at an offset closes. */
function closingOf(text: string, start: number): number | undefined {
  let open = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '(') open += 1;
    else if (text[at] === ')') open -= 1;
    if (open === 0) return at;
  }
  return undefined;
}

function trimmed(text: string, start: number, end: number): Range {
  const source = text.slice(start, end);
  const first = start + source.length - source.trimStart().length;
  return { start: first, end: Math.max(first, start + source.trimEnd().length) };
}
