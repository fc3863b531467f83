import type { Api } from '../../model/api.ts';
import type { Span } from '../../source/tree.ts';
import type { Loaded } from '../loaded.ts';
import { explore, type Scenario } from './scenario.ts';
import type { Resource, Template } from './template.ts';

/** Scenarios of one API that are looked at; what lies beyond is undecided. */
export const BOUND = 64;

/** A resource in a template that has it. */
interface Found {
  readonly resource: Resource;
  readonly template: Template;
}

/** The resources that a template has in any of its scenarios, each as it is in the first that has it. */
export function everyResource(templateIn: (scenario: Scenario) => Template): readonly Found[] {
  const found = new Map<string, Found>();
  for (const template of explore(BOUND, templateIn).results)
    for (const [id, resource] of template.resources) if (!found.has(id)) found.set(id, { resource, template });
  return [...found.values()];
}

/** One API in every scenario that reading it turns out to need, or why it cannot be audited. */
export function inEveryWorld(
  id: string,
  at: Span,
  read: (scenario: Scenario) => Api | undefined,
): Pick<Loaded, 'apis' | 'notAudited'> {
  const { results, complete } = explore(BOUND, (scenario) => ({ api: read(scenario), scenario }));
  const worlds = results.flatMap(({ api }) => api ?? []);
  const absent = results.filter(({ api }) => api === undefined).map(({ scenario }) => scenario.world);
  const truncated = {
    kind: 'unknown',
    id: `more than ${BOUND} scenarios of ${id}`,
    reason: `only the first ${BOUND} scenarios of ${id} were looked at: give parameters with --parameters`,
    origin: { at },
  } as const;
  if (worlds.length > 0)
    return {
      apis: [{ worlds, ...(absent.length > 0 && { absent }), ...(!complete && { truncated }) }],
      notAudited: [],
    };
  if (!complete) return { apis: [], notAudited: [`${id}: ${truncated.reason}, and it is in none of them`] };
  if (results.length > 0) return { apis: [], notAudited: [] };
  return { apis: [], notAudited: [`${id}: no mapping has a row for the values of its parameters`] };
}
