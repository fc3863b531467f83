import type { FindingRoute, Scenario } from '../report/report.ts';
import type { AffectedRoute } from '../rules/rule.ts';
import { listed } from '../rules/words.ts';
import { shortened } from '../values/text.ts';
import { type ApiScenarios, Found } from './found.ts';
import type { Problem } from './problems.ts';

/** A route that a finding is about, and where it is. */
interface Row {
  readonly route: AffectedRoute;
  /** What names it beside others that nothing else guards. */
  readonly words: string;
  readonly found: Found;
}

/** What a message calls the same. */
interface Named {
  readonly name: string;
  readonly words: string;
  readonly founds: readonly Found[];
}

/** The routes that problems which are told as one are about, each with its scenarios. */
export class Routes {
  private readonly rows: readonly Row[];
  private readonly found: Found;
  /** Set where it is about one stage of several. */
  private readonly stage: string | undefined;
  private readonly known = new Map<string, readonly Scenario[]>();

  constructor(problems: readonly Problem[], group: ApiScenarios, found: Found) {
    this.found = found;
    const rows = new Map<string, Row>();
    const isMixed = new Set(problems.map(({ message }) => message)).size > 1;
    for (const { detail, api } of problems) {
      const words = (isMixed && detail.variant?.words) || '';
      for (const route of detail.routes ?? []) {
        const { stage, method, path } = route;
        const key = JSON.stringify([stage?.name, method, path, apiKeyOf(route), words]);
        const row = rows.get(key) ?? { route, words, found: new Found() };
        rows.set(key, row);
        row.found.add(group, api);
      }
    }
    this.rows = [...rows.values()];
    const known = new Set(group.worlds.flatMap(({ stages }) => stages.map(({ name }) => name)));
    const [stage, ...others] = new Set(this.rows.map(({ route }) => route.stage?.name));
    this.stage = known.size > 1 && others.length === 0 ? stage : undefined;
  }

  get all(): readonly FindingRoute[] {
    return this.rows.map(({ route, found }) => ({
      stage: route.stage?.name ?? null,
      method: route.method,
      path: route.path,
      apiKey: apiKeyOf(route),
      scenarios: this.scenariosOf(found),
    }));
  }

  /** `GET /a and 2 more; with an API key POST /b; when Env is dev GET /c`. */
  get text(): string {
    const groups = new Map<string, Set<string>>();
    for (const { name, words, founds } of this.named()) {
      const found = new Found(...founds);
      const when = found.key === this.found.key ? '' : whenOf(this.scenariosOf(found));
      const lead = [words, when].filter((one) => one !== '').join(' ');
      groups.set(lead, (groups.get(lead) ?? new Set()).add(name));
    }
    const all = [...groups].sort(([a], [b]) => (a === '' ? 0 : 1) - (b === '' ? 0 : 1));
    const shown = all.slice(0, GROUPS).map(([lead, names]) => {
      const text = all.length === 1 ? listed([...names]) : firstOf([...names]);
      return lead === '' ? text : `${lead} ${text}`;
    });
    const rest = all.slice(GROUPS).reduce((sum, [, names]) => sum + names.size, 0);
    const stage = this.stage === undefined ? '' : ` of stage ${shortened(this.stage, LONGEST_NAME)}`;
    return `${[...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')}${stage}`;
  }

  /** Each route by its name, on whichever stages: each scenario may have its own. */
  private named(): readonly Named[] {
    const alike = new Map<string, Named & { readonly founds: Found[] }>();
    for (const { route, words, found } of this.rows) {
      const name = nameOf(route);
      const key = JSON.stringify([words, name]);
      const one = alike.get(key) ?? { name, words, founds: [] };
      one.founds.push(found);
      alike.set(key, one);
    }
    return [...alike.values()];
  }

  private scenariosOf(found: Found): readonly Scenario[] {
    const { key } = found;
    const scenarios = this.known.get(key) ?? found.scenarios;
    this.known.set(key, scenarios);
    return scenarios;
  }
}

/** How many groups of routes a message names, and how long a name and a scenario may be in it. */
const GROUPS = 3;
const LONGEST_NAME = 60;
const LONGEST_SCENARIO = 100;

function apiKeyOf({ route }: AffectedRoute): boolean | null {
  return !route || route.apiKey.is === 'unknown' ? null : route.apiKey.is === 'yes';
}

function nameOf({ route, method, path }: AffectedRoute): string {
  return !route && path === '/*' ? 'every route' : shortened(`${method} ${path}`, LONGEST_NAME);
}

function firstOf([first = '', ...others]: readonly string[]): string {
  return others.length > 0 ? `${first} and ${others.length} more` : first;
}

function whenOf(scenarios: readonly Scenario[]): string {
  const texts = scenarios.map(({ text }) => text).join(', or when ');
  return texts === '' ? '' : `when ${shortened(texts, LONGEST_SCENARIO)}`;
}
