import { doorInWords } from '../report/doors.ts';
import type { CallerName, DoorName, RouteRef } from '../report/explanation.ts';
import type { Layout } from './api-block.ts';
import { escaped } from './escaped.ts';
import { groupsOf } from './groups.ts';
import { hanging } from './hanging.ts';
import { shortList } from './short-list.ts';

/** Who calls, and how. */
export interface Entry {
  readonly caller: CallerName;
  readonly door: DoorName;
}

export interface Route<T extends Entry> {
  readonly route: RouteRef;
  readonly entries: readonly T[];
}

/** What is to be said of an entry: on the line of its callers, and below it. */
export interface Said {
  readonly text: string;
  readonly details: readonly string[];
}

/** Puts rows together by their route. */
export function byRoute<T extends RouteRef & Entry>(
  rows: readonly T[],
): readonly Route<Omit<T, keyof RouteRef> & Entry>[] {
  return groupsOf(rows, (row) => JSON.stringify(refOf(row))).map((group) => ({
    route: refOf(group[0]),
    entries: group.map(
      ({ stage: _, method: _method, path: _path, witness: _witness, authorization: _is, ...rest }) => rest,
    ),
  }));
}

function refOf({ stage, method, path, witness, authorization }: RouteRef): RouteRef {
  return { stage, method, path, ...(witness !== undefined && { witness }), authorization };
}

/** Routes of which the same is to be said stand together. */
export function routeBlocks<T extends Entry>(
  routes: readonly Route<T>[],
  layout: Layout,
  say: (entry: T) => Said,
): readonly string[] {
  const keys = new Map<readonly T[], string>();
  const keyOf = ({ route, entries }: Route<T>): string => {
    const key = keys.get(entries) ?? JSON.stringify(entries);
    keys.set(entries, key);
    return `${route.authorization} ${key}`;
  };
  return groupsOf(routes, keyOf).flatMap((group) => [
    '',
    ...headLines(
      group.map(({ route }) => route),
      layout,
    ),
    ...entryLines(group[0].entries, layout, say),
  ]);
}

/** `GET/POST /a, GET /b on prod, test · NONE`, a line for each set of stages. */
function headLines(routes: readonly RouteRef[], { paint, width }: Layout): readonly string[] {
  const named = groupsOf(routes, ({ method, path, witness }) => JSON.stringify([method, path, witness])).map(
    (group) => ({
      route: group[0],
      stages: group.flatMap(({ stage }) => (stage === null ? [] : [escaped(stage)])).join(', '),
    }),
  );
  return groupsOf(named, ({ stages }) => stages).flatMap((group) => {
    const [{ stages, route }] = group;
    const paths = groupsOf(group, ({ route: { path, witness } }) => JSON.stringify([path, witness]));
    const names = shortList(
      paths.map((verbs) =>
        paint(
          'bold',
          pathText(
            verbs.map(({ route: { method } }) => method),
            verbs[0].route,
          ),
        ),
      ),
      'route',
    );
    const authorization = route.authorization ?? 'authorization not known';
    return hanging('  ', `${names}${stages === '' ? '' : ` on ${stages}`} · ${authorization}`, width);
  });
}

function pathText(verbs: readonly string[], { path, witness }: RouteRef): string {
  // seven are all that there are
  const verb = verbs.length === 7 || verbs.includes('ANY') ? 'any verb' : verbs.join('/');
  const text = path === '/*' ? `${verb} to any path` : `${verbs.join('/')} ${path}`;
  return escaped(witness === undefined ? text : `${text}, such as ${witness}`);
}

/** Entries that differ by caller and door alone stand on one line. */
function entryLines<T extends Entry>(
  entries: readonly T[],
  { width }: Layout,
  say: (entry: T) => Said,
): readonly string[] {
  const hasDoors = entries.some(({ door }) => door.via === 'vpc-endpoint');
  return groupsOf(entries, (one) => JSON.stringify({ ...one, caller: '', door: '' })).flatMap((alike) => {
    const { text, details } = say(alike[0]);
    const callers = groupsOf(alike, ({ caller }) => caller).map((group) => ({
      caller: group[0].caller,
      doors: hasDoors
        ? ` by ${shortList(
            group.map(({ door }) => escaped(doorInWords(door))),
            'door',
          )}`
        : '',
    }));
    const leads = groupsOf(callers, ({ doors }) => doors).map(
      (group) => `${group.map(({ caller }) => caller).join(', ')}${group[0].doors}`,
    );
    return [
      ...leads.slice(0, -1).flatMap((lead) => hanging('    ', lead, width)),
      ...hanging(`    ${leads.at(-1) ?? ''}  `, text, width),
      ...details.flatMap((detail) => hanging('      ', detail, width)),
    ];
  });
}
