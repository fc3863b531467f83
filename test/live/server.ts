import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An API as the fake account has it. */
export interface FakeApi {
  readonly id: string;
  readonly name?: string;
  readonly policy?: object;
  /** In place of the policy, as it is. */
  readonly policyText?: string;
  readonly endpointConfiguration?: object;
  readonly stages?: readonly (Readonly<Record<string, unknown>> & { readonly stageName: string })[];
  /** What is deployed, by stage; null for an export that is refused. */
  readonly exports?: Readonly<Record<string, object | null>>;
  readonly resources?: readonly object[];
  readonly authorizers?: readonly object[];
  readonly deployments?: Readonly<Record<string, object>>;
}

export interface FakeRegion {
  readonly apis?: readonly FakeApi[];
  readonly domains?: readonly (Readonly<Record<string, unknown>> & { readonly domainName: string })[];
  readonly mappings?: Readonly<Record<string, readonly object[]>>;
}

/** Accounts by their ids, with their Regions by name; a Region that is not there is not enabled. */
export type FakeWorld = Readonly<Record<string, Readonly<Record<string, FakeRegion>>>>;

/** One request, as the server saw it. */
export interface Seen {
  readonly service: string;
  readonly account: string;
  readonly region: string;
  /** `GET /restapis` for API Gateway, the action for the other services. */
  readonly what: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

export type Reply =
  | 'hang'
  /** Half of the answer, and then nothing. */
  | 'cut'
  | 'stall'
  | {
      readonly status: number;
      readonly code?: string;
      readonly body?: string;
      readonly headers?: Record<string, string>;
    };

export interface ServerOptions {
  /** What is answered out of the ordinary; nothing for the ordinary. */
  readonly reply?: (request: Seen) => Reply | undefined;
  readonly organization?: readonly object[];
  readonly pageSize?: number;
}

export interface FakeAws {
  readonly url: string;
  readonly seen: readonly Seen[];
  close(): Promise<void>;
}

/** A key of the account; a role has the same with its name behind. */
export const keyOf = (account: string): string => `AKID${account}`;

/** The environment that has the keys of an account. */
export const envOf = (account: string): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: keyOf(account),
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI-secret',
  AWS_SESSION_TOKEN: 'session-token-secret',
  AWS_EC2_METADATA_DISABLED: 'true',
});

/** Starts a server that answers as AWS does. */
export async function serveAws(world: FakeWorld, options: ServerOptions = {}): Promise<FakeAws> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, Buffer.concat(chunks).toString(), response));
  });
  const answer = (request: IncomingMessage, body: string, response: ServerResponse): void => {
    const one = seenOf(request, body);
    seen.push(one);
    const reply = options.reply?.(one) ?? ordinary(one, world, options);
    if (reply === 'hang') return;
    if (reply === 'cut' || reply === 'stall') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"item":[', () => reply === 'cut' && response.destroy());
      return;
    }
    const { status, code, body: text = '{}', headers } = reply;
    response.writeHead(status, { ...(code && { 'x-amzn-errortype': code }), ...headers });
    response.end(text);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close() {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function seenOf({ headers, method, url = '' }: IncomingMessage, body: string): Seen {
  const { pathname, searchParams } = new URL(url, 'http://x');
  const [, key = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const action =
    service === 'organizations' ? String(headers['x-amz-target']).split('.')[1] : /Action=(\w+)/.exec(body)?.[1];
  const what = service === 'apigateway' ? `${method} ${decodeURIComponent(pathname)}` : `${action}`;
  return { service, region, account: key.replace('AKID', ''), what, query: searchParams, body };
}

const json = (value: unknown): Reply => ({
  status: 200,
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json' },
});

export const refused = (status: number, code: string, headers: Record<string, string> = {}): Reply => ({
  status,
  code,
  body: '{"message":"as AWS says: arn:aws:iam::111122223333:user/hidden"}',
  headers,
});

/** The same of STS, which speaks XML. */
export const refusedByXml = (status: number, code: string): Reply => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
  headers: { 'content-type': 'text/xml' },
});

function ordinary(request: Seen, world: FakeWorld, { organization = [], pageSize = 2 }: ServerOptions): Reply {
  if (request.service === 'sts') return sts(request, world);
  if (request.service === 'organizations') return json({ Accounts: organization });
  const region = world[request.account]?.[request.region];
  if (!region) return refused(403, 'UnrecognizedClientException');
  const page = (all: readonly unknown[] = []): Reply => {
    const from = Number(request.query.get('position') ?? 0);
    const next = from + pageSize < all.length ? { position: String(from + pageSize) } : {};
    return json({ item: all.slice(from, from + pageSize), ...next });
  };
  const [verb, path = ''] = request.what.split(' ');
  if (verb !== 'GET') return refused(405, 'MethodNotAllowed');
  const [root, id, kind, name, sub] = path.slice(1).split('/') as [string, ...(string | undefined)[]];
  if (root === 'domainnames') return id === undefined ? page(region.domains) : page(region.mappings?.[id]);
  if (root !== 'restapis') return refused(404, 'NotFoundException');
  if (id === undefined) return page(region.apis?.map(listed));
  const api = region.apis?.find((one) => one.id === id);
  if (!api) return refused(404, 'NotFoundException');
  if (kind === 'resources') return page(api.resources);
  if (kind === 'authorizers') return page(api.authorizers);
  if (kind === 'deployments') return json({ id: name, apiSummary: api.deployments?.[name ?? ''] });
  if (kind === 'stages' && sub === 'exports') {
    const exported = api.exports?.[name ?? ''];
    return exported ? json(exported) : refused(400, 'BadRequestException');
  }
  // `item`, and no pages
  return kind === 'stages' ? json({ item: api.stages ?? [] }) : refused(404, 'NotFoundException');
}

function listed({ id, name = id, policy, policyText, endpointConfiguration }: FakeApi): object {
  return {
    id,
    name,
    createdDate: 1_700_000_000,
    apiKeySource: 'HEADER',
    tags: { owner: 'tag-secret' },
    endpointConfiguration: endpointConfiguration ?? { types: ['REGIONAL'], ipAddressType: 'ipv4' },
    policy: policyText ?? (policy && escapedTwice(policy)),
  };
}

/** JSON as API Gateway gives it within a string: escaped once more, slashes too. */
export function escapedTwice(policy: object): string {
  return JSON.stringify(JSON.stringify(policy)).slice(1, -1).replaceAll('/', '\\/');
}

function sts({ what, account, body }: Seen, world: FakeWorld): Reply {
  const xml = (action: string, result: string): Reply => ({
    status: 200,
    body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
    headers: { 'content-type': 'text/xml' },
  });
  if (!world[account]) return refusedByXml(403, 'InvalidClientTokenId');
  if (what === 'GetCallerIdentity')
    return xml(what, `<Account>${account}</Account><Arn>arn:aws:iam::${account}:user/x</Arn><UserId>U</UserId>`);
  const role = /RoleArn=([^&]+)/.exec(body)?.[1] ?? '';
  const id = decodeURIComponent(role).split(':')[4] ?? '';
  if (!world[id]) return refusedByXml(403, 'AccessDenied');
  const keys = `<AccessKeyId>${keyOf(id)}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>`;
  return xml(what, `<Credentials>${keys}<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`);
}
