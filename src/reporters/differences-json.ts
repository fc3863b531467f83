import type { ChangedSources, Differences, RouteChange } from '../report/differences.ts';
import { escapedJson } from './escaped.ts';
import { cause, door, head, route } from './explanation-json.ts';
import { failure, notAudited } from './json.ts';

// As in json.ts, the keys are written out.

/** The differences as `schema/differences.schema.json` describes them. */
export function differencesJson({ apis, looked, failures, ...rest }: Differences): string {
  const document = {
    version: 1,
    apis: apis.map((api) => ({ ...head(api), change: api.change, routes: api.routes.map(routeChange) })),
    summary: { apis: looked, changed: apis.length },
    failures: failures.map(failure),
    notAudited: rest.notAudited.map(notAudited),
  };
  return `${escapedJson(JSON.stringify(document, null, 2))}\n`;
}

function routeChange(of: RouteChange): object {
  return {
    ...route(of),
    caller: of.caller,
    door: door(of.door),
    opened: sources(of.opened),
    closed: sources(of.closed),
    because: of.because.map(cause),
  };
}

function sources({ certainly, possibly }: ChangedSources): object {
  return { certainly: certainly.cidrs, possibly: possibly.cidrs };
}
