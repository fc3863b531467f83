import { ANY_OTHER, type Door, type DoorId } from '../access/access.ts';
import { covers, patternOf } from '../model/pattern.ts';
import type { Request } from '../report/explanation.ts';

/** The doors that a request comes by: one where its ids are told and known, each that it may be where they are not. */
export function doorsFor(doors: readonly Door[], { vpce, vpc }: Request): readonly Door[] {
  if (vpce === undefined && vpc === undefined) return doors;
  const endpoints = doors.filter((door) => door.via === 'vpc-endpoint');
  const isVpce = idTest(
    endpoints.map((door) => door.vpce),
    vpce,
  );
  const isVpc = idTest(
    endpoints.map((door) => door.vpc),
    vpc,
  );
  return endpoints.filter((door) => isVpce(door.vpce) && isVpc(door.vpc));
}

/** Whether a door may be that of an id: a door is known by the id, by the patterns that match it, or as any other. */
function idTest(doors: readonly (DoorId | undefined)[], id: string | undefined): (door: DoorId | undefined) => boolean {
  if (id === undefined) return () => true;
  if (doors.includes(id)) return (door) => door === id;
  const patterns = new Set(doors.flatMap((door) => patternsOf(door ?? [])).filter((one) => /[*?]/.test(one)));
  const matching = [...patterns].filter((pattern) => covers(patternOf(pattern), [...id]).is === 'yes');
  const isUnknown = (door: DoorId): boolean => typeof door === 'string' && door.includes('${');
  return (door) => {
    if (door === undefined || isUnknown(door)) return true;
    if (matching.length === 0) return door === ANY_OTHER;
    const own = patternsOf(door);
    return own.length === matching.length && matching.every((one) => own.includes(one));
  };
}

const patternsOf = (door: DoorId): readonly string[] => (typeof door === 'string' ? [door] : door);
