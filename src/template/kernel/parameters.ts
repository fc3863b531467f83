import { type Choice, single } from '../../model/scenario.ts';
import { type Span, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { fromNode, movedValue } from '../../values/convert.ts';
import { literal, movedText, originOf, type Text, textAt, textOf, trim } from '../../values/text.ts';
import type { Unknown, Value } from '../../values/value.ts';
import { natureOfParameter } from './natures.ts';
import type { Scenario } from './scenario.ts';
import { listOf } from './split.ts';
import type { Parameter } from './template.ts';

/**
 * Parameter values that the user gave, or that the template passes which a nested stack stands in. A string has no place of
 * its own and stands for the parameter's.
 */
export interface GivenParameters {
  get(name: string, scenario: Scenario): string | Value | undefined;
}

const PSEUDO = new Set([
  'AWS::AccountId',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]);

export const isPseudo = (name: string): boolean => PSEUDO.has(name);

export function isList(parameter: Parameter | undefined): boolean {
  return (
    parameter !== undefined &&
    /^(?:CommaDelimitedList|List<.*>|AWS::SSM::Parameter::Value<(?:CommaDelimitedList|List<.*>)>)$/.test(parameter.type)
  );
}

/** All that a parameter can be: its `AllowedValues`, else anything. */
export function domainOf(parameter: Parameter | undefined): Choice {
  return parameter?.allowed && !isList(parameter)
    ? { is: [...new Set(parameter.allowed.map(scalarText))] }
    : { not: [] };
}

/**
 * What `Ref` gives for a parameter in a scenario. `settled` leaves the default out: only what the user gives, and what the
 * scenario itself says, settles a condition.
 */
export function parameterValue(
  name: string,
  parameter: Parameter | undefined,
  given: GivenParameters,
  scenario: Scenario,
  settled: boolean,
  use: Span,
  budget: Budget,
): Value {
  const passed = given.get(name, scenario);
  if (passed !== undefined && typeof passed !== 'string' && passed.kind !== 'text')
    return movedValue(passed, use, budget);
  const choice = scenario.choice(name);
  const text = (settled ? settledText : anyText)(parameter, passed, choice, scenario, use, budget);
  if (text === undefined || text.kind !== 'text') return text ?? unknownParameter(name, parameter, choice, use);
  const moved = movedText(text, use);
  if (!isList(parameter)) return { ...moved, scalar: 'string' };
  const list = listOf(moved, ',', originOf(moved));
  // CloudFormation trims the members of a list parameter
  return { ...list, items: list.items.map((item) => (item.kind === 'text' ? trim(item) : item)) };
}

function settledText(
  parameter: Parameter | undefined,
  given: string | Text | undefined,
  choice: Choice | undefined,
  _scenario: Scenario,
  use: Span,
): Text | undefined {
  if (given !== undefined) return typeof given === 'string' ? textAt(given, parameter?.key.span ?? use) : given;
  const only = choice && single(choice);
  if (only === undefined) return undefined;
  const written = [parameter?.default, ...(parameter?.allowed ?? [])].find(
    (node) => node?.kind === 'scalar' && scalarText(node) === only,
  );
  return written?.kind === 'scalar' ? textOf(written) : textAt(only, parameter?.key.span ?? use);
}

function anyText(
  parameter: Parameter | undefined,
  given: string | Text | undefined,
  choice: Choice | undefined,
  scenario: Scenario,
  use: Span,
  budget: Budget,
): Value | undefined {
  const settled = settledText(parameter, given, choice, scenario, use);
  if (
    settled ||
    !parameter?.default ||
    parameter.type.startsWith('AWS::SSM::Parameter::Value<') ||
    scenario.withoutDefault.has(parameter.name)
  )
    return settled;
  const fallback = fromNode(parameter.default, budget);
  if (fallback.kind !== 'text') return fallback;
  const value = literal(fallback);
  const forbidden =
    choice && value !== undefined && ('is' in choice ? !choice.is.includes(value) : choice.not.includes(value));
  return forbidden ? undefined : fallback;
}

function unknownParameter(
  name: string,
  parameter: Parameter | undefined,
  choice: Choice | undefined,
  use: Span,
): Unknown {
  return {
    kind: 'unknown',
    id: `Ref ${name}`,
    reason: parameter ? reasonFor(parameter, choice) : `${name} is known at deployment only`,
    origin: { at: parameter?.key.span ?? use, use },
    source: { kind: 'parameter', name, type: parameter?.type ?? '', list: isList(parameter) },
    ...natureOfParameter(parameter?.type ?? ''),
  };
}

function reasonFor(parameter: Parameter, choice: Choice | undefined): string {
  if (parameter.type.startsWith('AWS::SSM::Parameter::Value<'))
    return `parameter ${parameter.name} is read from the Systems Manager Parameter Store`;
  if (!parameter.default) return `parameter ${parameter.name} has no default`;
  return choice
    ? `parameter ${parameter.name} is not its default in this scenario`
    : `the default of parameter ${parameter.name} contradicts this scenario`;
}

/** The text that a list parameter was split from, for conditions that compare it as a whole. */
export function joined(unknown: Unknown): Unknown {
  const { nature: _, ...rest } = unknown;
  return unknown.source?.kind === 'parameter' && unknown.source.list
    ? { ...rest, source: { ...unknown.source, joined: true } }
    : unknown;
}
