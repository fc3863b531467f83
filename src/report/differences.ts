import type { ApiHead, CallerName, Cause, DoorName, RouteRef, Sources } from './explanation.ts';
import type { Failure, NotAudited } from './report.ts';

/** The sources that it is certain of, and those that it may be true of. */
export interface ChangedSources {
  readonly certainly: Sources;
  readonly possibly: Sources;
}

/** What changes for requests to one route, by one door, as one kind of caller. */
export interface RouteChange extends RouteRef {
  readonly caller: CallerName;
  readonly door: DoorName;
  /** Who gets in after and did not before. */
  readonly opened: ChangedSources;
  /** Who got in before and does not after. */
  readonly closed: ChangedSources;
  /** What keeps the two from being told exactly. */
  readonly because: readonly Cause[];
}

/** An API of which something is different, as it is after, or as it was where it is gone. */
export interface ApiDifference extends ApiHead {
  readonly change: 'added' | 'removed' | 'changed';
  readonly routes: readonly RouteChange[];
}

/** All that `ipaudit diff` has to say. */
export interface Differences {
  readonly apis: readonly ApiDifference[];
  /** How many APIs were looked at. */
  readonly looked: number;
  readonly failures: readonly Failure[];
  readonly notAudited: readonly NotAudited[];
}
