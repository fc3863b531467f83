import { type Node, type ParsedFile, resolveAlias, type Span, scalarText } from '../source/tree.ts';
import { type Text, textOf } from '../values/text.ts';

/** Values of parameters, by name. */
export type ParameterValues = ReadonlyMap<string, string | Text>;

/**
 * Values of template parameters from a file: the AWS CLI's array of `ParameterKey` and `ParameterValue`, CodePipeline's
 * object with `Parameters`, or a plain map from names to values. What else stands there is handed to `malformed`.
 */
export function readParameterFile(
  { root, failures }: ParsedFile,
  malformed: (message: string, at: Span) => void,
): Map<string, string | Text> {
  const values = new Map<string, string | Text>();
  const set = (name: string, node: Node): void => {
    const value = resolveAlias(node);
    if (value.kind === 'scalar') values.set(name, { ...textOf(value), scalar: 'string' });
    else malformed(`The value of parameter ${name} is no string: write a list with commas in one.`, value.span);
  };
  if (!root || failures.length > 0) return values;
  if (root.kind === 'sequence') {
    for (const item of root.items.map(resolveAlias)) {
      const key = item.kind === 'mapping' ? resolveAlias(memberOf(item, 'ParameterKey') ?? item) : item;
      const value = item.kind === 'mapping' ? memberOf(item, 'ParameterValue') : undefined;
      if (key.kind === 'scalar' && value) set(scalarText(key), value);
      else if (!(key.kind === 'scalar' && item.kind === 'mapping' && memberOf(item, 'UsePreviousValue')))
        malformed('A member of a parameter file has a ParameterKey and a ParameterValue: add them.', item.span);
    }
    return values;
  }
  const nested = root.kind === 'mapping' ? memberOf(root, 'Parameters') : undefined;
  const map = resolveAlias(nested ?? root);
  if (map.kind === 'mapping') for (const { key, value } of map.members) set(scalarText(key), value);
  else
    malformed(
      'A parameter file is a list of ParameterKey and ParameterValue, or a map from names to values: write one of them.',
      map.span,
    );
  return values;
}

/** The value of a member, by its name. */
export function memberOf(node: Exclude<Node, { kind: 'alias' }>, name: string): Node | undefined {
  return node.kind === 'mapping' ? node.members.find(({ key }) => scalarText(key) === name)?.value : undefined;
}
