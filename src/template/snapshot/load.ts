import { fromBoolean, unknown, yes } from '../../model/answer.ts';
import type { Api, Domain, Stage } from '../../model/api.ts';
import { type Mapping, member } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { fromNode } from '../../values/convert.ts';
import { entry } from '../../values/entry.ts';
import { literal, originOf } from '../../values/text.ts';
import { type Dict, unknownAt } from '../../values/value.ts';
import type { Loaded } from '../loaded.ts';
import { withoutRoutes } from '../revision.ts';
import { readEndpoint } from './endpoint.ts';
import { dictIn, dictsIn, textIn } from './members.ts';
import { policyIn } from './policy.ts';
import { readRevisions, reasonFor } from './revisions.ts';

/** Whether a document is a snapshot of a live API, or of a private custom domain name. */
export function isSnapshot(root: Mapping): boolean {
  return member(root, 'ipauditSnapshot') !== undefined;
}

/** The API of a snapshot, with what is written now and what each of its stages runs; see `shape.ts`. */
export function loadSnapshot(root: Mapping, budget: Budget): Loaded {
  const document = fromNode(root, budget);
  if (document.kind !== 'dict') return { apis: [], failures: [], notAudited: [NO_API] };
  const found = readApi(document) ?? readDomain(document);
  const { failures, notAudited } = unreadIn(document);
  if (found) return { apis: [{ worlds: [found] }], failures, notAudited };
  const isEmpty = failures.length + notAudited.length === 0 && dictIn(document, 'domain') === undefined;
  return { apis: [], failures, notAudited: isEmpty ? [NO_API] : notAudited };
}

const NO_API = 'this snapshot holds no API: take it again';

/** What could not be fetched; one line for what became of several calls. */
function unreadIn(document: Dict): Pick<Loaded, 'failures' | 'notAudited'> {
  const entries = dictsIn(document, 'unread').flatMap((one) => {
    const written = entry(one, 'message') ?? (textIn(one, 'what') === 'domains' ? undefined : entry(one, 'reason'));
    if (written?.value.kind !== 'text') return [];
    const hides = entry(one, 'hides') === undefined;
    return [{ hides, message: literal(written.value) ?? '', place: originOf(written.value) }];
  });
  const distinct = [...new Map(entries.map((one) => [one.message, one])).values()];
  return {
    failures: distinct.filter(({ hides }) => hides),
    notAudited: distinct.filter(({ hides }) => !hides).map(({ message }) => message),
  };
}

function readApi(document: Dict): Api | undefined {
  const api = dictIn(document, 'api');
  const id = api && entry(api, 'id');
  if (!api || id?.value.kind !== 'text') return undefined;
  const stages = dictsIn(document, 'stages').map((stage) => readStage(stage));
  const name = textIn(api, 'name');
  const attached = { arn: arnOf(document, textIn(api, 'id') ?? '') };
  return {
    ...COMMON,
    ...attached,
    kind: 'rest',
    id: textIn(api, 'id') ?? '',
    ...(name !== undefined && { name }),
    place: originOf(id.value),
    ...readEndpoint(api),
    stages,
    revisions: readRevisions({ document, api, attached }, stages),
    domains: [...dictsIn(document, 'domains').map((domain) => mappedDomain(domain)), ...unknownDomains(document)],
  };
}

function readDomain(document: Dict): Api | undefined {
  const domain = dictIn(document, 'domain');
  const name = domain && entry(domain, 'domainName');
  const policy = domain && policyIn(domain);
  if (!domain || name?.value.kind !== 'text' || !policy || policy.is === 'no') return undefined;
  const id = textIn(domain, 'domainNameId') ?? textIn(domain, 'domainName') ?? '';
  return {
    ...COMMON,
    arn: arnOf(document, id),
    kind: 'domain',
    id,
    name: textIn(domain, 'domainName') ?? '',
    place: originOf(name.value),
    endpoint: yes('PRIVATE'),
    addressType: yes('dualstack'),
    stages: [],
    revisions: [withoutRoutes([policy])],
    domains: [],
  };
}

const COMMON = { deployments: [], exported: false, parameters: [], dialect: 'live', world: [] } as const;

function arnOf(document: Dict, id: string): string {
  const of = (name: string): string => textIn(document, name) ?? '';
  return `arn:${of('partition')}:execute-api:${of('region')}:${of('account')}:${id}`;
}

function readStage(stage: Dict): Stage {
  const named = entry(stage, 'stageName');
  const name = textIn(stage, 'stageName') ?? '';
  return {
    place: named?.value.kind === 'text' ? originOf(named.value) : stage.first,
    name,
    named: yes(name),
    webAcl: fromBoolean(textIn(stage, 'webAclArn') !== undefined),
  };
}

/** What stands for the domains that could not be fetched: they may serve other addresses than the API. */
function unknownDomains(document: Dict): readonly Domain[] {
  const reason = reasonFor(document, 'domains');
  if (reason === undefined) return [];
  const open = unknown([unknownAt('domains', reason, document.first.at)]);
  return [{ place: document.first, name: 'domains', endpoint: open, addressType: open }];
}

function mappedDomain(domain: Dict): Domain {
  const named = entry(domain, 'domainName');
  return {
    place: named?.value.kind === 'text' ? originOf(named.value) : domain.first,
    name: textIn(domain, 'domainName') ?? '',
    ...readEndpoint(domain),
  };
}
