import { type Event, parseEvents, YAMLException } from 'js-yaml';
import { buildTree, maxDepth, ParseError, tooDeep } from './builder.ts';
import { contentEnd, shortened, skipBlanks } from './characters.ts';
import { characterAt } from './span.ts';
import type { ParsedFile, SourceFile } from './tree.ts';
import { YamlParser } from './yaml-parser.ts';

/** Parses a YAML file, which has to hold one document. */
export function parseYaml(file: SourceFile): ParsedFile {
  return buildTree(file, (tree) => new YamlParser(tree).parse(readEvents(file)));
}

// The tree counts exactly, and names the first level too many. For js-yaml a scalar and an attempt to read a key are
// levels too, so that level needs three more.
const options = { maxDepth: maxDepth + 3 };

const badIndent = 'deficient indentation';

function readEvents(file: SourceFile): readonly Event[] {
  try {
    return parseEvents(file.text, options);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const events = error.reason === badIndent ? readUnindented(file.text) : undefined;
    if (events) return events;
    throw failureOf(file, error.reason, error.mark?.position ?? 0);
  }
}

/**
 * AWS takes flow collections and quoted scalars whose later lines are not indented, such as a `]` below its key; js-yaml
 * does not, and has no option for it. So the second try runs without that check, and fails where others do.
 */
function readUnindented(text: string): readonly Event[] | undefined {
  const { throwAt } = YAMLException;
  const throwOthers: (...failure: Parameters<typeof throwAt>) => void = (...failure) => {
    if (failure[2] !== badIndent) throwAt(...failure);
  };
  YAMLException.throwAt = throwOthers as typeof throwAt;
  try {
    return parseEvents(text, options);
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  } finally {
    YAMLException.throwAt = throwAt;
  }
}

/** What to do about the errors of js-yaml that people run into. */
const messages: ReadonlyMap<string, string> = new Map(
  Object.entries({
    [badIndent]: 'A quote or a bracket before this is not closed: close it, or indent this line.',
    'unexpected end of the stream within a double quoted scalar': 'The text ends inside double quotes: close them.',
    'unexpected end of the stream within a single quoted scalar': 'The text ends inside single quotes: close them.',
    'unexpected end of the stream within a flow collection': 'The text ends inside brackets: close them.',
    'missed comma between flow collection entries': 'A comma or the matching bracket is expected here: write it.',
    "expected the node content, but found ','":
      'Nothing stands before this comma: write an entry, or remove the comma.',
    'bad indentation of a mapping entry':
      'This does not fit here: indent it like the keys of its mapping, or put the text that it belongs to in quotes.',
    'bad indentation of a sequence entry':
      'This does not fit here: indent it like the entries of its list, or put the text that it belongs to in quotes.',
    'end of the stream or a document separator is expected':
      'The document ends before this: indent it, with blanks, like the lines it belongs to, or remove it.',
    'tab characters must not be used in indentation': 'A tab cannot indent YAML: write blanks in its place.',
    "expected ':' after a mapping key": 'A colon is expected here: write one between the key and its value.',
    'can not read a block mapping entry; a multiline key may not be an implicit key':
      'The key that ends here spans several lines: write a colon after each key, on its line.',
    'a whitespace character is expected after the key-value separator within a block mapping':
      'A blank is expected here: write one between the colon and the value.',
    'a line break is expected': 'The text of a block starts on the line after its "|" or ">": move this there.',
    'unknown escape sequence': 'YAML has no such escape: write "\\\\" for a backslash, or use single quotes.',
    'expected hexadecimal character': 'This escape is not complete: write a hexadecimal digit here.',
    'duplication of a tag property': 'A value can have one tag: write the outer one as a key, such as "Fn::Sub:".',
    'alias node should not have any properties': 'An alias cannot have a tag or an anchor: write out its value.',
    'name of an alias node must contain at least one character': 'A "*" starts an alias: put a text with it in quotes.',
    'name of an anchor node must contain at least one character':
      'An "&" starts an anchor: put a text with it in quotes.',
    'the stream contains non-printable characters': 'A control character cannot stand here: remove it.',
    'expected valid JSON character': 'A control character cannot stand here: write it as an escape in double quotes.',
    'null byte is not allowed in input': 'A NUL character cannot stand in YAML: remove it.',
  }),
);

/** Errors that js-yaml finds at the character after the one to blame. */
const oneTooFar: ReadonlySet<string> = new Set([
  'unknown escape sequence',
  'name of an alias node must contain at least one character',
  'name of an anchor node must contain at least one character',
]);

function failureOf(file: SourceFile, reason: string, position: number): ParseError {
  const { text } = file;
  const isAtEnd = skipBlanks(text, position) === text.length;
  const offset = oneTooFar.has(reason) ? position - 1 : isAtEnd ? contentEnd(text) : position;
  const at = characterAt(file, offset);
  if (reason.startsWith('nesting exceeded')) return tooDeep(at);
  return new ParseError(messages.get(reason) ?? `This is not valid YAML (${shortened(reason)}): correct it here.`, at);
}
