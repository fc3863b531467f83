import type { Route } from '../../model/api.ts';

/**
 * The logical id that the framework gives a method: `ApiGatewayMethodPetsIdVarGet` for `GET /pets/{id}`.
 * https://www.serverless.com/framework/docs/providers/aws/guide/resources#aws-cloudformation-resource-reference
 */
export function methodId({ method, path }: Pick<Route, 'method' | 'path'>): string {
  const parts = path.slice(1).split('/').map(normalized);
  return `ApiGatewayMethod${parts.join('')}${capitalized(method)}`;
}

function normalized(part: string): string {
  const name = capitalized(part)
    .replaceAll('-', 'Dash')
    .replace(/\{(.*)\}/g, '$1Var');
  const known = name.replace(/[^0-9A-Za-z]/g, '');
  return `${known.charAt(0).toUpperCase()}${known.slice(1)}`;
}

const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1).toLowerCase()}`;
