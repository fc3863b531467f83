import type { AddressType, Api, Authorization, EndpointType, Revision, Route, Stage } from '../../src/model/api.ts';
import type { Policy, Statement } from '../../src/model/policy.ts';
import { readPolicy } from '../../src/policy/reader.ts';
import { parse } from '../../src/source/parse.ts';
import { Budget } from '../../src/values/budget.ts';
import { fromNode } from '../../src/values/convert.ts';
import type { Unknown } from '../../src/values/value.ts';

/** A policy of statements as data. */
export function policyOf(statements: readonly object[]): Policy {
  const { root } = parse({ path: 'p.json', text: JSON.stringify({ Statement: statements }) });
  if (!root) throw new Error('the policy cannot be parsed');
  const policy = readPolicy(fromNode(root, new Budget()), { at: root.span });
  if (policy.is !== 'yes') throw new Error('there is no policy');
  return policy.value;
}

export function statementOf(statement: object): Statement {
  const [first] = policyOf([statement]).statements;
  if (!first) throw new Error('there is no statement');
  return first;
}

const at = { file: { path: 't.yml', text: '' }, start: 0, end: 0 };

export const API: Api = {
  kind: 'rest',
  id: 'Api',
  place: { at },
  endpoint: { is: 'yes', value: 'REGIONAL' },
  addressType: { is: 'yes', value: 'ipv4' },
  revisions: [],
  stages: [],
  deployments: [],
  domains: [],
  exported: false,
  parameters: [],
  dialect: 'cloudformation',
  world: [],
};

/** An API of which only the policy is known. */
export function apiOf(policy: Policy): Api {
  return { ...API, revisions: [{ policies: [policy], policyOpen: [], routes: [], routesOpen: [] }] };
}

export function yes<T>(value: T): { readonly is: 'yes'; readonly value: T } {
  return { is: 'yes', value };
}

/** What stands for a parameter without a default. */
export function parameter(name: string): Unknown {
  const source = { kind: 'parameter', name, type: 'String', list: false } as const;
  return { kind: 'unknown', id: `Ref ${name}`, reason: `parameter ${name} has no default`, origin: API.place, source };
}

export interface Options {
  readonly endpoint?: EndpointType;
  readonly addressType?: AddressType;
  readonly authorization?: Authorization;
  /** `GET /pets`, or `GET /pets AWS_IAM`. */
  readonly routes?: readonly string[];
  readonly stages?: readonly string[];
  readonly dialect?: Api['dialect'];
  readonly more?: Partial<Api>;
}

function route(text: string, usual: Authorization = 'NONE'): Route {
  const [method = '', path = '', authorization = usual] = text.split(' ') as [string, string, Authorization?];
  return {
    place: API.place,
    method,
    path,
    authorization: yes(authorization),
    apiKey: { is: 'no' },
    exists: yes(true),
  };
}

function stage(name: string): Stage {
  const unknown = /^\$\{(\w+)\}$/.exec(name)?.[1];
  const named = unknown ? { is: 'unknown' as const, because: [parameter(unknown)] } : yes(name);
  return { place: API.place, name, named, webAcl: { is: 'no' } };
}

/** An API with these policies: `GET /pets` on the stage `prod`, without authorization, unless something else is said. */
export function setUp(
  policies: readonly Policy[],
  options: Options = {},
): { readonly api: Api; readonly revision: Revision } {
  const {
    endpoint = 'REGIONAL',
    addressType = 'ipv4',
    authorization,
    routes = ['GET /pets'],
    stages = ['prod'],
  } = options;
  const revision: Revision = {
    policies,
    policyOpen: [],
    routes: routes.map((one) => route(one, authorization)),
    routesOpen: [],
  };
  const api: Api = {
    ...API,
    endpoint: yes(endpoint),
    addressType: yes(addressType),
    revisions: [revision],
    stages: stages.map(stage),
    dialect: options.dialect ?? 'cloudformation',
    ...options.more,
  };
  return { api, revision };
}

/** The id of a resource of the template, or what else of it. */
export function idOf(logicalId: string, type: string, attribute?: string): Unknown {
  const source = { kind: 'resource', logicalId, type, ...(attribute !== undefined && { attribute }) } as const;
  return { kind: 'unknown', id: `${attribute ?? 'Ref'} ${logicalId}`, reason: 'later', origin: { at }, source };
}
