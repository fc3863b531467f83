import { type Answer, unknown, when, yes } from '../../model/answer.ts';
import type { Authorization } from '../../model/api.ts';
import { literal } from '../../values/text.ts';
import { type Dict, isUnknown, type Value } from '../../values/value.ts';
import { blame } from '../cloudformation/evaluator.ts';
import { entry } from '../openapi/definition.ts';

/** What `Auth` of an API asks of the callers of its routes, unless an event says otherwise. */
export interface ApiAuth {
  readonly usual: Answer<Authorization>;
  readonly apiKey: Answer;
  /** Whether a preflight needs the usual authorization too: SAM's default. */
  readonly guardsPreflights: boolean;
  readonly named: (authorizer: Value | undefined) => Answer<Authorization>;
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html */
export function readApiAuth(auth: Value | undefined): ApiAuth {
  const dict = auth?.kind === 'dict' ? auth : undefined;
  const value = (name: string): Value | undefined => dict && entry(dict, name)?.value;
  const because = auth && isUnknown(auth) ? [auth] : (dict?.open ?? []);
  const named = (authorizer: Value | undefined): Answer<Authorization> => kindOf(authorizer, value('Authorizers'));
  const usual = named(value('DefaultAuthorizer'));
  return {
    usual: because.length > 0 && !value('DefaultAuthorizer') ? unknown(because) : usual,
    apiKey: isTrue(value('ApiKeyRequired')),
    guardsPreflights: isTrue(value('AddDefaultAuthorizerToCorsPreflight'), true).is !== 'no',
    named,
  };
}

/** What an event asks of its callers. */
export function authorizationOf(auth: Value | undefined, api: ApiAuth): Answer<Authorization> {
  if (!auth) return api.usual;
  if (isUnknown(auth)) return unknown([auth]);
  const own = auth.kind === 'dict' ? entry(auth, 'Authorizer')?.value : undefined;
  if (own) return api.named(own);
  return auth.kind === 'dict' && auth.open.length > 0 ? unknown(auth.open) : api.usual;
}

export function apiKeyOf(auth: Value | undefined, api: ApiAuth): Answer {
  const own = auth?.kind === 'dict' ? entry(auth, 'ApiKeyRequired')?.value : undefined;
  return own ? isTrue(own) : api.apiKey;
}

function kindOf(authorizer: Value | undefined, authorizers: Value | undefined): Answer<Authorization> {
  if (!authorizer) return yes('NONE');
  const because = blame(authorizer);
  if (because) return unknown([because]);
  const name = authorizer.kind === 'text' ? (literal(authorizer) ?? '') : '';
  if (name === 'NONE' || name === 'AWS_IAM') return yes(name);
  if (authorizers && isUnknown(authorizers)) return unknown([authorizers]);
  const definition = authorizers?.kind === 'dict' ? entry(authorizers, name)?.value : undefined;
  if (definition && isUnknown(definition)) return unknown([definition]);
  return yes(definition?.kind === 'dict' && isUserPool(definition) ? 'COGNITO_USER_POOLS' : 'CUSTOM');
}

const isUserPool = (definition: Dict): boolean => entry(definition, 'UserPoolArn') !== undefined;

/** Whether a property is the boolean `true`, in either spelling. */
export function isTrue(value: Value | undefined, usual = false): Answer {
  if (!value) return when(usual);
  const because = blame(value);
  if (because) return unknown([because]);
  return when(value.kind === 'text' && literal(value)?.toLowerCase() === 'true');
}
