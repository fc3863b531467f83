import type {
  AccessExplanation,
  Answer,
  ApiAnswers,
  ApiExplanation,
  ApiHead,
  Cause,
  DoorName,
  ErrorMeaning,
  Explanation,
  Miss,
  Request,
  RouteExplanation,
  RouteRef,
  StatementRef,
} from '../report/explanation.ts';
import { escapedJson } from './escaped.ts';
import { api, failure, finding, location, notAudited, scenario, undecided } from './json.ts';

// As in json.ts, the keys are written out.

/** The explanation as `schema/explanation.schema.json` describes it. */
export function explanationJson(explanation: Explanation): string {
  const { apis, request, answers, error, causes, failures } = explanation;
  const document = {
    version: 1,
    apis: apis.map(apiExplanation),
    ...(request && { request: told(request) }),
    ...(answers && { answers: answers.map(apiAnswers) }),
    ...(error && { error: meaning(error) }),
    ...(causes && { findings: causes.findings.map(finding), undecided: causes.undecided.map(undecided) }),
    failures: failures.map(failure),
    notAudited: explanation.notAudited.map(notAudited),
  };
  return `${escapedJson(JSON.stringify(document, null, 2))}\n`;
}

export function head(of: ApiHead): object {
  return {
    ...api(of),
    kind: of.kind,
    location: location(of.location),
    scenarios: of.scenarios.map(scenario),
    ...(of.truncated && { truncated: cause(of.truncated) }),
  };
}

function apiExplanation(of: ApiExplanation): object {
  return {
    ...head(of),
    hasPolicy: of.hasPolicy,
    statements: of.statements.map(statement),
    routes: of.routes.map(routeExplanation),
  };
}

export function statement({ sid, effect, location: at }: StatementRef): StatementRef {
  return { sid, effect, location: location(at) };
}

export function cause({ reason, location: at }: Cause): Cause {
  return { reason, location: location(at) };
}

export function route({ stage, method, path, witness, authorization }: RouteRef): RouteRef {
  return { stage, method, path, ...(witness !== undefined && { witness }), authorization };
}

function routeExplanation(of: RouteExplanation): object {
  return { ...route(of), access: of.access.map(access) };
}

function access({ caller, door: by, certainly, possibly, by: evidence, because, misses }: AccessExplanation): object {
  return {
    caller,
    door: door(by),
    certainly: certainly.cidrs,
    possibly: possibly.cidrs,
    by: evidence.map(({ sources, effect, statements }) => ({ sources: sources.cidrs, effect, statements })),
    because: because.map(cause),
    misses: misses.map(miss),
  };
}

export function door(of: DoorName): DoorName {
  if (of.via === 'internet') return { via: of.via };
  const { via, vpce, vpc } = of;
  return { via, ...(vpce !== undefined && { vpce }), ...(vpc !== undefined && { vpc }) };
}

function told({ from, method, path, stage, caller, vpce, vpc }: Request): object {
  // JSON leaves out what is undefined
  return { from, method, path, stage, caller, vpce, vpc };
}

function apiAnswers(of: ApiAnswers): object {
  return { ...head(of), answers: of.answers.map(answer), unanswered: of.unanswered };
}

function answer(of: Answer): object {
  return {
    ...route(of),
    caller: of.caller,
    door: door(of.door),
    outcome: of.outcome,
    effect: of.effect,
    statements: of.statements.map(statement),
    message: of.message,
    misses: of.misses.map(miss),
    because: of.because.map(cause),
  };
}

function miss({ statement: one, lacks }: Miss): Miss {
  return { statement: statement(one), lacks };
}

function meaning({ kind, meaning: text, denial }: ErrorMeaning): object {
  if (!denial) return { kind, meaning: text };
  const { resource, explicit, signed, stage, method, path } = denial;
  return { kind, meaning: text, denial: { resource, explicit, signed, stage, method, path } };
}
