import { type Answer, unknown, yes } from '../../model/answer.ts';
import type { Mapping, Span } from '../../source/tree.ts';
import { entry } from '../../values/entry.ts';
import { display, expression } from '../../values/text.ts';
import { type Dict, isUnknown, type Value } from '../../values/value.ts';
import type { Change } from './changes.ts';
import type { Era } from './provider.ts';

/** A state, or what a plan makes of one. */
export interface Document {
  readonly kind: 'state' | 'plan';
  readonly root: Module;
  /** Of all modules, those that have to do with an API. */
  readonly resources: readonly Resource[];
  /** Resources that can do something to an API by its id. */
  readonly foreign: readonly { readonly node: Mapping; readonly module: Module }[];
  readonly outputs?: Mapping;
  /** The ids of the APIs that a policy resource is taken from. */
  readonly detached: ReadonlySet<string>;
  /** When the provider was published that it may be applied with. */
  readonly eras: readonly Era[];
  /** Whether a plan names resources where it refers to attributes of them, as Terraform did before 1.0. */
  readonly isVague: boolean;
}

/** One instance of a module. */
export interface Module {
  /** Empty for the root. */
  readonly address: string;
  readonly parent?: Module;
  /** The name of the module block that calls it. */
  readonly call?: string;
  readonly children: Module[];
  /** Instances by the address of their block within the module. */
  readonly resources: Map<string, Resource[]>;
  /** What a plan says of how it is written; a state says nothing. */
  readonly configuration?: Mapping;
}

/** One instance of a resource. */
export interface Resource {
  readonly module: Module;
  readonly address: string;
  /** The address within its module. */
  readonly local: string;
  /** Data sources' begin with `data.`. */
  readonly type: string;
  readonly name: string;
  readonly node: Mapping;
  /** Its address, as the document writes it. */
  readonly place: Span;
  readonly attributes: Dict;
  /** What a plan does to it. */
  readonly change?: Change;
  /** The expressions that its attributes are written as; undefined where they are not known. */
  readonly written?: Mapping;
  /** The block that it is an instance of; undefined in a state. */
  readonly block?: Mapping;
}

/** A member of a value; `null` is none. */
export function valueIn(holder: Value | undefined, name: string): Value | undefined {
  const value = holder?.kind === 'dict' ? entry(holder, name)?.value : undefined;
  return value?.kind === 'text' && value.scalar === 'null' ? undefined : value;
}

export function attribute({ attributes }: Resource, name: string): Value | undefined {
  return valueIn(attributes, name);
}

/** An attribute that is a string, a boolean or a number. */
export function answerIn(resource: Resource, name: string): Answer<string> | undefined {
  const value = attribute(resource, name);
  if (isUnknown(value)) return unknown([value]);
  return value?.kind === 'text' ? yes(display(value)) : undefined;
}

/** The same where it is known. */
export function textIn(resource: Resource, name: string): string | undefined {
  const answer = answerIn(resource, name);
  return answer?.is === 'yes' ? answer.value : undefined;
}

/** The same for people, what is not known as its expression. */
export function nameIn(resource: Resource, name: string): string | undefined {
  const value = attribute(resource, name);
  return isUnknown(value) ? expression(value) : textIn(resource, name);
}
