import type { Door } from '../access/access.ts';
import { type Change, type Difference, differences, type Side } from '../access/compare.ts';
import { AddressSet } from '../ip/address-set.ts';
import type { Api, Stage } from '../model/api.ts';
import type { ChangedSources, RouteChange } from '../report/differences.ts';
import { assumed } from './assumed.ts';
import { causesOf, type Locate, routeRef } from './refs.ts';
import { callingSources, sourcesOf } from './sources-in-words.ts';

/** What is different in who gets into an API, stage by stage; one that there is not nobody gets into. */
export function changesOf(before: Api | undefined, after: Api | undefined, locate: Locate): readonly RouteChange[] {
  const [old, now] = [running(before), running(after)];
  // whoever can call one of the two
  const calling = (door: Door): AddressSet =>
    AddressSet.unionAll([before, after].flatMap((api) => (api ? [callingSources(api, door)] : [])));
  const names = new Set([...now.keys(), ...old.keys()]);
  // a template without stages says the same of each
  const anyOf = (states: ReadonlyMap<string, Running>): Running | undefined => states.get('');
  if (names.size > 1 && (anyOf(old) || anyOf(now))) names.delete('');
  return [...names].flatMap((name) => {
    const [was, is] = [old.get(name) ?? anyOf(old), now.get(name) ?? anyOf(now)];
    const stage = is?.stage ?? was?.stage;
    const sides = alike(was && on(was, stage), is && on(is, stage));
    const found = sides.flatMap((pair) => differences(...pair));
    // what is different for addresses that no request comes from is no change
    const calls = ({ door, opened, closed }: Difference): boolean =>
      [opened, closed].some(({ possibly }) => !possibly.intersect(calling(door)).isEmpty);
    return found.filter(calls).map(({ route, caller, door, opened, closed, because }) => ({
      ...routeRef(route),
      ...(sides.length > 1 && { authorization: null }),
      caller,
      door,
      opened: changed(opened, calling(door)),
      closed: changed(closed, calling(door)),
      because: causesOf(because, locate),
    }));
  });
}

/** Two policies by themselves are compared for each kind of caller. */
function alike(
  was: Side | undefined,
  is: Side | undefined,
): readonly (readonly [Side | undefined, Side | undefined])[] {
  const [before, after] = [was, is].map((side) =>
    side ? assumed(side.revision).map((revision) => ({ ...side, revision })) : [],
  );
  if (!before || !after || before.length * after.length === 1) return [[was, is]];
  if (!was || !is)
    return [...before.map((side) => [side, undefined] as const), ...after.map((side) => [undefined, side] as const)];
  return before.length === after.length ? before.map((side, i) => [side, after[i]] as const) : [[was, is]];
}

/** What is in force on a stage, or would be. */
interface Running extends Side {
  readonly stage?: Stage;
}

/** By the name of the stage; empty where there is none. */
function running(api: Api | undefined): ReadonlyMap<string, Running> {
  const states = (api?.revisions ?? []).flatMap((revision): (readonly [string, Running])[] => {
    const { stages } = api as Api;
    const named = (revision.inForceOn ?? stages).map((stage): readonly [string, Running] => [
      `${stage.name}${stage.canary ? ' (canary)' : ''}`,
      { api: api as Api, revision, stage },
    ]);
    return named.length > 0 || revision.inForceOn ? named : [['', { api: api as Api, revision }]];
  });
  return new Map(states);
}

function on({ api, revision }: Running, stage: Stage | undefined): Side {
  const stages = stage ? [stage] : [];
  return { api: { ...api, stages }, revision: { ...revision, inForceOn: stages } };
}

function changed({ certainly, possibly }: Change, calling: AddressSet): ChangedSources {
  // what changes for nobody but addresses that no request comes from does not change for certain
  const told = certainly.intersect(calling).isEmpty ? AddressSet.empty : certainly;
  return { certainly: sourcesOf(told, calling), possibly: sourcesOf(possibly, calling) };
}
