import type { RouteAccess } from '../access/access.ts';
import type { Api } from '../model/api.ts';
import type { Request } from '../report/explanation.ts';
import { statementsOf } from './refs.ts';

/** What of an ARN is the API's own. */
interface Identity {
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
  readonly id?: string;
}

const FULL = /^arn:(?<partition>[^:]*):execute-api:(?<region>[^:]*):(?<account>[^:]*):(?<id>[^:/]*)/;

/** What the resources of the policy name literally, as far as they agree. */
export function identityOf(api: Api): Identity {
  const written = statementsOf(api).flatMap(({ resource }) => (resource?.values ?? []).map((value) => value.written));
  const named = written.map((text) => FULL.exec(text)?.groups ?? {});
  const agreed = ['partition', 'region', 'account', 'id'].flatMap((part) => {
    const [only, ...others] = new Set(named.map((groups) => groups[part] ?? '').filter((one) => /^[\w-]+$/.test(one)));
    return only !== undefined && others.length === 0 ? [[part, only]] : [];
  });
  return Object.fromEntries(agreed);
}

/**
 * The ARN of a request, as API Gateway's messages have it: they hide the account but for its last four digits. What only AWS
 * knows stands as `${AWS::Region}`, what the request leaves open in braces.
 */
export function requestArn(api: Api, route: RouteAccess, request: Request): string {
  const { partition = 'aws', region = open('AWS::Region'), account, id = nameOf(api) } = identityOf(api);
  const hidden = account === undefined ? open('AWS::AccountId') : `********${account.slice(-4)}`;
  const stage = request.stage ?? route.stage?.name ?? '{stage}';
  const method = route.method === 'ANY' ? '{verb}' : route.method;
  const path = route.witness ?? (route.path === '/*' ? '/{path}' : route.path);
  return `arn:${partition}:execute-api:${region}:${hidden}:${id}/${stage}/${method}${path}`;
}

/** A policy by itself does not name its API. */
function nameOf({ dialect, id }: Api): string {
  return open(dialect === 'policy' ? 'Api' : id);
}

const open = (name: string): string => `\${${name}}`;
