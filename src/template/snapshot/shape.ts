/**
 * The documents that an account is audited by: one for each REST API, `ACCOUNT/REGION/API-ID.json`, and one for each private
 * custom domain name, `ACCOUNT/REGION/domain-NAME.json`; what could not be read of a whole Region or account is named in
 * `ACCOUNT/REGION/unread.json` and `ACCOUNT/unread.json`, so that nothing is forgotten when they are read again. They hold what decides who may call, by the names of API Gateway, and
 * nothing else of the account: no stage variables, no tags, no keys.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html
 */
export type Snapshot = ApiSnapshot | DomainSnapshot | UnreadSnapshot;

interface Origin {
  /** The version of this shape; also what a document is recognized by. */
  readonly ipauditSnapshot: 1;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

export interface ApiSnapshot extends Origin {
  readonly api: {
    readonly id: string;
    readonly name?: string;
    /** As it is now, deployed or not: decoded; the string that AWS gave where it is no JSON; absent for none. */
    readonly policy?: JsonObject | string;
    readonly endpointConfiguration?: EndpointConfiguration;
    readonly disableExecuteApiEndpoint?: boolean;
  };
  /** The methods as they are now, deployed or not; absent where they could not be fetched. */
  readonly resources?: readonly {
    readonly path: string;
    readonly methods: Readonly<Record<string, MethodSnapshot>>;
  }[];
  readonly authorizers?: readonly { readonly id: string; readonly name?: string; readonly type: string }[];
  /** Absent where they could not be fetched. */
  readonly stages?: readonly StageSnapshot[];
  /** The custom domain names that are mapped to it; absent where they could not be fetched. */
  readonly domains?: readonly {
    readonly domainName: string;
    readonly basePath?: string;
    /** Absent where the mapping is for all stages. */
    readonly stage?: string;
    readonly endpointConfiguration?: EndpointConfiguration;
  }[];
  /** What could not be fetched, and why: what depends on it is undecided. */
  readonly unread: readonly Unread[];
}

export interface StageSnapshot {
  readonly stageName: string;
  readonly deploymentId?: string;
  readonly canarySettings?: { readonly deploymentId?: string; readonly percentTraffic?: number };
  readonly webAclArn?: string;
  /** The OpenAPI document that API Gateway exports of what is deployed; absent where it could not be fetched. */
  readonly export?: JsonObject;
  /** What the deployment says of its methods, path by path and verb by verb, where there is no export. */
  readonly apiSummary?: Readonly<Record<string, Readonly<Record<string, MethodSnapshot>>>>;
}

export interface DomainSnapshot extends Origin {
  readonly domain: {
    readonly domainName: string;
    readonly domainNameId?: string;
    readonly policy?: JsonObject | string;
    readonly endpointConfiguration?: EndpointConfiguration;
  };
}

export interface UnreadSnapshot extends Omit<Origin, 'region'> {
  /** Absent where it is about the account. */
  readonly region?: string;
  readonly unread: readonly Unread[];
}

export interface EndpointConfiguration {
  readonly types?: readonly string[];
  readonly ipAddressType?: string;
  readonly vpcEndpointIds?: readonly string[];
}

export interface MethodSnapshot {
  readonly authorizationType?: string;
  readonly authorizerId?: string;
  readonly apiKeyRequired?: boolean;
}

export interface Unread {
  readonly what: 'account' | 'region' | 'api' | 'resources' | 'authorizers' | 'stages' | 'export' | 'domains';
  /** The stage that it is about. */
  readonly stage?: string;
  /** As a clause: `GetStages was refused (AccessDeniedException)`. */
  readonly reason: string;
  /** The same as a sentence, with what to do about it; absent where another document of the Region has it. */
  readonly message?: string;
  /** Set where no API can be hidden by it: one that has been deleted, a Region that is not enabled. */
  readonly hides?: false;
}

export type JsonObject = Readonly<Record<string, unknown>>;
