import { all, NO, unknown, yes } from '../../model/answer.ts';
import type { Api, Route, Stage } from '../../model/api.ts';
import type { Mapping, Node, Span } from '../../source/tree.ts';
import { display, expression, literal, originOf, textAt } from '../../values/text.ts';
import { unknownAt } from '../../values/value.ts';
import { readApi } from '../cloudformation/apis.ts';
import { readApiKey, readAuthorization } from '../cloudformation/routes.ts';
import { blame } from '../kernel/blame.ts';
import { exists, propertyNode } from '../kernel/properties.ts';
import type { Resource } from '../kernel/template.ts';
import { type Told, toldEndpoint } from '../told.ts';
import type { Events } from './events.ts';
import { methodId } from './naming.ts';
import { assigned, mappingAt, scalarAt } from './nodes.ts';
import { stage } from './options.ts';
import { isNode, type Parts } from './parts.ts';
import { readServicePolicy } from './policy.ts';
import { API, overridden, type ServiceResources } from './resources.ts';

const TYPE = 'AWS::ApiGateway::RestApi';

/** A service in one scenario. */
export interface Service {
  readonly root: Mapping;
  readonly parts: Parts;
  /** Where its API stands. */
  readonly place: Span;
  readonly events: Events;
  readonly resources: ServiceResources;
}

/** The API of the `http` events; none where nothing makes one. */
export function readRestApi(service: Service, told: Told): Api | undefined {
  const { root, parts, place, events, resources } = service;
  const { evaluator } = parts;
  const { policy, defects, open, shared } = readServicePolicy(root, parts, events);
  const isOwn = resources.written.get(API)?.type === TYPE;
  const isHttp = events.routes.length + events.open.length === 0 && events.httpApi !== undefined;
  if (!isOwn && (isHttp || (events.routes.length === 0 && !policy && defects.length === 0))) return undefined;
  const made = madeApi(service, policy);
  const base = readApi(overridden(API, made, TYPE, resources) ?? madeOf(made, place), evaluator);
  const [first] = base?.revisions ?? [];
  if (!base || !first) return undefined;
  const routes = [...events.routes.map((route) => withOverride(route, service)), ...first.routes];
  const further = [...events.open, ...open];
  const elsewhere = unknownAt(`routes of ${API}`, 'the service has no http events', place);
  const routesOpen = routes.length + further.length > 0 ? further : [elsewhere];
  return {
    ...base,
    ...nameOf(service),
    place: { at: place },
    dialect: 'serverless',
    ...(shared && toldEndpoint(told, undefined, shared)),
    revisions: [{ ...first, policyOpen: [...first.policyOpen, ...open], routes, routesOpen, defects }],
    stages: shared ? [] : [readStage(service), ...base.stages],
    exported: base.exported || shared !== undefined,
    // without a policy of its own it writes an empty one, which takes a former one off
    keepsPolicy: false,
    world: evaluator.scenario.world,
  };
}

/** The properties that the framework writes. */
function madeApi({ root, parts, place }: Service, policy: Mapping | undefined): Mapping {
  const written = parts.member(root, 'provider', 'endpointType')?.part;
  const type = written && isNode(written) && parts.value(written) ? written : scalarAt('EDGE', place);
  const types: Node = { kind: 'sequence', span: place, items: [type] };
  const made = mappingAt({ EndpointConfiguration: mappingAt({ Types: types }, place) }, place);
  // a policy stands where the service writes it
  return policy ? assigned(made, mappingAt({ Policy: policy }, policy.span)) : made;
}

function madeOf(properties: Mapping, place: Span): Resource {
  return { id: API, key: scalarAt(API, place), type: TYPE, properties };
}

/** What the resources say of the method that the framework makes of an event. */
function withOverride(route: Route, { parts, place, resources }: Service): Route {
  const { evaluator } = parts;
  const method = overridden(methodId(route), mappingAt({}, place), 'AWS::ApiGateway::Method', resources);
  if (!method) return route;
  const says = (name: string): boolean => propertyNode(method, name, evaluator) !== undefined;
  return {
    ...route,
    ...(says('AuthorizationType') && { authorization: readAuthorization(method, evaluator) }),
    ...(says('ApiKeyRequired') && { apiKey: readApiKey(method, evaluator) }),
    exists: all(route.exists, exists(method, evaluator)),
  };
}

/** The HTTP API of the `httpApi` events, which has no resource policy. */
export function readHttpApi({ root, parts, events }: Service): Api | undefined {
  if (!events.httpApi) return undefined;
  const isAlone = events.routes.length + events.open.length === 0;
  return {
    kind: 'http',
    id: 'HttpApi',
    ...nameOf({ root, parts }),
    place: originOf(events.httpApi),
    endpoint: yes('REGIONAL'),
    addressType: yes('ipv4'),
    revisions: [
      {
        policies: [],
        policyOpen: [],
        routes: [],
        routesOpen: [],
        defects: isAlone ? readServicePolicy(root, parts, events).defects : [],
      },
    ],
    stages: [],
    deployments: [],
    domains: [],
    exported: false,
    parameters: [],
    dialect: 'serverless',
    world: parts.evaluator.scenario.world,
  };
}

function nameOf({ root, parts }: Pick<Service, 'root' | 'parts'>): Pick<Api, 'name'> {
  const service = parts.member(root, 'service')?.part;
  const value = parts.value(parts.member(service, 'name')?.part ?? service);
  if (value?.kind === 'text') return { name: display(value) };
  return value?.kind === 'unknown' ? { name: expression(value) } : {};
}

function readStage({ root, parts, place }: Service): Stage {
  const { evaluator } = parts;
  const written = parts.member(root, 'provider', 'stage');
  const value = evaluator.scenario.quietly(() => parts.value(stage(parts, root, place))) ?? textAt('', place);
  const because = blame(value);
  const known = value.kind === 'text' ? literal(value) : undefined;
  return {
    place: written ? originOf(written.key) : { at: place },
    name: value.kind === 'text' ? display(value) : value.kind === 'unknown' ? expression(value) : '',
    named: known !== undefined ? yes(known) : unknown(because ? [because] : []),
    webAcl: NO,
  };
}
