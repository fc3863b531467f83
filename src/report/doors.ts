import type { DoorName, IdName } from './explanation.ts';

/** The way by which requests come: `VPC endpoint vpce-0a1b in any other VPC`. */
export function doorInWords(door: DoorName): string {
  if (door.via === 'internet') return 'the internet';
  const { vpce, vpc } = door;
  if (vpce === undefined && vpc === undefined) return 'any VPC endpoint';
  const endpoint = vpce === undefined ? 'VPC endpoints' : idInWords('VPC endpoint', vpce);
  return vpc === undefined ? endpoint : `${endpoint} in ${idInWords('VPC', vpc)}`;
}

function idInWords(what: string, id: IdName): string {
  if (id === 'any other') return `any other ${what}`;
  return typeof id === 'string' ? `${what} ${id}` : `${what}s that match ${id.join(' and ')}`;
}
