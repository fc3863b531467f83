import type { ApiHead, CallerName, Cause, DoorName, RouteRef, Sources, StatementRef } from './explanation.ts';
import type { Failure, NotAudited } from './report.ts';

/** What of the addresses that are asked for gets into one route, by one door, as one kind of caller. */
export interface Admission extends RouteRef {
  readonly caller: CallerName;
  readonly door: DoorName;
  readonly extent: 'fully' | 'partly' | 'perhaps' | 'none';
  /** Those who certainly get in; of `perhaps`, those who may. */
  readonly sources: Sources;
  /** What lets them in; empty where no statement has to. */
  readonly statements: readonly StatementRef[];
  readonly because: readonly Cause[];
}

export interface ApiAdmissions extends ApiHead {
  readonly admissions: readonly Admission[];
}

/** All that `ipaudit who` has to say. */
export interface Admissions {
  /** What was asked for, as a CIDR. */
  readonly asked: string;
  /** The same as people say it. */
  readonly words: string;
  /** Why no request comes from there by the internet; null where one may. */
  readonly never: string | null;
  readonly apis: readonly ApiAdmissions[];
  /** How many APIs were looked at. */
  readonly looked: number;
  readonly failures: readonly Failure[];
  readonly notAudited: readonly NotAudited[];
}
