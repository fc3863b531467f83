import fc from 'fast-check';
import type { Access, DoorId, RouteAccess } from '../../src/access/access.ts';
import { accessOf } from '../../src/access/access-of.ts';
import { AddressSet, formatAddress } from '../../src/ip/address-set.ts';
import { addressSet } from '../../src/ip/network.ts';
import type { EndpointType } from '../../src/model/api.ts';
import type { KeyName } from '../../src/model/conditions.ts';
import type { Policy } from '../../src/model/policy.ts';
import {
  apiWith,
  CIDRS,
  FOREIGN_ACCOUNT,
  FOREIGN_ROLE,
  OWN_ACCOUNT,
  ROLE,
  runs,
  statements,
  VOCABULARY,
} from './drawn.ts';
import { evaluate, goesThrough, OWN_ARN, type Request } from './naive.ts';
import { policyOf } from './support.ts';

/** Names the API that a policy is for, and speaks of nothing that is called. */
const NAMES = { Effect: 'Deny', Principal: '*', Action: 'execute-api:InvalidateCache', Resource: `${OWN_ARN}/*` };

const VERBS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

/** Addresses on both sides of the edges of a CIDR. */
function edgesOf(cidr: string): readonly string[] {
  const { v4, v6 } = addressSet(cidr.includes(':') || cidr.includes('/') ? cidr : `${cidr}/32`);
  const inside = <T extends number | bigint>(edges: ArrayLike<T>, family: 4 | 6, most: T, one: T): readonly string[] =>
    Array.from(edges).flatMap((edge) =>
      [edge, (edge as bigint) - (one as bigint)]
        .filter((address) => address >= 0 && address <= most)
        .map((address) => formatAddress(address, family)),
    );
  return [...inside(v4, 4, 0xffff_ffff, 1), ...inside(v6, 6, (1n << 128n) - 1n, 1n)];
}
const EDGES = new Map(CIDRS.map((cidr) => [cidr, edgesOf(cidr)]));
const ALWAYS = ['9.9.9.9', '2620:fe::fe'];
const ADDRESSES = [...new Set([...ALWAYS, ...[...EDGES.values()].flat()])];

const SETS = new Map(
  ADDRESSES.map((address) => [address, addressSet(address.includes(':') ? `${address}/128` : address)]),
);
const has = (set: AddressSet, address: string): boolean => set.covers(SETS.get(address) ?? AddressSet.all);

/** Both sides of every edge that a policy has, and an address of each family that nothing names. */
function addressesOf({ statements: all }: Policy): ReadonlySet<string> {
  const entries = all.flatMap(({ conditions }) => conditions.flatMap(({ list }) => list?.entries ?? []));
  return new Set([...ALWAYS, ...entries.flatMap(({ written }) => EDGES.get(written) ?? [])]);
}

/** Drawn once and asked of one route, caller and door: what is drawn is what costs. */
const drawn = fc.record({
  statements,
  endpoint: fc.constantFrom<EndpointType>('REGIONAL', 'PRIVATE'),
  route: fc.nat(1_000),
  access: fc.nat(1_000),
});

interface Drawn {
  readonly statements: object[];
  readonly endpoint: EndpointType;
  readonly route: number;
  readonly access: number;
}

const TODAY = '2024-02-29T12:00:00Z';

function pick<T>(all: readonly T[], index: number): T {
  return all[index % all.length] as T;
}

const FILES = 4;

/** Who gets in is whom the evaluation of single requests lets in: a part of the draws for each of the files that share them. */
export function prove(): void {
  fc.assert(
    fc.property(drawn, (one: Drawn) => {
      const policy = policyOf([...one.statements, NAMES]);
      const { api, revision } = apiWith(policy, one.endpoint);
      const route = pick(accessOf(api, revision), one.route);
      const access = pick(route.access, one.access);
      const tests = (key: KeyName): boolean => JSON.stringify(one.statements).includes(key);
      // another account is told apart by its principals and by this key, each without the other
      const isClear =
        (one.endpoint !== 'PRIVATE' || !tests('aws:SourceIp')) &&
        (access.caller !== 'foreign-allowed' || !tests('aws:PrincipalAccount'));
      for (const address of addressesOf(policy)) {
        const [always, sometimes] = outcomes(route, access, address, policy);
        const [certainly, possibly] = [has(access.certainly, address), has(access.possibly, address)];
        const isExact = certainly === always && possibly === sometimes;
        const isWithin = (always || !certainly) && (possibly || !sometimes);
        if (!(isClear ? isExact : isWithin))
          throw new Error(`${address} gets in: ${[always, sometimes]}, not ${[certainly, possibly]}`);
      }
    }),
    { numRuns: runs(10_000 / FILES) },
  );
}

/** Whether requests from an address get in whatever depends on the caller and the time, and whether any of them does. */
function outcomes(
  route: RouteAccess,
  { caller, door }: Access,
  address: string,
  policy: Policy,
): readonly [always: boolean, sometimes: boolean] {
  const signed = ['account', 'account-allowed', 'foreign-allowed'].includes(caller);
  const foreign = caller === 'foreign-allowed';
  const account = foreign ? FOREIGN_ACCOUNT : OWN_ACCOUNT;
  const principals = foreign
    ? [
        { account, principal: FOREIGN_ROLE },
        { account, principal: `arn:aws:iam::${account}:user/any` },
        { account: '777788889999', principal: 'arn:aws:iam::777788889999:user/any' },
      ]
    : [
        { account, principal: ROLE },
        { account, principal: `arn:aws:iam::${account}:user/any` },
      ];
  const identities: readonly Partial<Request>[] = signed ? principals : [{}];
  const path = route.witness ?? route.path.replace('{id}', 'anything').replace('{path+}', 'any/thing');
  const verb =
    route.method === 'ANY'
      ? pick(
          VERBS.filter((one) => one !== 'POST'),
          address.length,
        )
      : route.method;
  const base: Record<string, string> = { 'aws:securetransport': 'true' };
  if (door.via === 'internet') base['aws:sourceip'] = address;
  else
    Object.assign(base, {
      'aws:vpcsourceip': address,
      'aws:sourcevpce': idOf(door.vpce, 'vpce-'),
      'aws:sourcevpc': idOf(door.vpc, 'vpc-'),
    });
  const keys = new Set(policy.statements.flatMap(({ conditions }) => conditions.map(({ key }) => key.name)));
  const values = (key: KeyName): readonly string[] => (keys.has(key) ? (VOCABULARY[key]?.values ?? []) : []);
  const times = [TODAY, ...values('aws:CurrentTime')];
  const organizations = signed ? [undefined, ...values('aws:PrincipalOrgID')] : [undefined];
  const referers = [undefined, ...values('aws:Referer')];
  // whether an anonymous call carries the key AWS does not say
  const accounts = ({ account: own }: Partial<Request>): readonly (string | undefined)[] =>
    own === undefined ? [undefined, ...values('aws:PrincipalAccount')] : [own];
  const callers = identities.flatMap((identity) => accounts(identity).map((named) => ({ identity, named })));
  const results = callers.flatMap(({ identity, named }) =>
    times.flatMap((time) =>
      organizations.map((organization) =>
        some(referers, (referer) => {
          const context: Record<string, string> = { ...base, 'aws:currenttime': time };
          if (named !== undefined) context['aws:principalaccount'] = named;
          if (organization !== undefined) context['aws:principalorgid'] = organization;
          if (referer !== undefined) context['aws:referer'] = referer;
          const verdict = evaluate(policy, {
            ...identity,
            action: 'execute-api:Invoke',
            arn: `${OWN_ARN}/${route.stage?.name}/${verb}${path}`,
            context,
          });
          const authorization = route.authorization.is === 'yes' ? route.authorization.value : 'NONE';
          return goesThrough(authorization, verdict, caller === 'account' ? 'neither' : 'allow', !foreign);
        }),
      ),
    ),
  );
  return [results.every((one) => one === true), results.some((one) => one !== false)];
}

/** Whether it is so of one of several; undefined where that is not known. */
function some<T>(all: readonly T[], ask: (one: T) => boolean | undefined): boolean | undefined {
  const answers = all.map(ask);
  return answers.includes(true) || (answers.includes(undefined) ? undefined : false);
}

/** An id that every pattern matches by which a door is shown. */
function idOf(shown: DoorId | undefined, prefix: string): string {
  if (shown === undefined || shown === 'any other') return `${prefix}none`;
  const patterns = typeof shown === 'string' ? [shown] : shown;
  const candidates = patterns.flatMap((one) => ['', 'x'].map((rest) => one.replaceAll('*', rest).replaceAll('?', '9')));
  const matches = (pattern: string, id: string): boolean =>
    new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(id);
  const id = candidates.reverse().find((one) => patterns.every((pattern) => matches(pattern, one)));
  if (id === undefined) throw new Error(`no id is like ${shown}`);
  return id;
}
