import type { Defect, DefectCode } from '../../model/policy.ts';
import type { Mapping } from '../../source/tree.ts';
import { literal, originOf, type Text } from '../../values/text.ts';
import type { Unknown, Value } from '../../values/value.ts';
import { blame } from '../cloudformation/evaluator.ts';
import type { Events } from './events.ts';
import { mappingAt, scalarAt } from './nodes.ts';
import { isNode, type PartMember, type Parts } from './parts.ts';
import { isFrom3 } from './version.ts';

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
  const { open } = parts.members(gateway);
  const shared = sharedBy(parts.member(gateway, 'restApiId'), parts);
  const isHttp = events.routes.length === 0 && events.httpApi !== undefined;
  const dropped = shared ? 'serverless-shared' : isHttp ? 'serverless-http' : undefined;
  if (dropped) {
    const because = shared ? [] : events.open;
    const defects = [current, former].flatMap((one) => (one ? [defect(dropped, one.key, because)] : []));
    return { defects, open: shared ? [shared] : open, ...(shared && { shared }) };
  }
  const moved = former ? movedDefect(former.key, parts.value(parts.member(root, 'frameworkVersion')?.part)) : undefined;
  const used = current ?? (moved && !moved.because ? undefined : former);
  return { ...(used && { policy: used.policy }), defects: moved ? [moved] : [], open };
}

interface WrittenPolicy {
  readonly key: Text;
  readonly policy: Mapping;
}

/** What the framework makes of a list of statements; nothing of an empty one. */
function written(member: PartMember | undefined, parts: Parts): WrittenPolicy | undefined {
  const value = parts.value(member?.part);
  if (!member || !value || !isNode(member.part)) return undefined;
  if (value.kind === 'list' && value.items.length + value.open.length === 0) return undefined;
  const place = originOf(member.key).at;
  const version = scalarAt('2012-10-17', place);
  return { key: member.key, policy: mappingAt({ Version: version, Statement: member.part }, place) };
}

/** The API of another service, whose policy and endpoint stand there. */
function sharedBy(id: PartMember | undefined, parts: Parts): Unknown | undefined {
  if (!id || !parts.value(id.part)) return undefined;
  const reason = 'apiGateway.restApiId names the API of another service';
  return { kind: 'unknown', id: 'apiGateway.restApiId', reason, origin: originOf(id.key) };
}

/** Since version 3 the framework reads `provider.apiGateway.resourcePolicy` alone. */
function movedDefect(key: Text, version: Value | undefined): Defect | undefined {
  const because = version && blame(version);
  if (because) return defect('serverless-moved', key, [because]);
  const range = version?.kind === 'text' ? literal(version) : undefined;
  return range !== undefined && isFrom3(range) ? defect('serverless-moved', key, []) : undefined;
}

function defect(code: DefectCode, key: Text, because: readonly Unknown[]): Defect {
  return { code, place: originOf(key), data: {}, ...(because.length > 0 && { because }) };
}
