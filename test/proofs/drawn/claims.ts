import { AddressSet } from '../../../src/ip/address-set.ts';
import { addressSet } from '../../../src/ip/network.ts';
import { coversInternet, INTERNET4, INTERNET6, UNROUTABLE } from '../../../src/ip/special.ts';
import { changed, type Mapping, valueAt } from './edits.ts';
import type { RouteRows, Row, Trial } from './trial.ts';

/** What a message claims, tried on the template: what of it does not hold. */
export type Claim = (trial: Trial) => readonly string[];

const REST_OF_INTERNET = AddressSet.all.subtract(UNROUTABLE);
const WITHOUT_IAM = ['NONE', 'CUSTOM', 'COGNITO_USER_POOLS'];

/** Callers who get in where no statement denies them. */
const PASSED = ['authorized', 'account-allowed'];

const isShut = ({ rows }: RouteRows): boolean => rows.every(({ gets }) => gets.isEmpty);
const isEverybody = ({ gets }: Row): boolean => gets.covers(INTERNET4) || gets.covers(INTERNET6);

/** Every caller of each family that is served. */
const isOpenToAll = ({ rows }: RouteRows): boolean =>
  rows.every(({ gets }) => !gets.isEmpty && gets.families.every((family) => coversInternet(gets, family)));

/** What is pointed at may go. */
const mayGo: Claim = (trial) => trial.without();

/** The statement may go. */
const statementMayGo: Claim = (trial) => trial.without(trial.statement);

/** The statement does the same to everybody, whatever its conditions are. */
const speaksOfEverybody: Claim = (trial) =>
  trial.changes(
    changed(trial.template, trial.statement, (was) => {
      const { Condition: _, ...statement } = was as Mapping;
      return { ...statement, Principal: '*' };
    }),
  );

/** From every network that is named requests come, and all of them get in somewhere. */
function getIn({ routes }: Trial, networks: readonly string[]): readonly string[] {
  const rows = routes.flatMap((route) => route.rows);
  const isPublic = rows.some(({ door }) => door.via === 'internet');
  const all = AddressSet.unionAll(rows.map(({ gets }) => gets));
  return networks.filter((network) => {
    const sources = addressSet(network).subtract(isPublic ? UNROUTABLE : AddressSet.empty);
    return sources.isEmpty || !all.covers(sources);
  });
}

const STILL = /: ([\d.:a-f/, ]+) still gets in/;

/** Whom a `Deny` leaves in that never matches: the names of sources are in the words only where they are few. */
const stillGetIn: Claim = (trial) => (STILL.test(trial.finding.message) ? getIn(trial, networksIn(trial, STILL)) : []);

/** What becomes of a statement, a condition of which tests a key that no request carries, in the words of the messages. */
const OUTCOMES: readonly (readonly [RegExp, Claim])[] = [
  [/never matches(?: beside the other conditions)?(?: and|:) /, statementMayGo],
  [/always matches and /, speaksOfEverybody],
  [/(?<!always) matches and denies everybody/, (trial) => trial.unlike(isShut)],
  [/always holds, so the rest of the statement decides alone/, (trial) => trial.withoutCondition()],
  [STILL, stillGetIn],
];

/** The networks that a message names at some place. */
function networksIn({ finding }: Trial, place: RegExp): readonly string[] {
  const [, text = ''] = place.exec(finding.message) ?? [];
  return text
    .split(/, | or | and /)
    .filter((one) => /^[\d.:a-f/]+$/.test(one))
    .map((one) => (/:[^/]*$/.test(one) ? `${one}/128` : one));
}

const outcome: Claim = (trial) => {
  const claimed = OUTCOMES.filter(([words]) => words.test(trial.finding.message));
  return claimed.length === 0
    ? ['it does not say what becomes of the statement']
    : claimed.flatMap(([, claim]) => claim(trial));
};

/** What a list that covers a family does: nothing, to that family. */
const shutsNobodyOut: Claim = (trial) => {
  const sources = /IPv6/.test(trial.finding.message) ? INTERNET6 : INTERNET4;
  const { Effect } = valueAt(trial.template, trial.statement) as Mapping;
  // a Deny with exceptions for all denies none of them
  if (Effect === 'Deny') return trial.without(trial.statement, { sources });
  return trial.withoutCondition({ sources });
};

const isUnclear = ({ finding }: Trial): boolean => /so nothing can rest on it/.test(finding.message);

export const CLAIMS: Readonly<Record<string, Claim>> = {
  'no-overlapping-cidrs': mayGo,
  'no-duplicate-cidrs': mayGo,
  'no-conflicting-cidrs': mayGo,
  'no-ineffective-statement': statementMayGo,
  'no-unmatched-resource': (trial) => [
    ...(trial.isAlone() ? statementMayGo(trial) : mayGo(trial)),
    ...stillGetIn(trial),
  ],
  'no-unroutable-source': (trial) => trial.without(trial.steps, { sources: REST_OF_INTERNET }),
  'no-mismatched-principal': (trial) =>
    /this Deny/.test(trial.finding.message)
      ? outcome(trial)
      : [
          ...trial.without(trial.statement, { isMeant: trial.names }),
          ...trial.unlike(({ authorization }) => WITHOUT_IAM.includes(authorization ?? '')),
        ],
  'no-source-ip-on-private-api': (trial) => (isUnclear(trial) ? [] : outcome(trial)),
  'no-vpc-condition-on-public-api': outcome,
  'no-wildcard-source': shutsNobodyOut,
  'no-total-lockout': ({ routes }) => (routes.every(isShut) ? [] : ['somebody gets in']),
  'no-unreachable-route': (trial) => [
    ...trial.unlike(isShut, 'every'),
    ...(trial.routes.every(isShut) ? ['nobody gets in elsewhere'] : []),
  ],
  'require-allow': (trial) => trial.unlike(isShut, 'every'),
  'no-public-access': (trial) => {
    const address = addressSet(...networksIn(trial, /, ([\da-f.:]+) for one/));
    return trial.unlike(
      ({ authorization, rows }) =>
        authorization === 'NONE' &&
        rows.some((row) => row.door.via === 'internet' && isEverybody(row) && row.gets.covers(address)),
    );
  },
  'no-open-private-api': (trial) =>
    trial.unlike(({ authorization, rows }) => {
      const strangers = rows.filter(({ caller, door }) => !caller.startsWith('account') && isAnyOther(door));
      return strangers.length > 0 && strangers[authorization === null ? 'every' : 'some'](({ gets }) => !gets.isEmpty);
    }),
  'no-voided-allowlist': (trial) => [
    ...statementMayGo(trial),
    ...trial.unlike((route) => (/no Deny keeps out/.test(trial.finding.message) ? !isShut(route) : isOpenToAll(route))),
  ],
  'no-unenforced-allowlist': (trial) => [
    ...trial.unlike(({ rows }) => rows.some((row) => PASSED.includes(row.caller) && isFrom(trial, row))),
    ...trial.withoutCondition({ isMeant: trial.names, callers: PASSED }),
  ],
  'no-ipv6-lockout': (trial) => trial.unlike(({ rows }) => rows.every(({ gets }) => gets.only(6).isEmpty)),
  'no-ipv6-gap': (trial) => trial.unlike(({ rows }) => rows.some(({ gets }) => !gets.only(6).isEmpty)),
  'no-uncovered-route': (trial) => {
    const address = addressSet(...networksIn(trial, /: ([\da-f.:]+(?: or [\da-f.:]+)*), which/));
    return trial.unlike(({ rows }) => rows.some(({ gets }) => gets.covers(address)));
  },
  'no-partly-denied-cidrs': (trial) => {
    const [, left = ''] = /of it (\S+(?:, \S+)*) get in/.exec(trial.finding.message) ?? [];
    return left === '' ? [] : trial.replacing(left.split(', '));
  },
};

/** Whether somebody gets in from where a message says. */
function isFrom({ finding }: Trial, row: Row): boolean {
  return / by any VPC,/.test(finding.message) ? isAnyOther(row.door) && !row.gets.isEmpty : isEverybody(row);
}

const isAnyOther = (door: Row['door']): boolean =>
  door.via === 'vpc-endpoint' && [door.vpce, door.vpc].every((id) => id === undefined || id === 'any other');
