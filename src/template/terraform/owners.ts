import type { Unknown } from '../../values/value.ts';
import { linked, type Targets } from './references.ts';
import type { Document, Resource } from './resource.ts';

const API: Targets = new Map([['aws_api_gateway_rest_api', 'id']]);

/** Which resources belong to which API. */
export interface Owners {
  /** What certainly belongs to an API. */
  of(api: Resource, type: string): readonly Resource[];
  /** What may belong to any API, and why that is not known. */
  astray(type: string): readonly Astray[];
  /** What belongs to an API that is not in the document. */
  foreign(type: string): readonly Resource[];
}

export interface Astray {
  readonly resource: Resource;
  readonly because: readonly Unknown[];
}

export function ownersIn(document: Document): Owners {
  const owned = new Map<Resource, Resource[]>();
  const astray: Astray[] = [];
  const foreign: Resource[] = [];
  for (const resource of document.resources) {
    const isMapping = resource.type === 'aws_api_gateway_base_path_mapping';
    const owner = linked(resource, isMapping ? 'api_id' : 'rest_api_id', API, document);
    if (owner.is === 'no') foreign.push(resource);
    else if (owner.is === 'unknown') astray.push({ resource, because: owner.because });
    else if (owned.get(owner.value)?.push(resource) === undefined) owned.set(owner.value, [resource]);
  }
  return {
    of: (api, type) => (owned.get(api) ?? []).filter((one) => one.type === type),
    astray: (type) => astray.filter(({ resource }) => resource.type === type),
    foreign: (type) => foreign.filter((one) => one.type === type),
  };
}
