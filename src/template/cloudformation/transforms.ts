import { type Mapping, type Member, type Node, resolveAlias, type Scalar, scalarText } from '../../source/tree.ts';
import type { Files } from '../files.ts';
import { callOf } from '../kernel/calls.ts';
import { includedBy } from '../kernel/includes.ts';

/**
 * A document with the local files that `AWS::Include` names in their places. What a file holds stands there as an alias, or,
 * beside other members, as a merge key: so that all of it knows the place that includes it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html
 */
export function withIncludes(root: Mapping, files: Files): Mapping {
  return root.span.file.text.includes('AWS::Include') ? (new Expansion(files).node(root) as Mapping) : root;
}

class Expansion {
  private readonly files: Files;
  private readonly known = new Map<Node, Node>();

  constructor(files: Files) {
    this.files = files;
  }

  node(node: Node): Node {
    const known = this.known.get(node);
    if (known) return known;
    const expanded = this.expand(node);
    this.known.set(node, expanded);
    return expanded;
  }

  private expand(node: Node): Node {
    if (node.kind === 'scalar') return node;
    if (node.kind === 'alias') {
      const target = this.node(node.target);
      return target === node.target ? node : aliasOf(target, node);
    }
    if (node.kind === 'sequence') {
      const items = node.items.map((item) => this.node(item));
      return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
    }
    const call = callOf(node);
    const whole = call?.name === 'Fn::Transform' ? this.included(call.argument) : undefined;
    if (whole) return aliasOf(whole, node);
    const brought = new Set(node.members.flatMap((one) => keysOf(this.file(one))));
    // what the file says of a key goes before what stands beside it
    const kept = node.members.filter((one) => this.file(one) === undefined && !brought.has(scalarText(one.key)));
    const files = node.members.filter((one) => this.file(one) !== undefined);
    // of merge keys the first wins
    const members = [...files, ...kept].map((one) => this.member(one));
    const isSame = members.length === node.members.length && members.every((one, i) => one === node.members[i]);
    return isSame ? node : { ...node, members };
  }

  private member(one: Member): Member {
    const target = this.file(one);
    if (target) {
      const { span } = one.key;
      const key: Scalar = { ...one.key, plain: true, runs: [{ text: '<<', start: span.start, end: span.end }] };
      return { key, value: aliasOf(target, one.key) };
    }
    const value = this.node(one.value);
    return value === one.value ? one : { ...one, value };
  }

  /** What the file holds that a member includes. */
  private file({ key, value }: Member): Node | undefined {
    return ['Fn::Transform', 'Transform'].includes(scalarText(key)) ? this.included(value) : undefined;
  }

  /** What the file holds; what is included in it AWS does not expand. */
  private included(argument: Node): Node | undefined {
    const location = includedBy(argument);
    if (!location) return undefined;
    const { span } = location;
    const found = this.files.parse(scalarText(location), span.file, span);
    return 'root' in found ? found.root : undefined;
  }
}

function keysOf(file: Node | undefined): readonly string[] {
  const node = file && resolveAlias(file);
  return node?.kind === 'mapping' ? node.members.map(({ key }) => scalarText(key)) : [];
}

function aliasOf(target: Node, { span }: Pick<Node, 'span'>): Node {
  return { kind: 'alias', span, target: resolveAlias(target) };
}
