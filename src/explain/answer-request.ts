import type { Access, Caller, RouteAccess } from '../access/access.ts';
import { accessOfRequest } from '../access/access-of.ts';
import { identities, isPrincipal, isSigned } from '../access/caller.ts';
import { namedArn } from '../access/resource.ts';
import { servedSources } from '../access/served.ts';
import type { AddressSet } from '../ip/address-set.ts';
import { addressSet } from '../ip/network.ts';
import type { Api } from '../model/api.ts';
import type { Statement } from '../model/policy.ts';
import type { Answer, ApiAnswers, ErrorMeaning, Miss, Request } from '../report/explanation.ts';
import { doorsFor } from './doors.ts';
import { causesOf, type Locate, routeRef, routesOf, statementRef, statementsOf } from './refs.ts';
import { requestArn } from './request-arn.ts';

const HTTP_API = 'No resource policy governs an HTTP API: its authorizers alone decide.';
const OTHER_ROUTES =
  'This API has no such route: what is deployed differs from these files, or the message is about another API.';

type Answers = Pick<ApiAnswers, 'answers' | 'unanswered'>;

/** What becomes of a request to an API; that of a denial is by such callers only as its message speaks of. */
export function answerRequest(api: Api, request: Request, locate: Locate, denial?: ErrorMeaning['denial']): Answers {
  const refuse = (unanswered: string): Answers => ({ answers: [], unanswered });
  if (api.kind === 'http') return refuse(HTTP_API);
  const { id } = namedArn(api);
  if (denial && id !== undefined && !denial.resource.includes(`:${id}/`))
    return refuse(`The id of this API is ${id}: the message is about another one.`);
  const routes = routesFor(api, request);
  if (routes.length === 0) return refuse(denial ? OTHER_ROUTES : noRoute(api, request));
  const isAsked = ({ caller }: Access): boolean =>
    (request.caller === undefined || caller === request.caller) &&
    (denial === undefined || isSigned(caller) === denial.signed);
  const found = routes.flatMap((route) => route.access.filter(isAsked).map((access) => ({ route, access })));
  const callers = new Set(routes.flatMap(({ access }) => access.map(({ caller }) => caller)));
  if (found.length === 0) return refuse(`This route has callers of other kinds: ${[...callers].join(', ')}.`);
  const doors = doorsFor([...new Set(found.map(({ access }) => access.door))], request);
  const entered = found.filter(({ access }) => doors.includes(access.door));
  if (entered.length === 0) return refuse('This API is not reached by a VPC endpoint: leave out --vpce and --vpc.');
  return {
    answers: entered.map(({ route, access }) => answerOf(api, route, access, request, locate)),
    unanswered: null,
  };
}

/** The routes that a request may be to: the one that takes its path, else all that its verb and its stage leave. */
function routesFor(api: Api, { stage, method, path }: Request): readonly RouteAccess[] {
  if (path !== undefined) {
    const call = { method: method ?? 'GET', path, ...(stage !== undefined && { stage }) };
    return routesOf(api, (revision) => accessOfRequest(api, revision, call));
  }
  const onStage = routesOf(api).filter((route) => stage === undefined || mayBeStage(route.stage, stage));
  if (method === undefined) return onStage;
  const own = onStage.filter((route) => route.method === method);
  // a route for any verb takes those that have no route of their own
  const rest = onStage.filter(
    (route) => route.method === 'ANY' && !own.some((one) => one.path === route.path && one.stage === route.stage),
  );
  return [...own, ...rest.map((route) => ({ ...route, method }))];
}

function mayBeStage(stage: RouteAccess['stage'], name: string): boolean {
  return stage === undefined || stage.named.is !== 'yes' || stage.name === name;
}

function noRoute({ stages }: Api, { stage }: Request): string {
  const isKnown = stages.length === 0 || stages.some((one) => stage === undefined || mayBeStage(one, stage));
  const names = [...new Set(stages.map(({ name }) => name))].join(', ');
  const why = isKnown ? 'This API has no route for it' : `This API has no stage ${stage}, but ${names}`;
  return `${why}: API Gateway answers "Missing Authentication Token", whatever the policy says.`;
}

function answerOf(api: Api, route: RouteAccess, access: Access, request: Request, locate: Locate): Answer {
  const { caller, door, certainly, possibly } = access;
  // a bare IPv6 address is one here, whatever it is in a policy
  const from = addressSet(request.from.includes(':') ? `${request.from}/128` : request.from);
  const evidence = access.by().find(({ sources }) => meets(sources, from));
  const outcome = certainly.covers(from) ? 'allowed' : meets(possibly, from) ? 'undecided' : 'denied';
  const isServed = meets(servedSources(api, door.via).upper, from);
  const effect = evidence?.effect ?? 'none';
  const isDenial = outcome === 'denied' && isServed;
  return {
    ...routeRef(route),
    ...(request.stage !== undefined && { stage: request.stage }),
    caller,
    door,
    outcome,
    effect,
    statements: (evidence?.statements ?? []).map((one) => statementRef(one, locate)),
    message: isDenial ? denialMessage(caller, requestArn(api, route, request), effect) : null,
    misses: isDenial && effect !== 'deny' ? missesOf(api, route, access, locate) : [],
    because: isServed
      ? outcome === 'undecided'
        ? causesOf(access.because, locate)
        : []
      : [{ reason: 'the API serves IPv4 alone', location: locate(api.place) }],
  };
}

/** https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden */
function denialMessage(caller: Caller, arn: string, effect: Answer['effect']): string {
  const user = isSigned(caller) ? 'aws:PrincipalArn' : 'anonymous';
  const denial = `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${arn}`;
  return effect === 'deny' ? `${denial} with an explicit deny` : denial;
}

function meets(sources: AddressSet, address: AddressSet): boolean {
  return !sources.intersect(address).isEmpty;
}

function missesOf(api: Api, route: RouteAccess, { caller }: Access, locate: Locate): readonly Miss[] {
  const lacks = (statement: Statement): Miss['lacks'] => {
    if (route.matches(statement).is === 'no') return 'request';
    const { principal } = statement;
    if (!principal) return 'principal';
    const possible = identities(caller, [principal], api);
    const isNobody = possible.every((identity) => isPrincipal(principal, caller, identity, api).is === 'no');
    return isNobody ? 'principal' : 'condition';
  };
  return statementsOf(api)
    .filter(({ effect }) => effect.is === 'yes' && effect.value === 'Allow')
    .map((statement) => ({ statement: statementRef(statement, locate), lacks: lacks(statement) }));
}
