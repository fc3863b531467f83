import { type Event, parseEvents, YAMLException } from 'js-yaml';
import { buildTree, ParseError } from './builder.ts';
import { shortened } from './characters.ts';
import { characterAt } from './span.ts';
import type { ParsedFile, SourceFile } from './tree.ts';
import { YamlParser } from './yaml-parser.ts';

/** Parses a YAML file, which has to hold one document. */
export function parseYaml(file: SourceFile): ParsedFile {
  return buildTree(file, (tree) => new YamlParser(tree).parse(readEvents(file)));
}

const badIndent = 'deficient indentation';

function readEvents(file: SourceFile): readonly Event[] {
  try {
    return parseEvents(file.text, {});
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const events = error.reason === badIndent ? readUnindented(file.text) : undefined;
    if (events) return events;
    const message = `This is not valid YAML (${shortened(error.reason)}): correct it here.`;
    throw new ParseError(message, characterAt(file, error.mark?.position ?? 0));
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
    return parseEvents(text, {});
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  } finally {
    YAMLException.throwAt = throwAt;
  }
}
