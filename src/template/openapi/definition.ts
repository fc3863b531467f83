import { type Answer, NO, unknown, when, YES, yes } from '../../model/answer.ts';
import type { Authorization, Route } from '../../model/api.ts';
import type { Place } from '../../model/policy.ts';
import { display, literal, originOf, type Text } from '../../values/text.ts';
import { type Dict, type DictEntry, isUnknown, type Unknown, type Value } from '../../values/value.ts';

/** What an OpenAPI definition says of an API. */
export interface Definition {
  readonly policy?: DictEntry;
  readonly routes: readonly Route[];
  /** What may bring a policy or further routes: an include, a body that is not known. */
  readonly open: readonly Unknown[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'x-amazon-apigateway-any-method'];

/**
 * `movesSchemes` says that `securityDefinitions` count beside `components` too.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function readDefinition(body: Value, movesSchemes = false): Definition {
  if (isUnknown(body)) return { routes: [], open: [body] };
  if (body.kind !== 'dict') return { routes: [], open: [] };
  const policy = entry(body, 'x-amazon-apigateway-policy');
  const paths = entry(body, 'paths')?.value;
  const open = [
    ...body.open,
    ...(paths && isUnknown(paths) ? [paths] : []),
    ...(paths?.kind === 'dict' ? paths.open : []),
  ];
  const routes =
    paths?.kind === 'dict' ? paths.entries.flatMap((path) => readPath(path, schemesOf(body, movesSchemes), open)) : [];
  return { ...(policy && { policy }), routes, open };
}

/** Where a definition says what its security schemes are, and what all its operations ask for. */
interface Schemes {
  readonly body: Dict;
  readonly holders: readonly Value[];
}

function schemesOf(body: Dict, movesSchemes: boolean): Schemes {
  const components = entry(body, 'components')?.value;
  const inComponents = components?.kind === 'dict' ? entry(components, 'securitySchemes')?.value : components;
  // of version 2, which has no components
  const counts = components === undefined || movesSchemes || entry(body, 'swagger') !== undefined;
  const definitions = counts ? entry(body, 'securityDefinitions')?.value : undefined;
  return { body, holders: [inComponents, definitions].filter((holder) => holder !== undefined) };
}

function readPath({ key, value }: DictEntry, schemes: Schemes, open: Unknown[]): readonly Route[] {
  if (isUnknown(value)) open.push(value);
  if (value.kind !== 'dict') return [];
  for (const one of value.open) open.push(one);
  return value.entries.flatMap(({ key: method, value: operation }): readonly Route[] => {
    const name = literal(method)?.toLowerCase() ?? '';
    if (!METHODS.includes(name)) return [];
    const place: Place = originOf(method);
    return [
      {
        place,
        method: name.startsWith('x-') ? 'ANY' : name.toUpperCase(),
        path: display(key),
        exists: YES,
        ...security(operation, schemes),
      },
    ];
  });
}

function security(operation: Value, schemes: Schemes): Pick<Route, 'authorization' | 'apiKey'> {
  if (operation.kind !== 'dict') {
    const because = isUnknown(operation) ? unknown([operation]) : undefined;
    return { authorization: because ?? yes('NONE'), apiKey: because ?? NO };
  }
  const own = entry(operation, 'x-amazon-apigateway-auth')?.value;
  const type = own?.kind === 'dict' ? entry(own, 'type')?.value : undefined;
  const named = type?.kind === 'text' ? literal(type)?.toUpperCase() : undefined;
  const requirements = (entry(operation, 'security') ?? entry(schemes.body, 'security'))?.value;
  const asked =
    requirements?.kind === 'list'
      ? requirements.items.flatMap((item) => (item.kind === 'dict' ? item.entries.map(({ key }) => key) : []))
      : [];
  const unclear = requirements
    ? isUnknown(requirements)
      ? [requirements]
      : requirements.kind === 'list'
        ? [...requirements.open, ...requirements.items.filter(isUnknown)]
        : []
    : [];
  const kinds = asked.map((scheme) => schemeKind(scheme, schemes));
  const decided = kinds.find((kind) => kind.is !== 'no');
  const authorization: Answer<Authorization> =
    named === 'NONE' || named === 'AWS_IAM'
      ? yes(named)
      : (decided ?? (unclear.length > 0 ? unknown(unclear) : yes('NONE')));
  return { authorization, apiKey: when(kinds.some((kind) => kind.is === 'no')) };
}

/** The authorization that a security scheme asks for; no for an API key, which is none. */
function schemeKind(asked: Text, { body, holders }: Schemes): Answer<Authorization> {
  const name = display(asked);
  const scheme = holders
    .flatMap((holder) => (holder.kind === 'dict' ? (entry(holder, name)?.value ?? []) : []))
    .find(({ kind }) => kind === 'dict' || kind === 'unknown');
  if (scheme && isUnknown(scheme)) return unknown([scheme]);
  if (scheme?.kind !== 'dict') {
    // SAM names these two where they are not there
    if (name === 'api_key') return NO;
    if (name === 'NONE') return yes('NONE');
    const open = [
      ...body.open,
      ...holders.flatMap((one) => (isUnknown(one) ? [one] : one.kind === 'dict' ? one.open : [])),
    ];
    const missing = `no security scheme is called ${name}`;
    const nowhere: Unknown = { kind: 'unknown', id: `scheme ${name}`, reason: missing, origin: originOf(asked) };
    return unknown(open.length > 0 ? open : [nowhere]);
  }
  const type = text(scheme, 'x-amazon-apigateway-authtype')?.toLowerCase();
  const authorizer = entry(scheme, 'x-amazon-apigateway-authorizer')?.value;
  const kind = authorizer?.kind === 'dict' ? text(authorizer, 'type')?.toLowerCase() : undefined;
  if (type === 'awssigv4') return yes('AWS_IAM');
  if (type === 'cognito_user_pools' || kind === 'cognito_user_pools') return yes('COGNITO_USER_POOLS');
  if (authorizer && isUnknown(authorizer)) return unknown([authorizer]);
  if (kind !== undefined && !['token', 'request'].includes(kind)) {
    const reason = `what an authorizer of type ${kind} and a resource policy come to together is not documented`;
    return unknown([{ kind: 'unknown', id: `authorizer ${name}`, reason, origin: originOf(asked) }]);
  }
  return authorizer || type ? yes('CUSTOM') : NO;
}

function text(dict: Dict, name: string): string | undefined {
  const value = entry(dict, name)?.value;
  return value?.kind === 'text' ? literal(value) : undefined;
}

export function entry(dict: Dict, name: string): DictEntry | undefined {
  return dict.entries.find(({ key }) => literal(key) === name);
}
