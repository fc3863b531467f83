import type { Admission, Admissions } from '../report/admissions.ts';
import { countsOf } from './admissions-text.ts';
import { escapedJson } from './escaped.ts';
import { cause, door, head, route, statement } from './explanation-json.ts';
import { failure, notAudited } from './json.ts';

// As in json.ts, the keys are written out.

/** Who is let in as `schema/admissions.schema.json` describes it. */
export function admissionsJson(admissions: Admissions): string {
  const { asked, never, apis, looked, failures } = admissions;
  const { fully, partly, perhaps } = countsOf(apis);
  const document = {
    version: 1,
    asked,
    never,
    apis: apis.map((api) => ({ ...head(api), admissions: api.admissions.map(admission) })),
    summary: { apis: looked, fully, partly, perhaps },
    failures: failures.map(failure),
    notAudited: admissions.notAudited.map(notAudited),
  };
  return `${escapedJson(JSON.stringify(document, null, 2))}\n`;
}

function admission(of: Admission): object {
  return {
    ...route(of),
    caller: of.caller,
    door: door(of.door),
    extent: of.extent,
    sources: of.sources.cidrs,
    statements: of.statements.map(statement),
    because: of.because.map(cause),
  };
}
