import { type Answer, fromBoolean, NO, unknown, yes } from '../../model/answer.ts';
import type { Authorization, Route } from '../../model/api.ts';
import { entry } from '../../values/entry.ts';
import { literal, originOf } from '../../values/text.ts';
import { isUnknown, type Unknown, unknownAt, type Value } from '../../values/value.ts';
import { blame } from '../kernel/blame.ts';

type Asked = Pick<Route, 'authorization' | 'apiKey'>;

/** What `Auth` of an API asks of the callers of its routes, unless an event says otherwise. */
export interface ApiAuth {
  readonly usual: Asked;
  /** The same for `OPTIONS`. */
  readonly preflight: Asked;
  readonly named: (authorizer: Value | undefined) => Answer<Authorization>;
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html */
export function readApiAuth(auth: Value | undefined): ApiAuth {
  const dict = auth?.kind === 'dict' ? auth : undefined;
  const value = (name: string): Value | undefined => dict && entry(dict, name)?.value;
  const because = auth && isUnknown(auth) ? [auth] : (dict?.open ?? []);
  const named = (authorizer: Value | undefined): Answer<Authorization> =>
    kindOf(authorizer, value('Authorizers') ?? because[0]);
  const usual: Asked = {
    authorization:
      because.length > 0 && !value('DefaultAuthorizer') ? unknown(because) : named(value('DefaultAuthorizer')),
    apiKey: isTrue(value('ApiKeyRequired')),
  };
  const isGuarded = isTrue(value('AddDefaultAuthorizerToCorsPreflight'), true).is !== 'no';
  const isKeyed = isTrue(value('AddApiKeyRequiredToCorsPreflight'), true).is !== 'no';
  const preflight: Asked = {
    authorization: isGuarded ? usual.authorization : yes('NONE'),
    apiKey: isKeyed ? usual.apiKey : NO,
  };
  return { usual, preflight, named };
}

type Method = Pick<Route, 'method'>;

const usualOf = ({ method }: Method, api: ApiAuth): Asked => (method === 'OPTIONS' ? api.preflight : api.usual);

/** What a route asks of its callers, whose event has this `Auth`. */
export function authorizationOf(route: Method, auth: Value | undefined, api: ApiAuth): Answer<Authorization> {
  const { authorization } = usualOf(route, api);
  if (!auth) return authorization;
  if (isUnknown(auth)) return unknown([auth]);
  const own = auth.kind === 'dict' ? entry(auth, 'Authorizer')?.value : undefined;
  if (own) return api.named(own);
  return auth.kind === 'dict' && auth.open.length > 0 ? unknown(auth.open) : authorization;
}

export function apiKeyOf(route: Method, auth: Value | undefined, api: ApiAuth): Answer {
  const own = auth?.kind === 'dict' ? entry(auth, 'ApiKeyRequired')?.value : undefined;
  return own ? isTrue(own) : usualOf(route, api).apiKey;
}

/** Whether `Auth` of an event says what is asked of callers. */
export function asksCallers(auth: Value | undefined): boolean {
  return auth?.kind === 'dict' && ['Authorizer', 'ApiKeyRequired'].some((name) => entry(auth, name));
}

/** Whether `Auth` of an event counts for an API that has a definition of its own. */
export function overridesAuth(auth: Value | undefined): boolean {
  return auth?.kind === 'dict' && isTrue(entry(auth, 'OverrideApiAuth')?.value).is === 'yes';
}

function kindOf(authorizer: Value | undefined, authorizers: Value | undefined): Answer<Authorization> {
  if (!authorizer) return yes('NONE');
  const because = blame(authorizer);
  if (because) return unknown([because]);
  const name = authorizer.kind === 'text' ? (literal(authorizer) ?? '') : '';
  if (name === 'NONE' || name === 'AWS_IAM') return yes(name);
  // SAM does not look at the name then
  if (!authorizers) return yes('NONE');
  if (isUnknown(authorizers)) return unknown([authorizers]);
  const known = authorizers.kind === 'dict' ? authorizers : undefined;
  const definition = known && entry(known, name)?.value;
  if (definition?.kind === 'dict') {
    if (entry(definition, 'UserPoolArn')) return yes('COGNITO_USER_POOLS');
    if (entry(definition, 'FunctionArn')) return yes('CUSTOM');
  }
  const open = definition ? openOf(definition) : (known?.open ?? []);
  const { at } = authorizer.kind === 'text' ? originOf(authorizer) : authorizer.origin;
  const what = definition
    ? `authorizer ${name} has neither a function nor a user pool`
    : `no authorizer is called ${name}`;
  return unknown(open.length > 0 ? open : [unknownAt(`authorizer ${name}`, what, at)]);
}

const openOf = (value: Value): readonly Unknown[] =>
  isUnknown(value) ? [value] : value.kind === 'dict' ? value.open : [];

/** Whether a property is the boolean `true`, in either spelling. */
export function isTrue(value: Value | undefined, usual = false): Answer {
  if (!value) return fromBoolean(usual);
  const because = blame(value);
  if (because) return unknown([because]);
  return fromBoolean(value.kind === 'text' && literal(value)?.toLowerCase() === 'true');
}
