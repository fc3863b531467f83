import type { Answer } from '../../model/answer.ts';
import type { Route } from '../../model/api.ts';
import type { Defect, Policy } from '../../model/policy.ts';
import { readPolicy } from '../../policy/reader.ts';
import { type Mapping, resolveAlias } from '../../source/tree.ts';
import { literal, originOf, type Text, textAt } from '../../values/text.ts';
import { type Dict, type DictEntry, isUnknown, type Unknown, type Value } from '../../values/value.ts';
import type { Evaluator } from '../cloudformation/evaluator.ts';
import { property, propertyNode } from '../cloudformation/properties.ts';
import { mergedMember, type Resource } from '../cloudformation/template.ts';
import { type Definition, entry } from '../openapi/definition.ts';
import { defect, defectsOf } from './defects.ts';
import { type ApiEvent, calledBy } from './events.ts';
import { mappingIn } from './globals.ts';
import { dict, itemsOf, statementsOf } from './statements.ts';

/** An API, and what its policy is made of. */
interface Sources {
  readonly resource: Resource;
  readonly events: readonly ApiEvent[];
  readonly routes: readonly Route[];
  readonly stage: Text;
  readonly definition: Definition;
  readonly evaluator: Evaluator;
}

interface SamPolicy {
  readonly policy?: Answer<Policy>;
  readonly open: readonly Unknown[];
  readonly defects: readonly Defect[];
}

/** The policy that SAM puts into the definition: what `Auth.ResourcePolicy` of the API and of its events say, and what stood there. */
export function readResourcePolicy({ resource, events, routes, stage, definition, evaluator }: Sources): SamPolicy {
  const defects: Defect[] = [];
  const open: Unknown[] = [];
  const statements: Value[] = [];
  const take = (owner: Resource, covered: readonly Route[], name: Text): Text | undefined => {
    const found = written(owner, evaluator);
    const because = isUnknown(found?.value) ? [found.value] : found?.value.kind === 'dict' ? found.value.open : [];
    for (const one of because) open.push(one);
    if (found && because.length > 0) defects.push(defect('sam-key', found, {}, because));
    if (found?.value.kind !== 'dict') return undefined;
    defects.push(
      ...defectsOf(found.value, (key) => found.mapping && mergedMember(found.mapping, key, evaluator.budget)?.value),
    );
    statements.push(...statementsOf(found.value, covered, name));
    return found.key;
  };
  const own = take(resource, routes, stage);
  const isNamed = literal(stage) !== undefined && !isFunction(resource, evaluator);
  const fromEvents = events.flatMap((event) => {
    const { path } = calledBy(event, evaluator);
    // SAM writes the stage of its own there where the name is a function
    const at = event.key.span;
    const key = take(
      event.resource,
      routes.filter((route) => route.path === path),
      isNamed ? stage : textAt('Stage', at),
    );
    if (key && !isNamed) defects.push(defect('sam-stage', { key }));
    return key ?? [];
  });
  const outside = propertyNode(resource, 'ResourcePolicy', evaluator);
  if (outside) defects.push({ code: 'sam-outside', place: { at: outside.key.span }, data: {} });
  const key = own ?? fromEvents[0];
  const policy = combined(definition.policy, key, statements);
  return { ...(policy && { policy }), open, defects };
}

/** A mapping of one function is no literal name, whatever its value is. */
function isFunction(resource: Resource, evaluator: Evaluator): boolean {
  const node = propertyNode(resource, 'StageName', evaluator)?.value;
  const value = node && resolveAlias(node);
  return value !== undefined && (value.kind !== 'scalar' || value.tag !== undefined);
}

interface Written {
  readonly key: Text;
  readonly value: Value;
  readonly mapping?: Mapping;
}

/** `Auth.ResourcePolicy` of an API or of an event. */
function written(owner: Resource, evaluator: Evaluator): Written | undefined {
  const auth = property(owner, 'Auth', evaluator);
  if (isUnknown(auth)) return { key: textAt('Auth', auth.origin.at), value: auth };
  const found = auth?.kind === 'dict' ? entry(auth, 'ResourcePolicy') : undefined;
  if (!found) return undefined;
  const { budget } = evaluator;
  const mapping = mappingIn(mappingIn(owner.properties, 'Auth', budget), 'ResourcePolicy', budget);
  return { key: found.key, value: found.value, ...(mapping && { mapping }) };
}

/** SAM appends its statements to those of the definition. */
function combined(
  definition: DictEntry | undefined,
  key: Text | undefined,
  made: readonly Value[],
): Answer<Policy> | undefined {
  if (!key || made.length === 0) return definition && readPolicy(definition.value, originOf(definition.key));
  const place = originOf(key);
  const before = definition?.value;
  if (before && before.kind !== 'dict') return readPolicy(before, originOf((definition as DictEntry).key));
  const statement = before && entry(before, 'Statement');
  const statements: Value = {
    kind: 'list',
    items: [...(statement ? itemsOf(statement.value) : []), ...made],
    open: [],
    origin: place,
  };
  const whole: Dict = dict(place.at, { Version: textAt('2012-10-17', place.at), Statement: statements });
  return readPolicy({ ...whole, open: before?.open ?? [] }, place);
}
