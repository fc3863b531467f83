import type { ApiRef, Failure, Location, NotAudited, Report, Scenario } from './report.ts';

/** Who calls, as `--caller` names them. */
export type CallerName =
  | 'anonymous'
  | 'account'
  | 'account-allowed'
  | 'foreign-allowed'
  | 'authorized'
  | 'cognito'
  | 'token';

/** How a request reaches the API: the ids are as the policy writes them, or `any other`. */
export type DoorName =
  | { readonly via: 'internet' }
  | { readonly via: 'vpc-endpoint'; readonly vpce?: IdName; readonly vpc?: IdName };

/** Of ids that several patterns match: all of these. */
export type IdName = string | readonly string[];

/** Something that is not known, as a clause, and where it stands. */
export interface Cause {
  readonly reason: string;
  readonly location: Location;
}

export interface StatementRef {
  readonly sid: string | null;
  /** Null where it is not known. */
  readonly effect: 'Allow' | 'Deny' | null;
  readonly location: Location;
}

/** An API in the scenarios in which the same is to be said of it. */
export interface ApiHead extends ApiRef {
  readonly kind: 'rest' | 'domain' | 'http';
  readonly location: Location;
  /** Alternatives; empty where it is so in every scenario. */
  readonly scenarios: readonly Scenario[];
  /** Set where there are more scenarios than were looked at. */
  readonly truncated?: Cause;
}

/** Addresses as the fewest CIDRs, IPv4 first, in order. */
export interface Sources {
  readonly cidrs: readonly string[];
  /** As people say them: `everybody but 1 address: 192.0.2.1`. Those that no request comes from are not counted. */
  readonly words: string;
}

export interface Evidence {
  readonly sources: Sources;
  /** `none` where no statement matches. */
  readonly effect: 'allow' | 'deny' | 'none';
  /** Indexes of the API's statements. */
  readonly statements: readonly number[];
}

/** Who gets in by one door, as one kind of caller. */
export interface AccessExplanation {
  readonly caller: CallerName;
  readonly door: DoorName;
  /** Whatever the unknown parts are. */
  readonly certainly: Sources;
  /** Whoever may get in. */
  readonly possibly: Sources;
  readonly by: readonly Evidence[];
  /** What makes the difference. */
  readonly because: readonly Cause[];
  /** Where nobody gets in and no `Deny` is the reason: the `Allow` statements that there are. */
  readonly misses: readonly Miss[];
}

export interface RouteRef {
  /** Null where the document has no stages. */
  readonly stage: string | null;
  /** `ANY` where the policy treats all verbs of the route alike. */
  readonly method: string;
  /** As configured, `/pets/{id}`; `/*` where the document has no routes. */
  readonly path: string;
  /** One of the paths that are meant, where the policy treats the values of a path parameter differently. */
  readonly witness?: string;
  /** Null where it is not known. */
  readonly authorization: string | null;
}

export interface RouteExplanation extends RouteRef {
  readonly access: readonly AccessExplanation[];
}

export interface ApiExplanation extends ApiHead {
  /** Whether a policy is attached; null where that is not known. */
  readonly hasPolicy: boolean | null;
  readonly statements: readonly StatementRef[];
  readonly routes: readonly RouteExplanation[];
}

/** One request, as far as it is told; what is not told is answered for in every way. */
export interface Request {
  /** One address. */
  readonly from: string;
  readonly method?: string;
  readonly path?: string;
  readonly stage?: string;
  readonly caller?: CallerName;
  readonly vpce?: string;
  readonly vpc?: string;
}

/** An `Allow` that does not let a request in, by what of it leaves the request out. */
export interface Miss {
  readonly statement: StatementRef;
  readonly lacks: 'request' | 'principal' | 'condition';
}

/** What becomes of a request to one route, by one door, as one kind of caller. */
export interface Answer extends RouteRef {
  readonly caller: CallerName;
  readonly door: DoorName;
  /** `unroutable`: no request comes from there. */
  readonly outcome: 'allowed' | 'denied' | 'undecided' | 'unroutable';
  readonly effect: 'allow' | 'deny' | 'none';
  readonly statements: readonly StatementRef[];
  /** What API Gateway answers to a request that the policy denies; null for any other. */
  readonly message: string | null;
  /** For a denial without a `Deny`: the `Allow` statements that there are. */
  readonly misses: readonly Miss[];
  readonly because: readonly Cause[];
}

export interface ApiAnswers extends ApiHead {
  readonly answers: readonly Answer[];
  /** Why there is no answer, as a sentence; null where there is one. */
  readonly unanswered: string | null;
}

/** What the text of a refused request, or of a refused deployment, means. */
export interface ErrorMeaning {
  readonly kind:
    | 'policy'
    | 'other-policy'
    | 'no-policy'
    | 'invalid-policy'
    | 'authorizer'
    | 'unauthorized'
    | 'missing-token'
    | 'signature'
    | 'forbidden'
    | 'other';
  /** As sentences. */
  readonly meaning: string;
  /** The rules whose findings can be the cause. */
  readonly rules?: readonly string[];
  /** Of a denial by the policy: what it denies, whether a `Deny` matched, and whether IAM had authenticated the caller. */
  readonly denial?: {
    readonly resource: string;
    readonly explicit: boolean;
    readonly signed: boolean;
    readonly stage: string;
    readonly method: string;
    readonly path: string;
    /** The address of the caller, where it was pasted with the message. */
    readonly from?: string;
  };
}

/** All that `ipaudit explain` has to say. */
export interface Explanation {
  readonly apis: readonly ApiExplanation[];
  readonly request?: Request;
  readonly answers?: readonly ApiAnswers[];
  readonly error?: ErrorMeaning;
  /** What can be the cause of the error. */
  readonly causes?: Pick<Report, 'findings' | 'undecided'>;
  readonly failures: readonly Failure[];
  readonly notAudited: readonly NotAudited[];
}
