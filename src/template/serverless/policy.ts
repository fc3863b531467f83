import type { Answer } from '../../model/answer.ts';
import type { Defect, DefectCode, Policy } from '../../model/policy.ts';
import { readPolicy } from '../../policy/reader.ts';
import { literal, originOf, type Text, textAt } from '../../values/text.ts';
import type { Dict, Unknown, Value } from '../../values/value.ts';
import { blame } from '../cloudformation/evaluator.ts';
import type { Events } from './events.ts';
import type { PartMember, Parts } from './parts.ts';
import { isFrom3 } from './version.ts';

/** The policy that the framework puts on the API, and those that it drops. */
export interface ServicePolicy {
  readonly policy?: Answer<Policy>;
  readonly defects: readonly Defect[];
  /** What may bring another policy, or further routes. */
  readonly open: readonly Unknown[];
  /** Set where the API is that of another service. */
  readonly shared?: Unknown;
}

/** https://www.serverless.com/framework/docs/providers/aws/events/apigateway#resource-policy */
export function readServicePolicy(root: PartMember['part'], parts: Parts, events: Events): ServicePolicy {
  const provider = parts.member(root, 'provider')?.part;
  const gateway = parts.member(provider, 'apiGateway')?.part;
  const written = (member: PartMember | undefined): { key: Text; value: Value } | undefined => {
    const value = parts.value(member?.part);
    return member && value && { key: member.key, value };
  };
  const current = written(parts.member(gateway, 'resourcePolicy'));
  const former = written(parts.member(provider, 'resourcePolicy'));
  const open = parts.members(gateway).open;
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
  return {
    ...(used && { policy: readPolicy(documentOf(used.key, used.value), originOf(used.key)) }),
    defects: moved ? [moved] : [],
    open,
  };
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

/** What the framework makes of a list of statements. */
function documentOf(key: Text, statements: Value): Dict {
  const place = originOf(key);
  const text = (written: string): Text => textAt(written, place.at);
  return {
    kind: 'dict',
    entries: [
      { key: text('Version'), value: text('2012-10-17') },
      { key: text('Statement'), value: statements },
    ],
    open: [],
    origin: place,
    first: place,
  };
}
