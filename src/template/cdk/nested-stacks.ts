import { type Mapping, type Node, type Scalar, scalarText } from '../../source/tree.ts';
import { at, stringAt } from './nodes.ts';

/** A nested stack of a template, by what leads to the file of its own template. */
export interface NestedStack {
  readonly id: string;
  /** The name of that file, which the CDK leaves out with `--no-asset-metadata`. */
  readonly file?: Scalar;
  /** The hash that it is uploaded by. */
  readonly hash?: string;
}

/** https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.NestedStack.html */
export function nestedStacks(template: Mapping): readonly NestedStack[] {
  const resources = at(template, 'Resources');
  if (resources?.kind !== 'mapping') return [];
  return resources.members.flatMap(({ key, value }): readonly NestedStack[] => {
    const type = stringAt(value, 'Type');
    if (!type || scalarText(type) !== 'AWS::CloudFormation::Stack') return [];
    const file = stringAt(value, 'Metadata', 'aws:asset:path');
    const hash = hashIn(at(value, 'Properties', 'TemplateURL'));
    return [{ id: scalarText(key), ...(file && { file }), ...(hash !== undefined && { hash }) }];
  });
}

/** The file that an asset manifest lists under a hash. */
export function uploaded(assets: Node | undefined, hash: string): Scalar | undefined {
  return stringAt(assets, 'files', hash, 'source', 'path');
}

function hashIn(url: Node | undefined): string | undefined {
  return url && /[0-9a-f]{64}/.exec(url.span.file.text.slice(url.span.start, url.span.end))?.[0];
}
