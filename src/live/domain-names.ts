import type { DomainName, EndpointConfiguration } from '@aws-sdk/client-api-gateway';
import type * as Shape from '../template/snapshot/shape.ts';
import { CallError } from './call-error.ts';
import type { Gateway } from './gateway.ts';
import { decodePolicy } from './policy-text.ts';
import { eachOf } from './pool.ts';
import { compare, endpointShape } from './shapes.ts';

type Mapped = NonNullable<Shape.ApiSnapshot['domains']>[number];

/** The custom domain names of a Region. */
export interface Domains {
  /** The names that are mapped to each API, by its id. */
  readonly mapped: ReadonlyMap<string, readonly Mapped[]>;
  /** The private ones, which have a policy of their own, with the ids of the APIs that they are mapped to. */
  readonly private: readonly { readonly domain: Shape.DomainSnapshot['domain']; readonly apis: ReadonlySet<string> }[];
  /** Calls that were not answered: an API may be mapped to more names than are known. */
  readonly errors: readonly CallError[];
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainNames.html */
export async function fetchDomains(gateway: Gateway): Promise<Domains> {
  const found: { readonly domain: DomainName; readonly mappings: readonly (Mapped & { readonly api: string })[] }[] =
    [];
  const errors: CallError[] = [];
  const orError = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      // a name that is gone maps nothing
      if (error.kind !== 'missing') errors.push(error);
    }
  };
  await orError(async () => {
    await eachOf(await gateway.domainNames(), 4, (domain) =>
      orError(async () => {
        const { domainName = '', domainNameId, endpointConfiguration } = domain;
        const mappings = await gateway.basePathMappings(domainName, domainNameId);
        found.push({
          domain,
          mappings: mappings.flatMap(({ restApiId, basePath, stage }) =>
            restApiId === undefined
              ? []
              : [{ api: restApiId, ...mappedShape({ domainName, basePath, stage, endpointConfiguration }) }],
          ),
        });
      }),
    );
  });
  const mapped = new Map<string, Mapped[]>();
  for (const { api, ...mapping } of found.flatMap(({ mappings }) => mappings).sort(byName))
    mapped.set(api, [...(mapped.get(api) ?? []), mapping]);
  const ofPrivate = found
    .filter(({ domain }) => domain.endpointConfiguration?.types?.includes('PRIVATE'))
    .map(({ domain, mappings }) => ({ domain: domainShape(domain), apis: new Set(mappings.map(({ api }) => api)) }));
  return { mapped, private: ofPrivate, errors };
}

function mappedShape(mapping: {
  readonly domainName: string;
  readonly basePath: string | undefined;
  readonly stage: string | undefined;
  readonly endpointConfiguration: EndpointConfiguration | undefined;
}): Mapped {
  const { domainName, basePath, stage, endpointConfiguration } = mapping;
  return {
    domainName,
    ...(basePath !== undefined && { basePath }),
    ...(stage !== undefined && { stage }),
    ...(endpointConfiguration && { endpointConfiguration: endpointShape(endpointConfiguration) }),
  };
}

function domainShape({
  domainName = '',
  domainNameId,
  policy,
  endpointConfiguration,
}: DomainName): Shape.DomainSnapshot['domain'] {
  const decoded = decodePolicy(policy);
  return {
    domainName,
    ...(domainNameId !== undefined && { domainNameId }),
    ...(decoded !== undefined && { policy: decoded }),
    ...(endpointConfiguration && { endpointConfiguration: endpointShape(endpointConfiguration) }),
  };
}

const byName = (a: Mapped, b: Mapped): number =>
  compare(a.domainName, b.domainName) || compare(a.basePath ?? '', b.basePath ?? '');
