import { nearest } from '../../model/nearest.ts';
import type { Defect, DefectCode } from '../../model/policy.ts';
import { type Node, resolveAlias } from '../../source/tree.ts';
import { display, literal, originOf, unknownsOf } from '../../values/text.ts';
import type { Dict, DictEntry, Unknown, Value } from '../../values/value.ts';
import { blame, callOf } from '../cloudformation/evaluator.ts';
import { isSomething, itemsOf, KEYS, keyOfId, NETWORKS } from './statements.ts';

/** Where SAM makes something else of a `ResourcePolicy` than it says. `nodeOf` is how the value of a key is written. */
export function defectsOf(policy: Dict, nodeOf: (name: string) => Node | undefined): readonly Defect[] {
  const has = (name: string): boolean => policy.entries.some(({ key }) => literal(key) === name);
  return policy.entries.flatMap((entry): readonly Defect[] => {
    const name = literal(entry.key);
    if (name === undefined) return [defect('sam-key', entry, {}, unknownsOf(entry.key))];
    if (!KEYS.includes(name)) return [misspelt(entry, name)];
    if (!isSomething(entry.value)) return [defect('sam-empty', entry, { name })];
    if (NETWORKS.includes(name) && isNested(nodeOf(name), entry.value)) return [defect('sam-nested', entry, { name })];
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

function misspelt(entry: DictEntry, written: string): Defect {
  const meant = nearest(written.replace(/allowlist/i, 'Whitelist').replace(/(?:deny|block)list/i, 'Blacklist'), KEYS);
  const hint = meant
    ? `: did you mean ${meant}?`
    : ': write IpRangeWhitelist, another of its lists, or CustomStatements.';
  return defect('sam-key', entry, { written, hint });
}

/** SAM puts the value of a function into a list, though it is one already. A parameter is a list where it is used. */
function isNested(node: Node | undefined, value: Value): boolean {
  const call = node && callOf(resolveAlias(node));
  return call !== undefined && call.name !== 'Ref' && value.kind === 'list';
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
