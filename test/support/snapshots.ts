/** A policy as API Gateway gives it: with full ARNs, lists of one as scalars, and the account's root. */
export function allowing(...sources: readonly string[]): object {
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/*',
      Condition: { IpAddress: { 'aws:SourceIp': sources.length === 1 ? sources[0] : sources } },
    },
  };
}

const PATHS = { '/pets': { get: {}, options: {} } };

/** What API Gateway exports of a stage; without a policy where it has none. */
export function exported(policy?: object, paths: object = PATHS): object {
  return { openapi: '3.0.1', info: { version: '1' }, paths, ...(policy && { 'x-amazon-apigateway-policy': policy }) };
}

interface Parts {
  readonly policy?: object | string;
  readonly endpoint?: object;
  readonly stages?: readonly object[];
  readonly resources?: readonly object[] | null;
  readonly domains?: readonly object[];
  readonly unread?: readonly object[];
}

/** The snapshot document of an API with one route, `GET /pets`, that needs no authorization. */
export function snapshot({ policy, endpoint, stages = [], resources, domains = [], unread = [] }: Parts): string {
  const methods = { GET: { authorizationType: 'NONE' }, OPTIONS: { authorizationType: 'NONE' } };
  const document = {
    ipauditSnapshot: 1,
    partition: 'aws',
    account: '111122223333',
    region: 'eu-west-1',
    api: {
      id: 'a1b2c3d4e5',
      name: 'shop',
      ...(policy !== undefined && { policy }),
      endpointConfiguration: endpoint ?? { types: ['REGIONAL'], ipAddressType: 'ipv4' },
    },
    ...(resources !== null && {
      resources: resources ?? [
        { path: '/', methods: {} },
        { path: '/pets', methods },
      ],
    }),
    stages,
    domains,
    unread,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
