import type { RouteAccess } from '../access/access.ts';
import { namedArn } from '../access/resource.ts';
import type { Api } from '../model/api.ts';
import { isNameless } from '../model/questions.ts';
import type { Request } from '../report/explanation.ts';

/**
 * The ARN of a request, as API Gateway's messages have it: they hide the account but for its last four digits. What only AWS
 * knows stands as `${AWS::Region}`, what the request leaves open in braces.
 */
export function requestArn(api: Api, route: RouteAccess, request: Request): string {
  const { partition = 'aws', region = open('AWS::Region'), account, id = nameOf(api) } = namedArn(api);
  const hidden = account === undefined ? open('AWS::AccountId') : `********${account.slice(-4)}`;
  const stage = request.stage ?? route.stage?.name ?? '{stage}';
  const method = route.method === 'ANY' ? '{verb}' : route.method;
  const path = route.witness ?? (route.path === '/*' ? '/{path}' : route.path);
  return `arn:${partition}:execute-api:${region}:${hidden}:${id}/${stage}/${method}${path}`;
}

function nameOf(api: Api): string {
  return open(isNameless(api) ? 'Api' : api.id);
}

const open = (name: string): string => `\${${name}}`;
