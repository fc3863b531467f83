import { type Answer, fromBoolean, NO, unknown, YES, yes } from '../../model/answer.ts';
import type { Route } from '../../model/api.ts';
import { display, literal, originOf, split, type Text, trim } from '../../values/text.ts';
import type { Unknown, Value } from '../../values/value.ts';
import { blame } from '../kernel/blame.ts';
import { authorizationOf } from './authorizer.ts';
import type { Part, PartMember, Parts } from './parts.ts';

/** What the functions of a service make of its APIs. */
export interface Events {
  readonly routes: readonly Route[];
  /** The first event of an HTTP API. */
  readonly httpApi?: Text;
  /** What may bring further events. */
  readonly open: readonly Unknown[];
}

/** https://www.serverless.com/framework/docs/providers/aws/events/apigateway */
export function readEvents(functions: Part | undefined, parts: Parts): Events {
  const open: Unknown[] = [];
  const events = membersOf(functions, parts, open).flatMap(({ part }) => eventsOf(part, parts, open));
  const called = events.filter(({ key }) => literal(key) === 'http').flatMap((event) => readHttp(event, parts));
  const httpApi = events.find(({ key }) => literal(key) === 'httpApi')?.key;
  // of events for one method the last counts, and any of them before the preflight that CORS brings
  const made = new Map<string, Route>();
  for (const route of called.flatMap(({ preflight }) => preflight ?? []))
    if (made.get(nameOf(route))?.exists.is !== 'yes') made.set(nameOf(route), route);
  for (const { route } of called) made.set(nameOf(route), route);
  const routes = called.flatMap(({ route, preflight }) => (preflight ? [route, preflight] : [route]));
  return { routes: routes.filter((route) => made.get(nameOf(route)) === route), ...(httpApi && { httpApi }), open };
}

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

/** The members of a mapping, or of all mappings of a list. */
function membersOf(part: Part | undefined, parts: Parts, open: Unknown[]): readonly PartMember[] {
  const own = parts.members(part);
  const list = parts.items(part);
  for (const one of new Set([...own.open, ...list.open])) open.push(one);
  return [...own.members, ...list.items.flatMap((item) => membersOf(item, parts, open))];
}

function eventsOf(definition: Part, parts: Parts, open: Unknown[]): readonly PartMember[] {
  for (const one of parts.members(definition).open) open.push(one);
  const { items, open: more } = parts.items(parts.member(definition, 'events')?.part);
  for (const one of more) open.push(one);
  return items.flatMap((item) => {
    const event = parts.members(item);
    for (const one of event.open) open.push(one);
    return event.members;
  });
}

interface Http {
  readonly route: Route;
  readonly preflight?: Route;
}

/** `http: GET pets`, or a mapping with `path` and `method`. */
function readHttp({ key, part }: PartMember, parts: Parts): readonly Http[] {
  const place = originOf(key);
  const isMapping = parts.members(part).members.length > 0;
  const written = isMapping ? undefined : parts.value(part);
  if (written?.kind === 'unknown') {
    const because = unknown([written]);
    return [
      {
        route: { place, method: 'ANY', path: `/${display(key)}`, authorization: because, apiKey: because, exists: YES },
      },
    ];
  }
  if (written?.kind === 'text') {
    const [method, path] = split(trim(written), ' ').flatMap(({ part: one }) => (display(one) === '' ? [] : [one]));
    if (!method) return [];
    return [{ route: { place, ...called(method, path), authorization: yes('NONE'), apiKey: NO, exists: YES } }];
  }
  const value = (name: string): Value | undefined => parts.value(parts.member(part, name)?.part);
  const route: Route = {
    place,
    ...called(value('method'), value('path')),
    authorization: authorizationOf(parts.member(part, 'authorizer')?.part, parts),
    apiKey: isTrue(value('private')),
    exists: YES,
  };
  const cors = parts.member(part, 'cors');
  const exists = cors ? isTrue(parts.value(cors.part)) : NO;
  if (!cors || exists.is === 'no') return [{ route }];
  const preflight: Route = {
    place: originOf(cors.key),
    method: 'OPTIONS',
    path: route.path,
    authorization: yes('NONE'),
    apiKey: NO,
    exists,
  };
  return [{ route, preflight }];
}

function called(method: Value | undefined, path: Value | undefined): Pick<Route, 'method' | 'path'> {
  const verb = method?.kind === 'text' ? literal(method)?.toUpperCase() : undefined;
  const written = path?.kind === 'text' ? display(path) : path?.kind === 'unknown' ? `\${${path.id}}` : '';
  return { method: verb === '*' ? 'ANY' : (verb ?? 'ANY'), path: `/${written.replace(/^\/|\/$/g, '')}` };
}

/** A mapping says yes too: `cors` has its details in one. */
function isTrue(value: Value | undefined): Answer {
  const because = value && blame(value);
  if (because) return unknown([because]);
  return fromBoolean(value?.kind === 'dict' || (value?.kind === 'text' && literal(value)?.toLowerCase() === 'true'));
}
