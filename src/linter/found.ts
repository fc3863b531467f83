import type { Api } from '../model/api.ts';
import type { World } from '../model/scenario.ts';
import type { Scenario } from '../report/report.ts';
import type { Unknown } from '../values/value.ts';
import { alternatives } from './scenarios.ts';

/** One API in all the scenarios that were looked at. */
export interface ApiScenarios {
  readonly worlds: readonly Api[];
  /** The scenarios in which it does not exist, where there are any. */
  readonly absent?: readonly World[];
  /** Set where there are more scenarios than these. */
  readonly truncated?: Unknown;
}

/** In which scenarios of which APIs something holds. */
export class Found {
  private readonly apis = new Map<ApiScenarios, Set<Api>>();

  /** Of all that others hold in. */
  constructor(...others: readonly Found[]) {
    for (const one of others) for (const [group, apis] of one.apis) for (const api of apis) this.add(group, api);
  }

  add(group: ApiScenarios, api: Api): this {
    const known = this.apis.get(group) ?? new Set();
    this.apis.set(group, known.add(api));
    return this;
  }

  /** Those of its APIs in all of whose scenarios it holds that were looked at. */
  private get everywhere(): readonly ApiScenarios[] {
    return [...this.apis].flatMap(([group, apis]) =>
      apis.size === group.worlds.length + (group.absent ?? []).length ? [group] : [],
    );
  }

  /** None where it holds in every scenario of one of the APIs. */
  get scenarios(): readonly Scenario[] {
    if (this.everywhere.length > 0) return [];
    return alternatives([...this.apis.values()].flatMap((apis) => [...apis].map(({ world }) => world)));
  }

  /** Whether all scenarios of all its APIs were looked at. */
  get complete(): boolean {
    return [...this.apis.keys()].every(({ truncated }) => truncated === undefined);
  }

  /** As `scenarios`, for what is claimed: it may not hold where nobody looked. */
  get claimed(): readonly Scenario[] {
    const { everywhere, scenarios } = this;
    if (everywhere.length === 0 || everywhere.some(({ truncated }) => truncated === undefined)) return scenarios;
    const looked = Math.max(...everywhere.map(({ worlds }) => worlds.length));
    return [{ text: `it is one of the ${looked} scenarios that were looked at`, where: {} }];
  }

  /** Equal for what holds in the same scenarios. */
  get key(): string {
    return [...this.apis].map(([{ worlds }, apis]) => worlds.map((api) => (apis.has(api) ? 1 : 0)).join('')).join();
  }
}
