import { type Mapping, type Node, resolveAlias, type SourceFile, scalarText } from '../source/tree.ts';
import type { Budget } from '../values/budget.ts';
import { fromNode, mergedMember } from '../values/convert.ts';
import { unknownAt } from '../values/value.ts';
import { renamed } from './cloudformation/exports.ts';
import { locationOf } from './cloudformation/stacks.ts';
import { withIncludes } from './cloudformation/transforms.ts';
import { type Evaluator, evaluators, type TemplateOptions } from './kernel/evaluator.ts';
import type { GivenParameters } from './kernel/parameters.ts';
import { isDeployed } from './kernel/properties.ts';
import { nowhere, type Scenario } from './kernel/scenario.ts';
import { isTemplate, type Resource, type Template } from './kernel/template.ts';
import { everyResource } from './kernel/worlds.ts';
import type { Loaded } from './loaded.ts';

/** The template of a nested stack, and how it is loaded there. */
export interface NestedStack {
  readonly root: Mapping;
  readonly options: TemplateOptions;
}

/** How much of the budget a nested stack costs: a document may have 500 of them. */
const STEPS = 2000;

/** How deep stacks may stand in each other. */
const DEPTH = 50;

/**
 * The nested stacks of a template whose templates are local files, as `aws cloudformation package` takes them.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
 */
export function nestedStacks(
  file: SourceFile,
  templateIn: (scenario: Scenario) => Template,
  budget: Budget,
  options: TemplateOptions,
): { readonly stacks: readonly NestedStack[] } & Pick<Loaded, 'failures' | 'notAudited'> {
  const stacks: NestedStack[] = [];
  const failures: Loaded['failures'][number][] = [];
  const notAudited: string[] = [];
  const evaluatorOf = evaluators({ ...options, budget });
  const evaluatorIn = (scenario: Scenario): Evaluator => evaluatorOf(scenario, templateIn(scenario));
  const ancestors = [...(options.parent?.ancestors ?? []), file];
  for (const { resource: stack, template } of everyResource(templateIn)) {
    const location = locationOf(stack, evaluatorOf(nowhere(), template));
    if (!location) continue;
    const { name, at } = location;
    budget.share();
    const found = budget.within(at, () => options.files.parse(name, at.file, at), STEPS);
    if ('reason' in found) {
      notAudited.push(`${stack.id}: its template is not read: ${found.reason}`);
      continue;
    }
    const root = found.root.kind === 'mapping' ? withIncludes(found.root, options.files) : found.root;
    if (root.kind !== 'mapping' || !isTemplate(root)) {
      failures.push({ message: `${name} is no CloudFormation template: name one.`, place: { at } });
    } else if (ancestors.includes(root.span.file)) {
      const circle = [...ancestors.slice(ancestors.indexOf(root.span.file)), root.span.file];
      const way = circle.map(({ path }) => path).join(' → ');
      failures.push({ message: `Nested stacks lead in a circle, ${way}: remove one of them.`, place: { at } });
    } else if (ancestors.length === DEPTH) {
      failures.push({ message: `Stacks nest more than ${DEPTH} deep: have fewer of them.`, place: { at } });
    } else {
      const parent = {
        ancestors,
        path: options.parent ? `${options.parent.path}/${stack.id}` : stack.id,
        exists: (scenario: Scenario) => {
          const evaluator = evaluatorIn(scenario);
          return evaluator.template.resources.has(stack.id) && isDeployed(stack, evaluator);
        },
        domain: (parameter: string) => evaluatorOf(nowhere(), template).domain(parameter),
      };
      stacks.push({ root, options: { ...options, given: passed(stack, root, evaluatorIn, budget), parent } });
    }
  }
  return { stacks, failures, notAudited };
}

/** What a stack passes to its template: nobody else gives it parameters, so a default settles what is not passed. */
function passed(
  stack: Resource,
  root: Mapping,
  evaluatorIn: (scenario: Scenario) => Evaluator,
  budget: Budget,
): GivenParameters {
  const memberOf = (mapping: Mapping | undefined, name: string): Node | undefined =>
    mapping && mergedMember(mapping, name, budget)?.value;
  const within = (node: Node | undefined): Mapping | undefined => {
    const target = node && resolveAlias(node);
    return target?.kind === 'mapping' ? target : undefined;
  };
  const own = within(memberOf(stack.properties, 'Parameters'));
  const declared = within(memberOf(root, 'Parameters'));
  return {
    get(name, scenario) {
      const declaration = within(memberOf(declared, name));
      if (!declaration) return undefined;
      const node = memberOf(own, name);
      if (node) {
        const value = evaluatorIn(scenario).value(node);
        return value && renamed(value, stack.id);
      }
      const fallback = memberOf(declaration, 'Default');
      if (fallback && !isStored(declaration, budget)) return fromNode(fallback, budget);
      const at = own?.span ?? stack.key.span;
      const why = fallback ? 'is read from the Systems Manager Parameter Store' : `is not passed by ${stack.id}`;
      return unknownAt(`${stack.id}: Ref ${name}`, `parameter ${name} ${why}`, at);
    },
  };
}

function isStored(declaration: Mapping, budget: Budget): boolean {
  const type = mergedMember(declaration, 'Type', budget)?.value;
  const value = type && resolveAlias(type);
  return value?.kind === 'scalar' && scalarText(value).startsWith('AWS::SSM::Parameter::Value<');
}
