import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { buildTree, type Head, ParseError } from './builder.ts';
import { contentEnd } from './characters.ts';
import { Runs } from './runs.ts';
import { characterAt, spanOf } from './span.ts';
import type { ParsedFile, Run, Scalar, SourceFile, Span } from './tree.ts';

/** Parses JSON as the standard has it: no comments, no trailing commas. */
export function parseJson(file: SourceFile): ParsedFile {
  return buildTree(file, (tree) => {
    const open = (kind: Head['kind'], start: number): void => {
      tree.open({ kind, start }, kind === 'mapping' ? characterAt(file, start) : undefined);
    };
    let closed = 0;
    const close = (offset: number): void => {
      closed = tree.close(offset + 1).span.start;
    };
    visit(
      file.text,
      {
        onObjectBegin: (offset) => open('mapping', offset),
        onArrayBegin: (offset) => open('sequence', offset),
        onObjectProperty: (name, offset, length) => tree.add(scalarOf(file, name, offset, length)),
        onLiteralValue: (value, offset, length) => tree.add(scalarOf(file, value, offset, length)),
        onObjectEnd: close,
        onArrayEnd: close,
        // All further errors follow from the first one; a missing bracket is one after the end of its collection.
        onError: (code, offset, length) => fail(file, code, offset, length, characterAt(file, closed)),
      },
      { disallowComments: true },
    );
  });
}

function scalarOf(file: SourceFile, value: unknown, offset: number, length: number): Scalar {
  const isString = typeof value === 'string';
  const quote = isString ? 1 : 0;
  const start = offset + quote;
  const end = offset + length - quote;
  // An escape is longer than the character it stands for.
  const isEscaped = isString && value.length < end - start;
  const runs = isEscaped ? stringRuns(file.text, start, end) : [{ text: file.text.slice(start, end), start, end }];
  return { kind: 'scalar', span: spanOf(file, start, end), plain: !isString, runs };
}

function stringRuns(text: string, start: number, end: number): readonly Run[] {
  const runs = new Runs(text, start);
  for (let at = start; at < end; ) {
    const isEscape = text[at] === '\\';
    const next = at + (isEscape ? escapeLength(text, at) : 1);
    if (isEscape) runs.replace(JSON.parse(`"${text.slice(at, next)}"`) as string, at, next);
    else runs.copy(at, next);
    at = next;
  }
  return runs.finish();
}

function escapeLength(text: string, at: number): number {
  return text[at + 1] === 'u' ? 6 : 2;
}

/** What to do about each error of the parser. */
const messages: Record<ReturnType<typeof printParseErrorCode>, string> = {
  InvalidSymbol: 'This is no JSON value: write a string in double quotes, a number, true, false or null.',
  InvalidNumberFormat: 'This is no JSON number: write it as digits.',
  PropertyNameExpected: 'A key is expected here: write one in double quotes, or remove the comma before it.',
  ValueExpected: 'A value is expected here: write one, or remove a comma that nothing follows.',
  ColonExpected: 'A colon is expected here: write one between the key and its value.',
  CommaExpected: 'A comma or the matching bracket is expected here: write it.',
  CloseBraceExpected: 'The text ends inside an object: close it with "}".',
  CloseBracketExpected: 'The text ends inside an array: close it with "]".',
  EndOfFileExpected: 'The JSON value ends before this: remove what follows it.',
  InvalidCommentToken: 'JSON has no comments: remove this one.',
  UnexpectedEndOfComment: 'JSON has no comments: remove this one.',
  UnexpectedEndOfString: 'This string is not closed on its line: end it with a double quote.',
  UnexpectedEndOfNumber: 'This number is not complete: write digits after its point or exponent.',
  InvalidUnicode: 'This escape is not complete: write four hexadecimal digits after "\\u".',
  InvalidEscapeCharacter: 'JSON has no such escape: write "\\\\" for a backslash.',
  InvalidCharacter: 'A control character cannot stand in a string: write it as an escape, such as "\\t".',
  '<unknown ParseErrorCode>': 'This is no JSON: correct it here.',
};

/** Errors that the parser places at the start of the string that has them. */
const insideString: ReadonlySet<string> = new Set(['InvalidUnicode', 'InvalidEscapeCharacter', 'InvalidCharacter']);

function fail(file: SourceFile, code: ParseErrorCode, offset: number, length: number, opening: Span): never {
  const name = printParseErrorCode(code);
  const at = insideString.has(name)
    ? characterAt(file, firstFault(file.text, offset + 1))
    : length === 0
      ? characterAt(file, contentEnd(file.text))
      : spanOf(file, offset, offset + length);
  const related = name.startsWith('Close') ? { message: 'opened here', at: opening } : undefined;
  throw new ParseError(messages[name], at, related);
}

const escapeSequence = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;

function firstFault(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) >= 0x20) {
    escapeSequence.lastIndex = at;
    if (text[at] !== '\\') at++;
    else if (escapeSequence.test(text)) at = escapeSequence.lastIndex;
    else break;
  }
  return at;
}
