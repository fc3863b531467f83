import type { Api } from '../../model/api.ts';
import { member, resolveAlias, scalarText } from '../../source/tree.ts';
import { mergedMembers } from '../../values/convert.ts';
import { type Unknown, unknownAt } from '../../values/value.ts';
import { callOf } from '../kernel/calls.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { type Part, partsOf } from '../kernel/parts.ts';
import type { Resource } from '../kernel/template.ts';
import { isForeign, mentionedIn } from './exports.ts';
import { STACKS, unreadStack } from './stacks.ts';

/** What of a template was not read, by what it may bring to an API or change of it. */
export interface Hidden {
  readonly policies: readonly Unknown[];
  readonly routes: readonly Unknown[];
  readonly unread: NonNullable<Api['unread']>;
}

const ROUTES = /^AWS::(?:ApiGateway::(?:Method|Resource)|Serverless::(?:Function|StateMachine))$/;
const STAGES = /^AWS::ApiGateway::(?:Stage|Deployment)$/;

/** What may belong to an API, though it was not found: that something of it is missing can be said only where this is empty. */
export function hiddenOf(api: Resource, evaluator: Evaluator): Hidden {
  const parts = [...partsOf(evaluator), ...stacksOf(api.id, evaluator)];
  const making = (isMade: (one: Resource) => boolean): readonly Unknown[] =>
    parts
      .filter(({ makes }) => !makes || makes.some((one) => isMade(one) && mayBelong(one, api.id, evaluator)))
      .map(({ unknown }) => unknown(evaluator));
  const macros = parts.filter(({ isMacro }) => isMacro).map(({ unknown }) => unknown(evaluator));
  const inside = api.open ? [evaluator.opening(api.open)] : [];
  return {
    policies: [...inside, ...making((one) => isForeign(one.type) && gets(one, api.id))],
    routes: making(({ type }) => ROUTES.test(type)),
    unread: {
      statements: [...inside, ...macros],
      stages: making((one) => STAGES.test(one.type) && (one.type.endsWith('Stage') || isStaged(one))),
      deployments: making(({ type }) => type === 'AWS::ApiGateway::Deployment'),
    },
  };
}

const gets = ({ properties }: Resource, id: string): boolean => !!properties && mentionedIn(properties).has(id);

/** A deployment makes a stage only where it names one. */
const isStaged = ({ properties }: Resource): boolean => !!properties && member(properties, 'StageName') !== undefined;

/** Whether a resource of a loop may be one of an API: unless it says that it is another's. */
function mayBelong({ properties }: Resource, api: string, { template, budget }: Evaluator): boolean {
  const owner = properties && mergedMembers(properties, budget).find(({ key }) => scalarText(key) === 'RestApiId');
  const call = owner && callOf(resolveAlias(owner.value));
  const id = call?.name === 'Ref' && call.argument.kind === 'scalar' ? scalarText(call.argument) : undefined;
  return id === undefined || id === api || !template.resources.has(id);
}

/** The nested stacks that get the id of an API, and whose templates were not read. */
function stacksOf(api: string, evaluator: Evaluator): readonly Part[] {
  const stacks = STACKS.flatMap((type) => evaluator.template.byType.get(type) ?? []);
  return stacks.flatMap((stack): readonly Part[] => {
    const reason = gets(stack, api) ? unreadStack(stack, evaluator) : undefined;
    if (reason === undefined) return [];
    const why = `the template of ${stack.id} is not read: ${reason}`;
    return [{ isMacro: false, unknown: () => unknownAt(`stack ${stack.id}`, why, stack.key.span) }];
  });
}
