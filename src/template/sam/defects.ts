import type { Defect, DefectCode } from '../../model/policy.ts';
import { nearest } from '../../text/nearest.ts';
import { display, originOf } from '../../values/text.ts';
import type { DictEntry, Unknown } from '../../values/value.ts';
import { blame } from '../kernel/blame.ts';
import { KEYS, NETWORKS } from './keys.ts';
import { itemsOf, keyOfId } from './statements.ts';
import type { Refused, Taken } from './taken.ts';

/** Where SAM makes something else of a `ResourcePolicy` than it says. */
export function defectsOf(policy: readonly Taken[]): readonly Defect[] {
  const has = (wanted: string): boolean => policy.some(({ name }) => name === wanted);
  return policy.flatMap((entry): readonly Defect[] => {
    const { name, fault } = entry;
    if (!KEYS.includes(name)) return [misspelt(entry, name)];
    if (entry.refused && entry.refused.length > 0) return entry.refused.map((one) => refusal(name, one));
    if (entry.isEmpty) return [defect('sam-empty', entry, { name })];
    if (fault)
      return [defect(`sam-${fault}`, entry, { name, ...(entry.pieces !== undefined && { does: entry.pieces }) })];
    if (name.startsWith('SourceVpc')) return ofVpcs(entry, name);
    if (name === 'AwsAccountWhitelist') {
      const beside = NETWORKS.find(has);
      return beside ? [defect('sam-accounts', entry, { beside })] : [];
    }
    return [];
  });
}

export function defect(
  code: DefectCode,
  { key }: Pick<DictEntry, 'key'>,
  data: Readonly<Record<string, string>> = {},
  because: readonly Unknown[] = [],
): Defect {
  return { code, place: originOf(key), data, ...(because.length > 0 && { because }) };
}

export function misspelt(entry: Pick<DictEntry, 'key'>, written: string): Defect {
  const meant = nearest(written.replace(/allowlist/i, 'Whitelist').replace(/(?:deny|block)list/i, 'Blacklist'), KEYS);
  const other = written.startsWith('Fn::')
    ? ': it evaluates no function here. Put the function into CustomStatements, or list AWS::LanguageExtensions before AWS::Serverless-2016-10-31.'
    : ': write IpRangeWhitelist, another of its lists, or CustomStatements.';
  const hint = meant ? `: did you mean ${meant}?` : other;
  return defect('sam-key', entry, { written, hint });
}

/** A text where SAM takes something else, which makes it refuse the whole template. */
export function refusal(name: string, { at, takes, is }: Refused): Defect {
  return { code: 'sam-refused', place: { at }, data: { name, takes, is, advice: adviceFor(name, takes, is) } };
}

function adviceFor(name: string, takes: Refused['takes'], is: string): string {
  if (takes === 'a mapping') return is === 'a function' ? 'Write it out, with the function within.' : 'Write its keys.';
  if (is !== 'a function') return takes === 'a list' ? 'Write a list.' : 'Write each id as a string.';
  const intrinsic = name.replace('Source', 'Intrinsic');
  return `List it in ${intrinsic} or ${intrinsic.replace('Vpc', 'Vpce')}.`;
}

function ofVpcs(entry: DictEntry, name: string): readonly Defect[] {
  const found: Defect[] = [];
  const ids = itemsOf(entry.value);
  const keys = new Set(ids.map(keyOfId));
  for (const id of ids) {
    if (keyOfId(id) !== undefined) continue;
    const because = blame(id);
    const written = id.kind === 'text' ? display(id) : `a ${id.kind}`;
    found.push(defect('sam-vpc', entry, { written }, because ? [because] : []));
  }
  if (name === 'SourceVpcBlacklist' && keys.has('aws:SourceVpc') && keys.has('aws:SourceVpce'))
    found.push(defect('sam-both', entry));
  return found;
}
