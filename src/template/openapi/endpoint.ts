import { type Answer, unknown, yes } from '../../model/answer.ts';
import type { EndpointType } from '../../model/api.ts';
import { entry } from '../../values/entry.ts';
import { type Dict, isUnknown, type Value } from '../../values/value.ts';

const EXTENSION = 'x-amazon-apigateway-endpoint-configuration';

/**
 * What a definition says of its endpoint's type: VPC endpoints are for private APIs only. Undefined where it says nothing.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-endpoint-configuration.html
 */
export function writtenEndpoint(body: Dict): Answer<EndpointType> | undefined {
  const endpoints = configurations(body).flatMap((one) =>
    one.kind === 'dict' ? [entry(one, 'vpcEndpointIds')?.value] : [],
  );
  if (endpoints.some((ids) => ids && !isUnknown(ids) && !isEmpty(ids))) return yes('PRIVATE');
  const open = [...configurations(body), ...endpoints].filter(isUnknown);
  return open.length > 0 ? unknown(open) : undefined;
}

/** Whether a definition is that of an HTTP API: REST APIs have none of this. */
export function isHttpApi(body: Dict): boolean {
  return (
    entry(body, 'x-amazon-apigateway-importexport-version') !== undefined ||
    entry(body, 'x-amazon-apigateway-cors') !== undefined ||
    configurations(body).some((one) => one.kind === 'dict' && entry(one, 'ipAddressType') !== undefined)
  );
}

/** At the top in Swagger 2, under a server in OpenAPI 3. */
function configurations(body: Dict): readonly Value[] {
  const servers = entry(body, 'servers')?.value;
  const holders = [body, ...(servers?.kind === 'list' ? servers.items : [])];
  return holders.flatMap((holder) => (holder.kind === 'dict' ? (entry(holder, EXTENSION)?.value ?? []) : []));
}

function isEmpty(ids: Value): boolean {
  return ids.kind === 'list' ? ids.items.length + ids.open.length === 0 : ids.kind === 'text' && ids.scalar === 'null';
}
