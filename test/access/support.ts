import type { Api } from '../../src/model/api.ts';
import type { Policy, Statement } from '../../src/model/policy.ts';
import { readPolicy } from '../../src/policy/reader.ts';
import { parse } from '../../src/source/parse.ts';
import { Budget } from '../../src/values/budget.ts';
import { fromNode } from '../../src/values/convert.ts';

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
