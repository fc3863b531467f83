import { type Answer, fromBoolean, NO, unknown, YES, yes } from '../../model/answer.ts';
import type { Authorization, Route } from '../../model/api.ts';
import type { Place } from '../../model/policy.ts';
import { entry } from '../../values/entry.ts';
import { display, isHole, literal, originOf, type Text } from '../../values/text.ts';
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

/** What an operation asks of its callers; what a definition asks for at its root API Gateway does not use. */
function security(operation: Value, schemes: Schemes): Pick<Route, 'authorization' | 'apiKey'> {
  if (operation.kind !== 'dict') {
    const because = isUnknown(operation) ? unknown([operation]) : undefined;
    return { authorization: because ?? yes('NONE'), apiKey: because ?? NO };
  }
  const requirements = entry(operation, 'security')?.value;
  const items = requirements?.kind === 'list' ? requirements.items : [];
  const asked = items.flatMap((item) => (item.kind === 'dict' ? item.entries.map(({ key }) => key) : []));
  const unclear = [requirements, ...items].filter((one) => one !== undefined).filter(isUnknown);
  const open = requirements?.kind === 'list' ? [...unclear, ...requirements.open] : unclear;
  const kinds = asked.map((scheme) => schemeKind(scheme, schemes));
  const decided = kinds.find((kind) => kind.is !== 'no') ?? (open.length > 0 ? unknown(open) : yes('NONE'));
  return { authorization: ownKind(operation) ?? decided, apiKey: fromBoolean(kinds.some((kind) => kind.is === 'no')) };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-auth.html */
function ownKind(operation: Dict): Answer<Authorization> | undefined {
  const own = entry(operation, 'x-amazon-apigateway-auth')?.value;
  const type = own?.kind === 'dict' ? entry(own, 'type') : undefined;
  return own && isUnknown(own) ? unknown([own]) : type && kindOf(type, OPERATION_TYPES);
}

type Kinds = ReadonlyMap<string, Authorization>;
const OPERATION_TYPES: Kinds = new Map([
  ['none', 'NONE'],
  ['aws_iam', 'AWS_IAM'],
]);
const SCHEME_TYPES: Kinds = new Map([
  ['awssigv4', 'AWS_IAM'],
  ['custom', 'CUSTOM'],
  ['cognito_user_pools', 'COGNITO_USER_POOLS'],
]);
const AUTHORIZER_TYPES: Kinds = new Map([
  ['token', 'CUSTOM'],
  ['request', 'CUSTOM'],
  ['cognito_user_pools', 'COGNITO_USER_POOLS'],
  ['jwt', 'JWT'],
]);

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
    return open.length > 0 ? unknown(open) : undocumented(`no security scheme is called ${name}`, asked);
  }
  const type = entry(scheme, 'x-amazon-apigateway-authtype');
  const kind = type && kindOf(type, SCHEME_TYPES);
  const authorizer = entry(scheme, 'x-amazon-apigateway-authorizer')?.value;
  if (kind?.is === 'yes' && kind.value === 'AWS_IAM') return kind;
  if (authorizer && isUnknown(authorizer)) return unknown([authorizer]);
  const own = authorizer?.kind === 'dict' ? entry(authorizer, 'type') : undefined;
  if (own) return kindOf(own, AUTHORIZER_TYPES);
  if (kind) return kind;
  const written = entry(scheme, 'type')?.value;
  const isKey = !authorizer && written?.kind === 'text' && literal(written)?.toLowerCase() === 'apikey';
  return isKey ? NO : undocumented(`what API Gateway makes of the security scheme ${name} is not documented`, asked);
}

/** What a type stands for; one that is not documented may be any. */
function kindOf({ key, value }: DictEntry, kinds: Kinds): Answer<Authorization> {
  if (isUnknown(value)) return unknown([value]);
  const because = value.kind === 'text' ? value.pieces.flatMap((piece) => (isHole(piece) ? [piece.unknown] : [])) : [];
  if (because.length > 0) return unknown(because);
  const written = value.kind === 'text' ? display(value) : '';
  const known = kinds.get(written.toLowerCase());
  return known ? yes(known) : undocumented(`what an authorizer of type ${written} does is not documented`, key);
}

function undocumented(reason: string, at: Text): Answer<never> {
  return unknown([{ kind: 'unknown', id: reason, reason, origin: originOf(at) }]);
}
