import { member, type Node, resolveAlias, type Scalar, scalarText } from '../../source/tree.ts';
import { isLocal } from '../files.ts';
import { scalarOf } from './calls.ts';

/** Where the local file stands that a transform's argument includes; undefined for any other transform. */
export function includedBy(argument: Node | undefined): Scalar | undefined {
  const location = locationOf(argument);
  return location && isLocal(scalarText(location)) ? location : undefined;
}

/** Where the file stands that a transform's argument includes, wherever that is. */
export function locationOf(argument: Node | undefined): Scalar | undefined {
  const transform = argument && resolveAlias(argument);
  if (transform?.kind !== 'mapping') return undefined;
  const name = scalarOf(member(transform, 'Name')?.value);
  const parameters = member(transform, 'Parameters')?.value;
  const target = parameters && resolveAlias(parameters);
  if (!name || scalarText(name) !== 'AWS::Include' || target?.kind !== 'mapping') return undefined;
  return scalarOf(member(target, 'Location')?.value);
}
