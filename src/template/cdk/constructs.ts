import { type Mapping, type Node, type Scalar, scalarText } from '../../source/tree.ts';
import type { Declaration } from '../loaded.ts';
import { at, itemsOf, stringAt } from './nodes.ts';
import { sourceOf } from './trace.ts';

/**
 * What an assembly says of the constructs of a stack: for each path, such as `/Shop/Api/Resource`, a list of entries of which
 * `aws:cdk:logicalId` names the resource. The stack trace is its `trace`, or in newer ones the entry `aws:cdk:creationStack`.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.cloud_assembly_schema.MetadataEntry.html
 */
export class Constructs {
  private readonly entries = new Map<string, readonly Node[]>();
  private readonly paths = new Map<string, string[]>();
  private readonly cwd: string | undefined;

  constructor(metadata: readonly (Node | undefined)[], cwd: string | undefined) {
    this.cwd = cwd;
    for (const node of metadata) {
      if (node?.kind !== 'mapping') continue;
      for (const { key, value } of node.members) this.add(scalarText(key), itemsOf(value));
    }
  }

  /** What the resources of a template of the stack are made from. */
  in(template: Mapping): readonly Declaration[] {
    const resources = at(template, 'Resources');
    if (resources?.kind !== 'mapping') return [];
    return resources.members.flatMap(({ key, value }): readonly Declaration[] => {
      const path = this.pathOf(key, value);
      if (path === undefined) return [];
      const source = sourceOf(this.traceOf(path), this.cwd);
      // a finding about the API itself stands at its logical id
      const range = { ...value.span, start: key.span.start };
      return [{ range, name: `construct ${path.replace(/^\//, '')}`, ...(source && { source }) }];
    });
  }

  private add(path: string, entries: readonly Node[]): void {
    this.entries.set(path, entries);
    for (const entry of entriesOf('aws:cdk:logicalId', entries)) {
      const id = stringAt(entry, 'data');
      if (id) this.paths.set(scalarText(id), [...(this.paths.get(scalarText(id)) ?? []), path]);
    }
  }

  /** The resource says it unless that was switched off; its id may stand for others too, in nested stacks. */
  private pathOf(id: Scalar, resource: Node): string | undefined {
    const written = stringAt(resource, 'Metadata', 'aws:cdk:path');
    if (written) return `/${scalarText(written)}`;
    const [only, ...others] = this.paths.get(scalarText(id)) ?? [];
    return others.length === 0 ? only : undefined;
  }

  private traceOf(path: string): readonly string[] {
    const entries = this.entries.get(path) ?? [];
    const frames = [
      ...entriesOf('aws:cdk:logicalId', entries).flatMap((entry) => itemsOf(at(entry, 'trace'))),
      ...entriesOf('aws:cdk:creationStack', entries).flatMap((entry) => itemsOf(at(entry, 'data'))),
    ];
    return frames.filter((frame) => frame.kind === 'scalar').map(scalarText);
  }
}

function entriesOf(type: string, entries: readonly Node[]): readonly Node[] {
  return entries.filter((entry) => {
    const written = stringAt(entry, 'type');
    return written !== undefined && scalarText(written) === type;
  });
}
