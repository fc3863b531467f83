import { type Answer, all, any, NO, unknown, YES } from '../model/answer.ts';
import { covers, meets, type Pattern, patternKey, patternOf } from '../model/pattern.ts';
import type { Condition, Place } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';
import { keyOf } from './keys.ts';
import { memo } from './memo.ts';

/** A condition that a statement has beside its list of sources. */
export interface Limit {
  /** Operator and key. */
  readonly test: string;
  readonly key: string;
  readonly negated: boolean;
  readonly values: readonly Pattern[];
  readonly open: readonly Unknown[];
  readonly place: Place;
}

export const limitOf: (condition: Condition) => Limit = memo(readLimit);

function readLimit(condition: Condition): Limit {
  const { operator, values, open, list, place } = condition;
  const name = keyOf(condition);
  const test = [operator.qualifier ?? '', operator.name ?? operator.written, operator.ifExists, name].join(' ');
  if (!list)
    return {
      test,
      key: name,
      negated: operator.negated,
      values: values.map(({ text }) => patternOf(text)),
      open,
      place,
    };
  const networks = list.entries.map(({ address, written }): Pattern => {
    // an unknown one is the same where it is written the same
    if (address.is === 'unknown') return address.because.slice(0, 1).map((one) => ({ ...one, id: written }));
    return patternOf(address.is === 'yes' && address.value.valid ? address.value.network : written);
  });
  return { test, key: name, negated: operator.negated, values: networks, open: list.open, place };
}

/** All calls are by HTTPS. */
export function alwaysHolds({ operator, key, values, open }: Condition): boolean {
  const [only] = values;
  return (
    operator.family === 'bool' &&
    key.name === 'aws:SecureTransport' &&
    values.length === 1 &&
    open.length === 0 &&
    only?.known.is === 'yes' &&
    only.known.value.toLowerCase() === 'true'
  );
}

/** Whether a request that the inner limit lets through is let through by the outer one. */
export function impliedBy(outer: Limit, inner: Limit): Answer {
  if (outer.test !== inner.test) return outer.key === inner.key ? notCompared(outer, inner) : NO;
  const [wide, narrow] = outer.negated ? [inner, outer] : [outer, inner];
  const missing = narrow.open.length > 0 ? unknown(narrow.open) : YES;
  const further = wide.open.length > 0 ? unknown(wide.open) : NO;
  return all(...narrow.values.map((value) => any(...wide.values.map((one) => covers(one, value)), further)), missing);
}

/** Whether a request may pass both. */
export function compatible(a: Limit, b: Limit): Answer {
  if (a.key !== b.key) return YES;
  if (a.test !== b.test) return notCompared(a, b);
  if (a.negated) return YES;
  const open = [...a.open, ...b.open];
  return any(
    ...a.values.flatMap((one) => b.values.map((other) => meets(one, other))),
    open.length > 0 ? unknown(open) : NO,
  );
}

export function limitKey({ test, values, open }: Limit): string {
  return JSON.stringify([test, values.map(patternKey).sort(), open.map(({ id }) => id).sort()]);
}

function notCompared(a: Limit, b: Limit): Answer {
  const reason = `two operators test ${a.key}, and what passes both is not worked out`;
  return unknown([{ kind: 'unknown', id: `${limitKey(a)} ${limitKey(b)}`, reason, origin: a.place }]);
}
