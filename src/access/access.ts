import type { AddressSet } from '../ip/address-set.ts';
import type { Answer } from '../model/answer.ts';
import type { Authorization, Route, Stage } from '../model/api.ts';
import type { Statement } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';
import type { Bounds } from './sources.ts';

/**
 * Who calls. `account` is a signed caller of the API's own account whose policies say nothing of the API; an `-allowed` one
 * has a policy of its own that allows the call; `authorized` is let in by the Lambda authorizer, `token` by
 * the JWT authorizer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export type Caller =
  | 'anonymous'
  | 'account'
  | 'account-allowed'
  | 'foreign-allowed'
  | 'authorized'
  | 'cognito'
  | 'token';

/** How a request reaches the API. The ids are as written, `any other`, or absent where no policy names such a key. */
export type Door =
  | { readonly via: 'internet' }
  | { readonly via: 'vpc-endpoint'; readonly vpce?: DoorId; readonly vpc?: DoorId };

/** Ids that several patterns match are known by all of these. */
export type DoorId = string | readonly string[];

/** What stands for every id that a policy does not name. */
export const ANY_OTHER = 'any other';

/** Requests to one route that a policy treats alike, apart from where they come from. */
export interface RouteAccess {
  /** Absent where the document has no stages. */
  readonly stage?: Stage;
  /** Absent where the document has no routes: then all that there may be are meant. */
  readonly route?: Route;
  /** `ANY` where a policy treats all verbs of the route alike. */
  readonly method: string;
  /** As configured, `/pets/{id}`; `/*` where the document has no routes. */
  readonly path: string;
  /** One of the paths that are meant, where the policy treats the values of a path parameter differently. */
  readonly witness?: string;
  readonly authorization: Answer<Authorization>;
  /** Whether there are such requests in this scenario: a route may have a condition of its own. */
  readonly exists: Answer;
  /** The statements that may speak of these requests. */
  readonly statements: readonly Statement[];
  /** Whether a statement of the revision speaks of these requests, if there are any, by its action and its resource. */
  readonly speaks: (statement: Statement) => Answer;
  /** Whether there are such requests, and the statement speaks of them. */
  readonly matches: (statement: Statement) => Answer;
  readonly access: readonly Access[];
}

/** Which sources get in, by one door, as one kind of caller. Behind a VPC endpoint they are `aws:VpcSourceIp`. */
export interface Access {
  readonly caller: Caller;
  readonly door: Door;
  /** Whatever the unknown parts are. Of the families only that the endpoint, or a domain mapped to it, serves. */
  readonly certainly: AddressSet;
  /** Whoever may get in. */
  readonly possibly: AddressSet;
  /** What makes the difference. */
  readonly because: readonly Unknown[];
  /** What keeps it from being known whether there is such a request: such a route, caller and door. */
  readonly doubts: readonly Unknown[];
  /** Of the requests that there are, by whatever addresses: which the policy lets in. */
  readonly given: Bounds;
  /** The addresses that there can be requests from. */
  readonly served: Bounds;
  /** The sources for which a statement matches. */
  readonly matching: (statement: Statement) => Matching;
  /** Disjoint sources and what decides about them, in the order of their statements. */
  readonly by: () => readonly Evidence[];
}

/** As far as it is the caller's choice, it chooses what an `Allow` matches and a `Deny` does not. */
export interface Matching {
  readonly certainly: AddressSet;
  readonly possibly: AddressSet;
  readonly because: readonly Unknown[];
}

export interface Evidence {
  readonly sources: AddressSet;
  /** What the statements say together; `none` where no statement matches. */
  readonly effect: 'allow' | 'deny' | 'none';
  readonly statements: readonly Statement[];
}
