import type { Access, Caller, RouteAccess } from '../access/access.ts';
import { accessOfRequest } from '../access/access-of.ts';
import { isSigned } from '../access/caller.ts';
import { namedArn } from '../access/resource.ts';
import { servedSources } from '../access/served.ts';
import type { AddressSet } from '../ip/address-set.ts';
import { addressSet } from '../ip/network.ts';
import type { Api } from '../model/api.ts';
import type { Answer, ApiAnswers, ErrorMeaning, Request } from '../report/explanation.ts';
import { doorsFor } from './doors.ts';
import { missesOf } from './misses.ts';
import { causesOf, type Locate, routeRef, routesOf, statementRef } from './refs.ts';
import { requestArn } from './request-arn.ts';
import { neverCalls } from './sources-in-words.ts';

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
  if (routes.length === 0) return refuse(denial ? (otherStage(api, request) ?? OTHER_ROUTES) : noRoute(api, request));
  const isAsked = ({ caller }: Access): boolean =>
    (request.caller === undefined || caller === request.caller) &&
    (denial === undefined || isSigned(caller) === denial.signed);
  const found = routes.flatMap((route) => route.access.filter(isAsked).map((access) => ({ route, access })));
  const callers = new Set(routes.flatMap(({ access }) => access.map(({ caller }) => caller)));
  if (found.length === 0)
    return refuse(
      denial ? otherCallers(denial.signed) : `This route has callers of other kinds: ${[...callers].join(', ')}.`,
    );
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

/** Of a message that names a stage which these files do not: with it they may have the route. */
function otherStage(api: Api, { stage: named, ...request }: Request): string | undefined {
  const { stages, dialect, parameters } = api;
  const isKnown = stages.some((one) => named === undefined || mayBeStage(one, named));
  if (isKnown || routesFor(api, request).length === 0) return undefined;
  const names = [...new Set(stages.map(({ name }) => name))].join(', ');
  const [likely, ...others] = parameters.filter((one) => /stage|env/i.test(one));
  const key = dialect === 'serverless' ? 'opt:stage' : others.length === 0 ? likely : undefined;
  const how = key === undefined ? 'with the values of that deployment' : `with --parameters ${key}=${named}`;
  return `The message is of stage ${named}, and these files have ${names || 'none'}: ask again ${how}.`;
}

function noRoute({ stages }: Api, { stage }: Request): string {
  const isKnown = stages.length === 0 || stages.some((one) => stage === undefined || mayBeStage(one, stage));
  const names = [...new Set(stages.map(({ name }) => name))].join(', ');
  const why = isKnown ? 'This API has no route for it' : `This API has no stage ${stage}, but ${names}`;
  return `${why}: API Gateway answers "Missing Authentication Token", whatever the policy says.`;
}

/** A denial names whether the call was signed, which says how the deployed method authorizes its callers. */
function otherCallers(isCallSigned: boolean): string {
  return isCallSigned
    ? 'The call was signed, and no method here asks for that: what is deployed has AWS_IAM, or the message is about another API.'
    : 'The call was not signed, and the method asks for AWS_IAM: sign it. If it was, what is deployed has other authorization.';
}

function answerOf(api: Api, route: RouteAccess, access: Access, request: Request, locate: Locate): Answer {
  const { caller, door, certainly, possibly } = access;
  // a bare IPv6 address is one here, whatever it is in a policy
  const single = request.from.includes(':') ? `${request.from}/128` : request.from;
  const from = addressSet(single);
  const never = door.via === 'internet' ? neverCalls(single) : undefined;
  const evidence = never === undefined ? access.by().find(({ sources }) => meets(sources, from)) : undefined;
  const outcome =
    never !== undefined
      ? 'unroutable'
      : certainly.covers(from)
        ? 'allowed'
        : meets(possibly, from)
          ? 'undecided'
          : 'denied';
  const isServed = meets(servedSources(api, door.via).upper, from);
  const told = never !== undefined ? [never] : isServed ? [] : ['the API serves IPv4 alone'];
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
    because:
      outcome === 'undecided'
        ? causesOf(access.because, locate)
        : told.map((reason) => ({ reason, location: locate(api.place) })),
  };
}

/** https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden */
function denialMessage(caller: Caller, arn: string, effect: Answer['effect']): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as in policies
  const user = isSigned(caller) ? '${aws:PrincipalArn}' : 'anonymous';
  const denial = `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${arn}`;
  return effect === 'deny' ? `${denial} with an explicit deny` : denial;
}

function meets(sources: AddressSet, address: AddressSet): boolean {
  return !sources.intersect(address).isEmpty;
}
