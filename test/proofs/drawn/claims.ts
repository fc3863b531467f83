import { AddressSet } from '../../../src/ip/address-set.ts';
import { addressSet } from '../../../src/ip/network.ts';
import { INTERNET4, INTERNET6, UNROUTABLE } from '../../../src/ip/special.ts';
import type { Finding } from '../../../src/report/report.ts';
import { diffTexts, explainTexts } from '../../support/memory.ts';
import { changed, type Mapping, statementOf, stepsOf, valueAt, without } from './edits.ts';
import { type Json, toText } from './templates.ts';

/** Who gets in to a route, by one door, as one kind of caller. */
interface Row {
  readonly authorization: string | null;
  readonly caller: string;
  readonly via: string;
  readonly certainly: AddressSet;
  readonly possibly: AddressSet;
}

export class Trial {
  readonly template: Json;
  readonly finding: Finding;
  readonly rows: readonly Row[];

  constructor(template: Json, finding: Finding, rows: readonly Row[]) {
    this.template = template;
    this.finding = finding;
    this.rows = rows;
  }

  get steps(): ReturnType<typeof stepsOf> {
    return stepsOf(this.finding.location.path ?? '');
  }

  /** What changes on routes with some authorizations (all where none are named) for the sources in a set, once the template is changed. */
  changes(
    after: Json,
    { on, among = AddressSet.all }: { readonly on?: readonly string[]; readonly among?: AddressSet } = {},
  ): readonly string[] {
    const inFile = (one: Json) => ({ 't.json': toText(one) });
    return diffTexts(inFile(this.template), inFile(after))
      .apis.flatMap(({ routes }) => routes)
      .filter(({ authorization }) => !on || on.includes(authorization ?? ''))
      .flatMap(({ method, path, caller, opened, closed }) =>
        [...opened.certainly.cidrs, ...closed.certainly.cidrs]
          .filter((cidr) => !addressSet(cidr).intersect(among).isEmpty)
          .map((cidr) => `${method} ${path} ${caller} ${cidr}`),
      );
  }
}

export function rowsOf(template: Json): readonly Row[] {
  return explainTexts({ 't.json': toText(template) }).apis.flatMap(({ routes }) =>
    routes.flatMap(({ authorization, access }) =>
      access.map(({ caller, door, certainly, possibly }) => ({
        authorization,
        caller,
        via: door.via,
        certainly: addressSet(...certainly.cidrs),
        possibly: addressSet(...possibly.cidrs),
      })),
    ),
  );
}

/** What a message claims, tried on the template: what of it does not hold. */
export type Claim = (trial: Trial) => readonly string[];

const REST_OF_INTERNET = AddressSet.all.subtract(UNROUTABLE);

/** The only member of a list, or the only statement, cannot go. */
function isAlone({ template, steps }: Trial, of = steps): boolean {
  const list = valueAt(template, of.slice(0, -1));
  return !Array.isArray(list) || list.length < 2;
}

/** What is pointed at may go. */
const mayGo: Claim = (trial) => (isAlone(trial) ? [] : trial.changes(without(trial.template, trial.steps)));

/** The statement may go, on routes with some authorizations. */
const statementMayGo =
  (on?: readonly string[]): Claim =>
  (trial) => {
    const steps = statementOf(trial.steps);
    return isAlone(trial, steps) ? [] : trial.changes(without(trial.template, steps), on && { on });
  };

/** The statement does the same without its conditions. */
const conditionsMayGo: Claim = (trial) =>
  trial.changes(without(trial.template, [...statementOf(trial.steps), 'Condition']));

const nobody = (rows: readonly Row[]): readonly string[] =>
  rows
    .filter(({ via, possibly }) => !(via === 'internet' ? possibly.subtract(UNROUTABLE) : possibly).isEmpty)
    .map(({ caller, via, possibly }) => `${caller} gets in by ${via} from ${possibly.sample()}`);

const some = (trial: Trial, test: (row: Row) => boolean): readonly string[] =>
  trial.rows.some(test) ? [] : ['nobody who is meant gets in'];

const isEverybody = ({ certainly }: Row): boolean => certainly.covers(INTERNET4) || certainly.covers(INTERNET6);

/** What a condition on a key that no request carries does, in the words of the message. */
const outcome: Claim = (trial) => {
  const { message } = trial.finding;
  if (/denies nobody|lets nobody in/.test(message)) return statementMayGo()(trial);
  return /denies everybody|lets everybody in|is open to/.test(message) ? conditionsMayGo(trial) : [];
};

/** What a list that covers a family does: nothing, to that family. */
const shutsNobodyOut: Claim = (trial) => {
  const among = /IPv6/.test(trial.finding.message) ? INTERNET6 : INTERNET4;
  const statement = statementOf(trial.steps);
  const { Effect } = valueAt(trial.template, statement) as Mapping;
  // a Deny with exceptions for all denies none of them
  const steps = Effect === 'Deny' ? statement : [...trial.steps.slice(0, trial.steps.lastIndexOf('Condition') + 3)];
  return Effect === 'Deny' && isAlone(trial, statement) ? [] : trial.changes(without(trial.template, steps), { among });
};

export const CLAIMS: Readonly<Record<string, Claim>> = {
  'no-overlapping-cidrs': mayGo,
  'no-duplicate-cidrs': mayGo,
  'no-conflicting-cidrs': mayGo,
  'no-ineffective-statement': statementMayGo(),
  'no-unmatched-resource': (trial) => (isAlone(trial) ? statementMayGo()(trial) : mayGo(trial)),
  'no-unroutable-source': (trial) =>
    isAlone(trial) ? [] : trial.changes(without(trial.template, trial.steps), { among: REST_OF_INTERNET }),
  'no-mismatched-principal': statementMayGo(['NONE', 'CUSTOM', 'COGNITO_USER_POOLS']),
  'no-source-ip-on-private-api': outcome,
  'no-vpc-condition-on-public-api': outcome,
  'no-wildcard-source': shutsNobodyOut,
  'no-total-lockout': ({ rows }) => nobody(rows),
  'require-allow': ({ rows }) =>
    nobody(rows.filter(({ authorization }) => authorization === 'NONE' || authorization === 'COGNITO_USER_POOLS')),
  'no-public-access': (trial) =>
    some(trial, (row) => row.authorization === 'NONE' && row.via === 'internet' && isEverybody(row)),
  'no-voided-allowlist': (trial) => some(trial, (row) => isEverybody(row)),
  'no-unenforced-allowlist': (trial) =>
    some(trial, (row) => ['authorized', 'account-allowed'].includes(row.caller) && isEverybody(row)),
  'no-ipv6-lockout': (trial) => some(trial, ({ possibly }) => possibly.only(6).subtract(UNROUTABLE).isEmpty),
  'no-ipv6-gap': (trial) => some(trial, ({ certainly }) => !certainly.only(6).subtract(UNROUTABLE).isEmpty),
  'no-uncovered-route': (trial) => {
    const [, address = ''] = /: ([\da-f.:]+), which/.exec(trial.finding.message) ?? [];
    return some(trial, ({ certainly }) => certainly.covers(addressSet(address)));
  },
  'no-partly-denied-cidrs': (trial) => {
    const [, left = ''] = /of it (\S+(?:, \S+)*) get in/.exec(trial.finding.message) ?? [];
    if (left === '') return [];
    const entries = left.split(', ');
    const list = changed(trial.template, trial.steps.slice(0, -1), (was) =>
      (was as readonly Json[]).flatMap((one, i) => (i === trial.steps.at(-1) ? entries : [one])),
    );
    return trial.changes(list);
  },
};
