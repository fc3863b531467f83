import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admittedEntries } from '../../src/access/conflicts.ts';
import { addressSet } from '../../src/ip/network.ts';
import type { Revision } from '../../src/model/api.ts';
import type { Policy } from '../../src/model/policy.ts';
import { apiOf, policyOf } from './support.ts';

const admitted = (policy: Policy): ReturnType<typeof admittedEntries> => {
  const api = apiOf(policy);
  return admittedEntries(api, api.revisions[0] as Revision, policy);
};

interface Drawn {
  readonly kind: 'allow' | 'deny' | 'except';
  readonly entries: readonly string[];
}

function written({ kind, entries }: Drawn): object {
  return {
    Effect: kind === 'allow' ? 'Allow' : 'Deny',
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: 'execute-api:/*',
    Condition: { [kind === 'except' ? 'NotIpAddress' : 'IpAddress']: { 'aws:SourceIp': entries } },
  };
}

const ADDRESSES = Array.from({ length: 16 }, (_, i) => `8.8.8.${i}`);
const network = fc.tuple(fc.nat(15), fc.nat(4)).map(([at, bits]) => `8.8.8.${at - (at % 2 ** bits)}/${32 - bits}`);
const statements = fc.array(
  fc.record({
    kind: fc.constantFrom<Drawn['kind'][]>('allow', 'deny', 'except'),
    entries: fc.uniqueArray(network, { minLength: 1, maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 4 },
);

const has = (entries: readonly string[], address: string): boolean =>
  addressSet(...entries).covers(addressSet(address));

/** Whether a statement denies one address, by the documentation. */
const denies = ({ kind, entries }: Drawn, address: string): boolean =>
  kind === 'deny' ? has(entries, address) : kind === 'except' && !has(entries, address);

test('what is left of an admitted entry is what no other statement denies', () => {
  fc.assert(
    fc.property(statements, (drawn) => {
      const admitting = drawn.flatMap((one) =>
        one.kind === 'deny' ? [] : one.entries.map((entry) => ({ one, entry })),
      );
      const { entries: found } = admitted(policyOf(drawn.map(written)));
      for (const { one, entry } of admitting) {
        const others = drawn.filter((other) => other !== one);
        const own = ADDRESSES.filter((address) => has([entry], address));
        const left = own.filter((address) => !others.some((other) => denies(other, address)));
        const index = drawn.indexOf(one);
        const same = found.find(
          ({ source, entry: { written } }) => source.statement.index === index && written === entry,
        );
        const conflict = same?.conflict;
        expect(conflict?.is ?? 'no').toBe(left.length < own.length ? 'yes' : 'no');
        if (conflict?.is === 'yes')
          expect(ADDRESSES.filter((address) => conflict.value.left.covers(addressSet(address)))).toEqual(left);
      }
    }),
  );
});

describe('what is not known', () => {
  test('a deny for another route says nothing of this one', () => {
    const deny = { ...written({ kind: 'deny', entries: ['8.8.8.0/24'] }), Resource: 'execute-api:/*/POST/*' };
    const policy = policyOf([written({ kind: 'allow', entries: ['8.8.8.1'] }), deny]);
    expect(admitted(policy)).toEqual({ entries: [], because: [] });
  });

  test('a bare IPv6 address among the exceptions may be all of its /32', () => {
    const {
      entries: [entry],
    } = admitted(
      policyOf([written({ kind: 'allow', entries: ['2600::/64'] }), written({ kind: 'except', entries: ['2600::1'] })]),
    );
    expect(entry?.conflict.is).toBe('unknown');
  });
});
