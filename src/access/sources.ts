import { AddressSet, type Family } from '../ip/address-set.ts';
import { coversInternet } from '../ip/special.ts';
import type { Answer } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { malformedEntry, typedEntries, undocumented, validEntries } from '../model/entries.ts';
import type { Condition, Policy, SourceList, Statement } from '../model/policy.ts';
import { unknownEntries } from '../model/questions.ts';
import type { Unknown } from '../values/value.ts';
import { memo } from './memo.ts';
import { type Scope, scopeKey, scopeOf } from './scope.ts';

/** An IP condition, and the requests whose sources it tests. */
export interface SourceCondition {
  readonly statement: Statement;
  readonly condition: Condition;
  readonly list: SourceList;
  readonly effect: Answer<'Allow' | 'Deny'>;
  readonly scope: Scope;
  /** Operator and key. */
  readonly test: string;
  /** Equal for IP conditions that test the same requests alike; undefined where nobody can know. */
  readonly key: string | undefined;
}

/** The IP conditions of a policy. */
export const sourceConditions: (api: Api, policy: Policy) => readonly SourceCondition[] = memo(
  (api: Api, policy: Policy) =>
    policy.statements.flatMap((statement) =>
      statement.conditions.flatMap((condition) => readCondition(api, statement, condition) ?? []),
    ),
);

function readCondition(api: Api, statement: Statement, condition: Condition): SourceCondition | undefined {
  const { list, operator, key } = condition;
  const { effect } = statement;
  if (!list || effect.is === 'no') return undefined;
  const scope = scopeOf(api, statement, condition);
  const test = [operator.qualifier, operator.name, operator.ifExists, key.name].join(' ');
  const same = effect.is === 'yes' ? scopeKey(scope) : undefined;
  return {
    statement,
    condition,
    list,
    effect,
    scope,
    test,
    key: same && `${effect.is === 'yes' && effect.value} ${test} ${same}`,
  };
}

/** Addresses at least and at most, and what makes the difference. */
export interface Bounds {
  readonly lower: AddressSet;
  readonly upper: AddressSet;
  readonly because: readonly Unknown[];
}

/** What a list stands for. What becomes of one with an entry that is no address nobody knows: AWS may refuse the policy. */
export const listBounds: (list: SourceList) => Bounds = memo((list: SourceList) => {
  const entries = validEntries(list);
  const unknowns = unknownEntries(list);
  const open = [...(unknowns.is === 'unknown' ? unknowns.because : []), ...malformedEntry(list)];
  const typed = typedEntries(list);
  const unclear = entries.filter(({ address }) => !address.lower.equals(address.upper));
  return {
    lower: AddressSet.unionAll(entries.map(({ address }) => address.lower)),
    upper:
      open.length > 0
        ? AddressSet.all
        : AddressSet.unionAll([
            ...entries.map(({ address }) => address.upper),
            ...typed.map(({ typed: { within } }) => within),
          ]),
    because:
      open.length > 0
        ? open
        : [...unclear.map(({ entry }) => undocumented(entry)), ...typed.flatMap(({ because }) => because)],
  };
});

/** Whether what is not known may fill the internet of a family: no single addresses do. */
export function mayCoverInternet({ upper, because }: Omit<Bounds, 'lower'>, family: Family): boolean {
  return coversInternet(upper, family) && !because.every(({ isSingle }) => isSingle);
}

/** The sources that pass an IP condition. */
export const passing: (source: SourceCondition) => Bounds = memo(({ condition, list }: SourceCondition) => {
  const bounds = listBounds(list);
  return condition.operator.negated ? complement(bounds) : bounds;
});

export function complement({ lower, upper, because }: Bounds): Bounds {
  return { lower: AddressSet.all.subtract(upper), upper: AddressSet.all.subtract(lower), because };
}
