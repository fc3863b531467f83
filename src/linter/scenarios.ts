import type { Api, Stage } from '../model/api.ts';
import { describe, mergeWorlds, type World } from '../model/scenario.ts';
import type { ApiRef, Scenario } from '../report/report.ts';

/** Alternatives in words, as few as there can be; none where one of them is every scenario. */
export function alternatives(worlds: readonly World[]): readonly Scenario[] {
  return mergeWorlds(worlds)
    .filter((world) => world.length > 0)
    .map((world) => ({
      text: describe(world),
      where: Object.fromEntries(world.map(({ subject, choice }) => [subject, choice])),
    }));
}

export function apiRef(api: Api, stages: readonly Stage[] = []): ApiRef {
  const { id } = api;
  // `arn:aws:execute-api:region:account:id`
  const [, partition, , region = '', account = ''] = api.dialect === 'live' ? (api.arn?.split(':') ?? []) : [];
  return {
    id,
    name: api.name ?? null,
    endpoint: api.endpoint.is === 'yes' ? api.endpoint.value : null,
    ...(partition !== undefined && {
      arn: `arn:${partition}:apigateway:${region}::/restapis/${id}`,
      account,
      region,
    }),
    ...(stages.length > 0 && { stage: [...new Set(stages.map(({ name }) => name))].join(', ') }),
  };
}
