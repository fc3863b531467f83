import { unknown } from '../../model/answer.ts';
import { meaningOf } from '../../model/meaning.ts';
import { isImported, isMade, isMerged } from './imports.ts';
import type { Carrier } from './policies.ts';
import { type Document, type Resource, textIn } from './resource.ts';

/** The policy that AWS has and no configuration writes, and that of the body. */
interface Rivals {
  readonly had?: Carrier;
  readonly extension?: Carrier;
}

/** What carries the policy of an API after apply: what becomes of rivals where the body is put on it depends on the provider. */
export function afterApply(api: Resource, rivals: Rivals, document: Document): Carrier | undefined {
  const carrier = rivals.extension ?? rivals.had;
  if (!carrier || isMade(api)) return carrier;
  const possible = outcomes(api, rivals, document);
  const different = [...new Map(possible.map((one) => [meaningIn(one, api), one])).values()];
  if (different.length === 1) return different[0];
  const words = different.map(inWords).join(' or ');
  const why =
    document.eras.length > 1
      ? 'the AWS provider writes the policy of its state back before version 6.48, and not from then on'
      : 'what the plan does to its body is not';
  const reason = `whether ${api.address} has ${words} after apply is not known: ${why}`;
  const id = `${api.address}.policy`;
  return { ...carrier, policy: unknown([{ kind: 'unknown', id, reason, origin: carrier.place }]) };
}

function inWords(carrier: Carrier | undefined): string {
  if (!carrier || carrier.policy.is === 'no') return 'none';
  return carrier.attribute === 'body' ? 'the policy in its body' : 'its present policy';
}

function outcomes(
  api: Resource,
  { had, extension }: Rivals,
  { detached, eras }: Document,
): readonly (Carrier | undefined)[] {
  const kept = had?.policy.is === 'no' ? undefined : had;
  const isDetached = detached.has(textIn(api, 'id') ?? '');
  const left = isDetached ? undefined : had ? kept : extension;
  const [imported, merged] = [isImported(api), isMerged(api)];
  const brought = [
    ...(extension || merged.is === 'yes' ? [] : [undefined]),
    ...(extension ? [extension] : merged.is === 'no' ? [] : [left]),
  ];
  return [
    ...(imported.is === 'no' ? [] : eras.flatMap((era) => (era === 'writes back' && kept ? [kept] : brought))),
    ...(imported.is === 'yes' ? [] : [left]),
  ];
}

/** Equal for policies that mean the same; one that is not known is like no other. */
function meaningIn(carrier: Carrier | undefined, api: Resource): unknown {
  const policy = carrier?.policy;
  if (!policy || policy.is === 'no') return '';
  const arn = textIn(api, 'execution_arn');
  return policy.is === 'yes' ? meaningOf(policy.value, arn === undefined ? {} : { arn }) : policy;
}
