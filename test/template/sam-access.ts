import type { Api } from '../../src/model/api.ts';
import type { ApiExplanation } from '../../src/report/explanation.ts';
import { auditTexts, explainTexts } from '../support/memory.ts';
import { loaded } from './support.ts';

/** What is compared of the APIs of a template, by their ids: nothing that only the one form has, as places. */
export interface Compared {
  readonly routes: Readonly<Record<string, readonly string[]>>;
  readonly access: Readonly<Record<string, readonly string[]>>;
  /** The rules that report something. */
  readonly rules: readonly string[];
}

/** The rule that speaks of SAM alone and those that it speaks for; those of a list or a statement, of which SAM makes one for each path. */
const OF_ONE_FORM: readonly string[] = [
  'valid-sam-resource-policy',
  'require-redeploy',
  'valid-cidr',
  'valid-vpc-id',
  'require-private-api-policy',
  'no-conflicting-cidrs',
  'no-mismatched-principal',
  'no-overlapping-cidrs',
];

export function compared(file: string, text: string, parameters: Readonly<Record<string, string>> = {}): Compared {
  const { apis, failures } = explainTexts({ [file]: text }, { parameters });
  if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('\n'));
  const reporting = new Set(auditTexts({ [file]: text }, { parameters }).findings.map(({ ruleId }) => ruleId));
  const found = loaded(text, { file, given: parameters }).apis.flatMap(({ worlds }) =>
    worlds.filter(({ kind }) => kind === 'rest'),
  );
  return {
    routes: Object.fromEntries(found.map((api) => [api.id, routesOf(api)])),
    access: Object.fromEntries(apis.filter(({ kind }) => kind !== 'http').map((api) => [headOf(api), accessOf(api)])),
    rules: [...reporting].filter((id) => !OF_ONE_FORM.includes(id)).sort(),
  };
}

function routesOf({ revisions }: Api): readonly string[] {
  const routes = revisions.flatMap((revision) => revision.routes);
  return routes
    .map(({ method, path, authorization: by }) => `${method} ${path} ${by.is === 'yes' ? by.value : 'unknown'}`)
    .sort();
}

/** SAM gives a domain an id of its own. */
function headOf({ id, kind, name, endpoint, scenarios }: ApiExplanation): string {
  const where = scenarios.map(({ text }) => text).sort();
  return [kind, kind === 'domain' ? name : id, endpoint ?? 'unknown', ...where].join(' ');
}

/** Who gets in to each path. A policy of more statements cuts a route finer, and says the same of all its parts. */
function accessOf({ routes }: ApiExplanation): readonly string[] {
  const byPath = new Map<string, Map<string, string[]>>();
  for (const { stage, method, path, authorization, access } of routes) {
    const key = `${stage ?? '-'} ${path} ${authorization ?? 'unknown'}`;
    const who = access
      .map(({ caller, door, certainly, possibly }) => JSON.stringify([caller, door, certainly, possibly]))
      .sort()
      .join(' ');
    const found = byPath.get(key) ?? new Map<string, string[]>();
    byPath.set(key, found.set(who, [...(found.get(who) ?? []), method]));
  }
  const lines = [...byPath].flatMap(([key, found]) =>
    [...found].map(([who, methods]) =>
      [key, found.size === 1 ? '*' : [...new Set(methods)].sort().join(), who].join(' '),
    ),
  );
  return lines.sort();
}
