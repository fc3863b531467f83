import { NO, unknown, yes } from '../../model/answer.ts';
import type { Api, Stage } from '../../model/api.ts';
import type { Mapping, Span } from '../../source/tree.ts';
import { display, expression, literal, originOf } from '../../values/text.ts';
import { readApi } from '../cloudformation/apis.ts';
import { blame, unknownAt } from '../cloudformation/evaluator.ts';
import { type Endpoint, property, readType, withUsualAddresses } from '../cloudformation/properties.ts';
import type { Resource } from '../cloudformation/template.ts';
import { revisionOf } from '../revision.ts';
import { type Told, toldEndpoint } from '../told.ts';
import type { Events } from './events.ts';
import { stage } from './options.ts';
import type { Parts } from './parts.ts';
import { readServicePolicy } from './policy.ts';
import { API } from './resources.ts';

/** A service in one scenario. */
export interface Service {
  readonly root: Mapping;
  readonly parts: Parts;
  /** Where its API stands. */
  readonly place: Span;
  readonly events: Events;
}

/** The API of the `http` events; none where nothing makes one. */
export function readRestApi(service: Service, told: Told): Api | undefined {
  const { root, parts, place, events } = service;
  const { evaluator } = parts;
  const { policy, defects, open, shared } = readServicePolicy(root, parts, events);
  const isHttp = events.routes.length + events.open.length === 0 && events.httpApi !== undefined;
  if (isHttp || (events.routes.length === 0 && !policy && defects.length === 0)) return undefined;
  const resource = evaluator.template.resources.get(API) as Resource;
  const base = readApi(resource, evaluator);
  const [more] = base?.revisions ?? [];
  if (!base || !more) return undefined;
  const routes = [...events.routes, ...more.routes];
  const elsewhere = unknownAt(`routes of ${API}`, 'the service has no http events', place);
  const written = revisionOf([policy], routes, { policies: open, routes: [...events.open, ...open] }, elsewhere);
  return {
    ...base,
    ...nameOf(service),
    place: { at: place },
    dialect: 'serverless',
    ...(shared ? toldEndpoint(told, undefined, shared) : readEndpoint(service, base, resource)),
    revisions: [{ ...written, policies: [...written.policies, ...more.policies], defects }],
    stages: shared ? [] : [readStage(service), ...base.stages],
    exported: base.exported || shared !== undefined,
    world: evaluator.scenario.world,
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

/** What the resources say of the API itself goes before what the provider says. */
function readEndpoint({ root, parts }: Service, base: Api, resource: Resource): Endpoint {
  if (property(resource, 'EndpointConfiguration', parts.evaluator)) return base;
  const provider = parts.member(root, 'provider')?.part;
  return withUsualAddresses(
    readType(parts.value(parts.member(provider, 'endpointType')?.part), parts.members(provider).open),
  );
}

function readStage({ root, parts, place }: Service): Stage {
  const { evaluator } = parts;
  const written = parts.member(root, 'provider', 'stage');
  const value = evaluator.scenario.quietly(() => stage(parts, root, place));
  const because = blame(value);
  const known = value.kind === 'text' ? literal(value) : undefined;
  return {
    place: written ? originOf(written.key) : { at: place },
    name: value.kind === 'text' ? display(value) : value.kind === 'unknown' ? expression(value) : '',
    named: known !== undefined ? yes(known) : unknown(because ? [because] : []),
    webAcl: NO,
  };
}
