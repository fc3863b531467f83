import {
  APIGatewayClient,
  type Authorizer,
  type BasePathMapping,
  type DomainName,
  GetAuthorizersCommand,
  GetBasePathMappingsCommand,
  GetDeploymentCommand,
  type GetDeploymentCommandOutput,
  GetDomainNamesCommand,
  GetExportCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  type Resource,
  type RestApi,
  type Stage,
} from '@aws-sdk/client-api-gateway';
import { type Call, CallError } from './call-error.ts';
import { type Credentials, called, clientConfig, listed, paged, type Wiring } from './connection.ts';
import { Limiter } from './limiter.ts';

/** The largest page that API Gateway gives. */
const limit = 500;
/** Resources have a quota of their own: five requests in two seconds. */
const mostResources = 2;

/**
 * API Gateway in one Region of one account, as far as it is read. Every attempt of every call waits for its turn. Once the
 * endpoint or the credentials are lost, no further call is made.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html
 */
export class Gateway {
  private readonly client: APIGatewayClient;
  private readonly signal: AbortSignal;
  private readonly prefix: string;
  private lost: CallError | undefined;

  constructor(partition: string, region: string, credentials: Credentials, maxRps: number, wiring: Wiring) {
    const { clock, signal, patience } = wiring;
    this.signal = signal;
    this.prefix = `apigateway:GET on arn:${partition}:apigateway:${region}::`;
    this.client = new APIGatewayClient(clientConfig(region, credentials, wiring));
    const all = new Limiter(maxRps, clock, signal);
    const resources = new Limiter(maxRps === Number.POSITIVE_INFINITY ? maxRps : mostResources, clock, signal);
    this.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'GetResourcesCommand') await resources.take();
          await all.take();
          try {
            const answer = await within(patience.request, next(args));
            all.answered();
            return answer;
          } catch (error) {
            const { $metadata, retryAfterSeconds } = error as Throttled;
            if ($metadata?.httpStatusCode === 429) all.throttled(Number(retryAfterSeconds) * 1000 || undefined);
            throw error;
          }
        },
      // within the retries, so that each of them waits
      { name: 'limiter', step: 'finalizeRequest', priority: 'low' },
    );
  }

  close(): void {
    this.client.destroy();
  }

  restApis(): Promise<readonly RestApi[]> {
    const call = this.get('GetRestApis', '/restapis');
    return this.pages(call, (position, options) =>
      this.client.send(new GetRestApisCommand({ limit, position }), options),
    );
  }

  async stages(restApiId: string): Promise<readonly Stage[]> {
    const call = this.get('GetStages', '/restapis/*/stages');
    const { item } = await this.send(call, (options) => this.client.send(new GetStagesCommand({ restApiId }), options));
    return listed(call, item);
  }

  /** The OpenAPI document of what is deployed to a stage. */
  async exported(restApiId: string, stageName: string): Promise<Uint8Array> {
    const call = this.get('GetExport', '/restapis/*/stages/*/exports/oas30');
    const { body = new Uint8Array() } = await this.send(call, (options) =>
      this.client.send(
        new GetExportCommand({
          restApiId,
          stageName,
          exportType: 'oas30',
          parameters: { extensions: 'apigateway,authorizers' },
          accepts: 'application/json',
        }),
        options,
      ),
    );
    return body;
  }

  async apiSummary(restApiId: string, deploymentId: string): Promise<GetDeploymentCommandOutput['apiSummary']> {
    const call = this.get('GetDeployment', '/restapis/*/deployments/*');
    const { apiSummary } = await this.send(call, (options) =>
      this.client.send(new GetDeploymentCommand({ restApiId, deploymentId, embed: ['apisummary'] }), options),
    );
    return apiSummary;
  }

  resources(restApiId: string): Promise<readonly Resource[]> {
    const call = this.get('GetResources', '/restapis/*/resources');
    return this.pages(call, (position, options) =>
      this.client.send(new GetResourcesCommand({ restApiId, limit, position, embed: ['methods'] }), options),
    );
  }

  authorizers(restApiId: string): Promise<readonly Authorizer[]> {
    const call = this.get('GetAuthorizers', '/restapis/*/authorizers');
    return this.pages(call, (position, options) =>
      this.client.send(new GetAuthorizersCommand({ restApiId, limit, position }), options),
    );
  }

  domainNames(): Promise<readonly DomainName[]> {
    const call = this.get('GetDomainNames', '/domainnames');
    return this.pages(call, (position, options) =>
      this.client.send(new GetDomainNamesCommand({ limit, position }), options),
    );
  }

  basePathMappings(domainName: string, domainNameId: string | undefined): Promise<readonly BasePathMapping[]> {
    const call = this.get('GetBasePathMappings', '/domainnames/*/basepathmappings');
    return this.pages(call, (position, options) =>
      this.client.send(new GetBasePathMappingsCommand({ domainName, domainNameId, limit, position }), options),
    );
  }

  private get(name: string, path: string): Call {
    return { name, action: this.prefix + path };
  }

  private pages<T>(
    call: Call,
    page: (
      position: string | undefined,
      options: Options,
    ) => Promise<{ items?: T[] | undefined; position?: string | undefined }>,
  ): Promise<readonly T[]> {
    return paged(call, async (from) => {
      const { items, position } = await this.send(call, (options) => page(from, options));
      return { items, next: position };
    });
  }

  private async send<T>(call: Call, send: (options: Options) => Promise<T>): Promise<T> {
    if (this.lost) throw this.lost;
    try {
      return await called(call, this.signal, () => send({ abortSignal: this.signal }));
    } catch (error) {
      if (error instanceof CallError && error.isFinal) this.lost = error;
      throw error;
    }
  }
}

interface Options {
  readonly abortSignal: AbortSignal;
}

interface Throttled {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly retryAfterSeconds?: string;
}

/** Fails what takes longer, such as an answer that never ends. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(`no answer in ${ms} ms`), { name: 'TimeoutError' })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
