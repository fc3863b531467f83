import { positionAt } from '../../source/lines.ts';
import { placeId } from '../../source/span.ts';
import { type Mapping, type Member, type Node, resolveAlias, type Scalar, scalarText } from '../../source/tree.ts';
import { display, literal, originOf, textAt } from '../../values/text.ts';
import { type Call, callOf, isLoop, isOpening, scalarOf } from '../kernel/calls.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { roundsOf } from '../kernel/loops.ts';
import { scalarOfText } from '../kernel/rounds.ts';
import type { Scenario } from '../kernel/scenario.ts';
import { readTemplate, type Template } from '../kernel/template.ts';
import { TemplateError } from '../loaded.ts';

const EXTENSIONS = 'AWS::LanguageExtensions';
const SAM = 'AWS::Serverless-2016-10-31';

/**
 * Whether a template is evaluated by `AWS::LanguageExtensions` before SAM looks at it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
 */
export function isEvaluatedBefore({ transforms }: Template): boolean {
  return isExtended({ transforms }) && transforms.includes(SAM);
}

/** AWS wants it before SAM: what comes of it behind is not known. */
function isExtended({ transforms }: Pick<Template, 'transforms'>): boolean {
  const at = transforms.indexOf(EXTENSIONS);
  return at >= 0 && (!transforms.includes(SAM) || at < transforms.indexOf(SAM));
}

/** What `AWS::LanguageExtensions` makes of a template in each scenario: the same one where it makes the same of it. */
export function extended(
  written: Template,
  evaluatorIn: (scenario: Scenario, template: Template) => Evaluator,
): (scenario: Scenario) => Template {
  if (!isExtended(written) || !isMore(written.root)) return () => written;
  const known = new Map<string, Template>();
  let constant: Template | undefined;
  return (scenario) => {
    if (constant) return constant;
    const { reads } = scenario;
    const made: string[] = [];
    const expanded = (template: Template, ...names: readonly string[]): Template => {
      const evaluator = evaluatorIn(scenario, template);
      const root = new Expansion(evaluator, made).sections(template.root, names);
      const key = [...names, ...made].join('\n');
      const same =
        known.get(key) ?? (root === template.root ? template : readTemplate(written.file, root, evaluator.budget));
      known.set(key, same);
      return same;
    };
    // what conditions there are is known before what stands under them
    const template = expanded(expanded(written, 'Conditions'), 'Resources', 'Outputs');
    if (scenario.reads === reads) constant = template;
    return template;
  };
}

/** How many resources a template may have. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const RESOURCES = 500;
const TOO_MANY = `more than ${RESOURCES} resources, CloudFormation takes no more: have fewer of them.`;

function refuse(message: string, { span }: Scalar): never {
  throw new TemplateError(message, { at: span });
}

class Expansion {
  private readonly evaluator: Evaluator;
  private readonly made: string[];
  private readonly known = new Map<Node, Node>();
  private resources: Node | undefined;

  /** `made` gets what the result depends on. */
  constructor(evaluator: Evaluator, made: string[]) {
    this.evaluator = evaluator;
    this.made = made;
  }

  /** The template with some of its sections expanded. */
  sections(root: Mapping, names: readonly string[]): Mapping {
    const members = root.members.map(({ key, value }): Member => {
      const name = scalarText(key);
      if (!names.includes(name)) return { key, value };
      this.resources = name === 'Resources' ? resolveAlias(value) : undefined;
      const node = this.node(value, []);
      return { key, value: name === 'Conditions' ? node : this.conditional(node) };
    });
    return members.every(({ value }, i) => value === root.members[i]?.value) ? root : { ...root, members };
  }

  private node(node: Node, outer: readonly string[]): Node {
    if (!isMore(node)) return node;
    const known = this.known.get(node);
    if (known) return known;
    const made = this.evaluator.budget.within(node.span, () => this.expand(node, outer));
    this.known.set(node, made);
    return made;
  }

  private expand(node: Node, outer: readonly string[]): Node {
    if (node.kind === 'alias') return { ...node, target: resolveAlias(this.node(node.target, outer)) };
    const call = callOf(node);
    if (call && NAMING.includes(call.name)) return this.named(node, call) ?? node;
    if (node.kind === 'scalar') return node;
    if (node.kind === 'sequence') return { ...node, items: node.items.map((item) => this.node(item, outer)) };
    return { ...node, members: this.members(node.members, outer, node === this.resources) };
  }

  /** `taken`: the names that members have by now. */
  private members(
    written: readonly Member[],
    outer: readonly string[],
    areResources: boolean,
    taken = new Set(written.filter((one) => !isLoop(one)).map(({ key }) => scalarText(key))),
  ): readonly Member[] {
    return written.flatMap((member): Member | readonly Member[] => {
      const { key, value } = member;
      if (!isLoop(member)) return { key, value: this.node(value, outer) };
      const rounds = roundsOf(member, outer, this.evaluator);
      const items = rounds?.items.map((item) => [scalarText(item), placeId(item.span)]);
      this.made.push(JSON.stringify([placeId(key.span), items]));
      if (!rounds) return member;
      const members = rounds.items.flatMap((item) => {
        const round = rounds.round(item);
        for (const one of round) this.take(one, member, taken);
        if (areResources && taken.size > RESOURCES) refuse(`${scalarText(key)} makes ${TOO_MANY}`, key);
        return round;
      });
      return this.members(members, [...outer, rounds.identifier], areResources, taken);
    });
  }

  /** A loop makes nothing twice: CloudFormation refuses that. */
  private take(one: Member, { key }: Member, taken: Set<string>): void {
    const name = scalarText(one.key);
    if (isOpening(one)) return;
    if (taken.has(name))
      refuse(`${scalarText(key)} makes ${name}, which is there already: make its key another one.`, key);
    taken.add(name);
  }

  /** A reference to what a function names, as one that names it; undefined where that is not known. */
  private named(node: Exclude<Node, { kind: 'alias' }>, { name, argument }: Call): Node | undefined {
    const nodes = name === 'Fn::GetAtt' && argument.kind === 'sequence' ? argument.items : [argument];
    const names = nodes.map((one) => this.text(one));
    if (!names.every((one) => one !== undefined)) return undefined;
    const written: Node =
      names.length === 1 ? (names[0] as Scalar) : { kind: 'sequence', span: argument.span, items: names };
    this.made.push(names.map(scalarText).join());
    if (node.tag !== undefined) return { ...written, span: node.span, tag: node.tag, tagSpan: node.tagSpan as never };
    const [{ key }] = (node as Mapping).members as [Member];
    return { ...(node as Mapping), members: [{ key, value: written }] };
  }

  private text(node: Node): Scalar | undefined {
    const written = scalarOf(node);
    if (written) return written;
    const value = this.evaluator.scenario.quietly(() => this.evaluator.value(node));
    return value?.kind === 'text' && literal(value) !== undefined ? scalarOfText(value, originOf(value).at) : undefined;
  }

  /** Resources or outputs whose `Condition` a function names. */
  private conditional(section: Node): Node {
    if (!isMore(section)) return section;
    const node = resolveAlias(section);
    if (node.kind !== 'mapping') return section;
    return { ...node, members: node.members.map((one) => ({ key: one.key, value: this.guarded(one.value) })) };
  }

  private guarded(resource: Node): Node {
    const node = resolveAlias(resource);
    if (node.kind !== 'mapping' || !node.members.some(isNamedByCall)) return resource;
    const members = node.members.flatMap((one): readonly Member[] => {
      if (!isNamedByCall(one)) return [one];
      const { scenario } = this.evaluator;
      const value = scenario.quietly(() => this.evaluator.value(one.value));
      this.made.push(`Condition ${value?.kind === 'text' ? display(value) : ''}`);
      if (!value) return [];
      const { span } = one.value;
      const { line, column } = positionAt(span.file, span.start);
      const isKnown = value.kind === 'text' && literal(value) !== undefined;
      // one that is declared nowhere is free to hold or not
      const name = isKnown ? value : textAt(`Condition at ${line}:${column}`, span);
      return [{ key: one.key, value: scalarOfText(name, span) }];
    });
    return { ...node, members };
  }
}

/** The functions that take a name, in which `AWS::LanguageExtensions` lets other functions make it. */
const NAMING: readonly string[] = ['Ref', 'Fn::GetAtt'];

const isNamedByCall = ({ key, value }: Member): boolean =>
  scalarText(key) === 'Condition' && callOf(resolveAlias(value)) !== undefined;

const checked = new WeakMap<Node, boolean>();

/** Whether there is anything in a node that `AWS::LanguageExtensions` makes something else of, but for functions in place of values. */
function isMore(node: Node): boolean {
  const known = checked.get(node);
  if (known !== undefined) return known;
  const target = resolveAlias(node);
  const call = callOf(target);
  const found =
    (call !== undefined && NAMING.includes(call.name) && isMade(call)) ||
    (target.kind === 'sequence' && target.items.some(isMore)) ||
    (target.kind === 'mapping' && target.members.some((one) => isLoop(one) || isNamedByCall(one) || isMore(one.value)));
  checked.set(node, found);
  return found;
}

function isMade({ argument }: Call): boolean {
  const nodes = argument.kind === 'sequence' ? argument.items : [argument];
  return nodes.some((one) => scalarOf(one) === undefined);
}
