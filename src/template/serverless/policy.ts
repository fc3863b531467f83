import type { Defect, DefectCode } from '../../model/policy.ts';
import type { Mapping } from '../../source/tree.ts';
import { originOf, type Text } from '../../values/text.ts';
import type { Unknown, Value } from '../../values/value.ts';
import type { Events } from './events.ts';
import { mappingAt, scalarAt } from './nodes.ts';
import { isNode, type PartMember, type Parts } from './parts.ts';
import { policyWriters } from './plugins.ts';
import { isDeployedIn } from './version.ts';

/** The policy that the framework puts on the API, and those that it drops. */
export interface ServicePolicy {
  readonly policy?: Mapping;
  readonly defects: readonly Defect[];
  /** What may bring another policy, or further routes. */
  readonly open: readonly Unknown[];
  /** Set where the API is that of another service. */
  readonly shared?: Unknown;
}

/** https://www.serverless.com/framework/docs/providers/aws/events/apigateway#resource-policy */
export function readServicePolicy(root: Mapping, parts: Parts, events: Events): ServicePolicy {
  const provider = parts.member(root, 'provider')?.part;
  const gateway = parts.member(provider, 'apiGateway')?.part;
  const current = written(parts.member(gateway, 'resourcePolicy'), parts);
  const former = written(parts.member(provider, 'resourcePolicy'), parts);
  const open = [...parts.members(gateway).open, ...policyWriters(root, parts)];
  const shared = sharedBy(parts.member(gateway, 'restApiId'), parts);
  const isHttp = events.routes.length === 0 && events.httpApi !== undefined;
  const dropped = shared ? 'serverless-shared' : isHttp ? 'serverless-http' : undefined;
  if (dropped) {
    const because = shared ? [] : events.open;
    const defects = [current, former].flatMap((one) => (one?.policy ? [defect(dropped, one.key, because)] : []));
    return { defects, open: shared ? [shared] : open, ...(shared && { shared }) };
  }
  if (!current && !former) return { defects: [], open };
  const isMoved = former !== undefined && isDeployedIn('3 or later', root, parts);
  const isEarly = current !== undefined && isDeployedIn('before 2.18', root, parts);
  // an empty list goes before the former place, too
  const used = (isEarly ? undefined : current) ?? (isMoved ? undefined : former);
  const defects = [
    ...(isMoved && former.policy ? [defect('serverless-moved', former.key, [])] : []),
    ...(isEarly && current.policy ? [defect('serverless-early', current.key, [])] : []),
  ];
  return { ...(used?.policy && { policy: used.policy }), defects, open };
}

interface WrittenPolicy {
  readonly key: Text;
  readonly policy?: Mapping;
}

/** What the framework makes of a list of statements; no policy of an empty one. */
function written(member: PartMember | undefined, parts: Parts): WrittenPolicy | undefined {
  const value = parts.value(member?.part);
  if (!member || !value || !isNode(member.part)) return undefined;
  if (isEmpty(value)) return { key: member.key };
  const place = originOf(member.key).at;
  const version = scalarAt('2012-10-17', place);
  return { key: member.key, policy: mappingAt({ Version: version, Statement: member.part }, place) };
}

function isEmpty(value: Value): boolean {
  if (value.kind === 'list') return value.items.length + value.open.length === 0;
  return value.kind === 'dict' && value.entries.length + value.open.length === 0;
}

/** The API of another service, whose policy and endpoint stand there. */
function sharedBy(id: PartMember | undefined, parts: Parts): Unknown | undefined {
  if (!id || !parts.value(id.part)) return undefined;
  const reason = 'apiGateway.restApiId names the API of another service';
  return { kind: 'unknown', id: 'apiGateway.restApiId', reason, origin: originOf(id.key) };
}

function defect(code: DefectCode, key: Text, because: readonly Unknown[]): Defect {
  return { code, place: originOf(key), data: {}, ...(because.length > 0 && { because }) };
}
