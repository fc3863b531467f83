import { type ParsedFile, resolveAlias, scalarText } from '../source/tree.ts';
import { didYouMean } from '../text/words.ts';
import { originOf, type Text } from '../values/text.ts';
import type { Locator } from './locate.ts';
import { memberOf, type ParameterValues } from './parameter-file.ts';

/** The names of parameters that documents declare or ask for. */
export class KnownParameters {
  private readonly names = new Set<string>();
  /** Name and value; one from a file has a value of its own, one of the command line is told by its name. */
  private readonly given = new Map<unknown, readonly [string, string | Text]>();

  declare({ root }: ParsedFile): void {
    const written = root && memberOf(resolveAlias(root), 'Parameters');
    const parameters = written && resolveAlias(written);
    if (parameters?.kind === 'mapping') for (const { key } of parameters.members) this.names.add(scalarText(key));
  }

  /** Values that tell what they are asked for. */
  heard(values: ParameterValues): { get: (name: string) => ReturnType<ParameterValues['get']> } {
    for (const [name, value] of values) this.given.set(typeof value === 'string' ? name : value, [name, value]);
    return {
      get: (name) => {
        this.names.add(name);
        return values.get(name);
      },
    };
  }

  /** What is to be said of values that no document takes. */
  unknown(locator: Locator): ReadonlySet<string> {
    const names = [...this.names].sort();
    const messages = [...this.given.values()].flatMap(([name, value]) => {
      // what a document may read of the environment it need not read
      if (this.names.has(name) || name.startsWith('env:')) return [];
      const { file, start } = typeof value === 'string' ? {} : locator.locate(originOf(value).at);
      const where = file && start ? `${file}:${start.line}:${start.column}` : '--parameters';
      return [`${where}: no audited template has a parameter ${name}${didYouMean(name, names, ': leave it out')}`];
    });
    // a file that several documents take is read for each
    return new Set(messages);
  }
}
