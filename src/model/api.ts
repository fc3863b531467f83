import type { Unknown } from '../values/value.ts';
import type { Answer } from './answer.ts';
import type { Defect, Placed, Policy } from './policy.ts';
import type { World } from './scenario.ts';

export type EndpointType = 'REGIONAL' | 'EDGE' | 'PRIVATE';
export type AddressType = 'ipv4' | 'dualstack';
/** How a method authorizes its callers, by the names of API Gateway. */
export type Authorization = 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS' | 'JWT';
export const AUTHORIZATIONS: readonly Authorization[] = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS', 'JWT'];

/**
 * An API in one scenario. `rest` is a REST API, `domain` a private custom domain name that carries a policy of its own,
 * `http` an HTTP API, which no resource policy governs.
 */
export interface Api extends Placed {
  readonly kind: 'rest' | 'domain' | 'http';
  /** The logical id, or what stands for it: the API's identity in its document. */
  readonly id: string;
  readonly name?: string;
  /** `arn:aws:execute-api:region:account:id`, where the document knows it. */
  readonly arn?: string;
  readonly endpoint: Answer<EndpointType>;
  /** Takes effect at once, without a deployment. */
  readonly addressType: Answer<AddressType>;
  readonly revisions: readonly Revision[];
  readonly stages: readonly Stage[];
  readonly deployments: readonly Deployment[];
  /** Custom domains that are mapped to it; they take effect at once. */
  readonly domains: readonly Domain[];
  /** Of a private custom domain: whether it leads to a private API; to a public one it cannot. Absent where nobody knows. */
  readonly leadsTo?: Answer;
  /** What of its document was not read and may bring more of it; nothing is missing for certain beside that. */
  readonly unread?: {
    readonly stages: readonly Unknown[];
    readonly deployments: readonly Unknown[];
    /** What may change its policy, or write it one. */
    readonly statements: readonly Unknown[];
  };
  /** Whether its id leaves the document, so that a policy or a deployment may stand elsewhere. */
  readonly exported: boolean;
  /** The ids of the nested stacks that it stands in, the outermost first: `Network/Api`. */
  readonly stack?: string;
  /** Names of the document's parameters: a value that is one was meant as a reference. */
  readonly parameters: readonly string[];
  /** The form in which it is written, which says what an absent deployment means. */
  readonly dialect: 'cloudformation' | 'sam' | 'serverless' | 'openapi' | 'terraform' | 'policy' | 'live';
  readonly world: World;
  /** Whether its document gives it a policy, or an empty one, that stays on it when it is taken out. */
  readonly keepsPolicy?: boolean;
  /** What it was in the version that it is held against. */
  readonly earlier?: Api;
}

/**
 * One state of an API that can be deployed. The first one of an API is what is written, in a template or now in the account;
 * a live API has another one for each other state that stages of it run.
 */
export interface Revision {
  /** The stages that run it; absent in a template, where nobody knows. */
  readonly inForceOn?: readonly Stage[];
  /** Two where both a property and a body carry one. */
  readonly policies: readonly Policy[];
  /** What may bring a policy. */
  readonly policyOpen: readonly Unknown[];
  readonly routes: readonly Route[];
  /** What may bring further routes. */
  readonly routesOpen: readonly Unknown[];
  /** How all routes authorize their callers, where a policy stands by itself. */
  readonly authorization?: Answer<Authorization>;
  /** What is wrong around its policies: one that a tool drops on the way is not among them. */
  readonly defects?: readonly Defect[];
  /** Those of its policies that an update of the API may take off. */
  readonly overwrites?: readonly Overwrite[];
}

/** A policy, at its key, that the tool takes off as it puts the API's definition on the API again. */
export interface Overwrite extends Placed {
  readonly happens: Answer;
  /** Whether it certainly happens as soon as the document is applied. */
  readonly atOnce: boolean;
}

export interface Route extends Placed {
  /** `GET`, or `ANY`. */
  readonly method: string;
  /** From `/`; parameters in braces; unknown parts as `${…}`. */
  readonly path: string;
  readonly authorization: Answer<Authorization>;
  readonly apiKey: Answer;
  /** Whether it exists in this scenario. */
  readonly exists: Answer;
}

export interface Stage extends Placed {
  /** The text of an unknown name is its expression. */
  readonly name: string;
  readonly named: Answer<string>;
  readonly deployment?: string;
  /** Set for the part of a stage's requests that a canary takes. */
  readonly canary?: true;
  /** Whether a web ACL of WAF is associated with it here. What that blocks ipaudit does not evaluate. */
  readonly webAcl: Answer;
}

export interface Deployment extends Placed {
  readonly id: string;
  readonly exists: Answer;
  /** Whether an edit of the policy makes it anew. */
  readonly follows: Answer;
  /** Whether it is made only after the policy is attached; absent where that is so anyway. */
  readonly ordered?: Answer;
}

export interface Domain extends Placed {
  readonly name: string;
  readonly endpoint: Answer<EndpointType>;
  readonly addressType: Answer<AddressType>;
}
