import type { PolicySize } from '../model/policy.ts';
import { isHole, render, type Text } from '../values/text.ts';
import type { Dict, Nature, Unknown, Value } from '../values/value.ts';

/** `execute-api:` becomes `arn:aws:execute-api:REGION:ACCOUNT:API-ID`: the longest region, an account and an API id. */
const EXPANSION = 'arn:aws:'.length + 14 + 1 + 12 + 1 + 10;

const USUAL_LENGTH: ReadonlyMap<string, number> = new Map([
  ['AWS::Region', 14],
  ['AWS::AccountId', 12],
  ['AWS::Partition', 3],
  ['AWS::URLSuffix', 13],
]);

export const NO_SIZE: PolicySize = { written: 0, expanded: 0, open: [], openMost: 0 };

/** No value of a parameter is longer: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const LONGEST = 4096;

/** What a value can be at most by its nature, with its quotes: an id has 17 hexadecimal digits, an address of IPv4 four numbers. */
const LONGEST_BY_NATURE: ReadonlyMap<Nature, number> = new Map<Nature, number>([
  ['VPC id', '"vpc-"'.length + 17],
  ['VPC endpoint id', '"vpce-"'.length + 17],
  ['elastic IP address', '"255.255.255.255"'.length],
  ['private address', '"255.255.255.255"'.length],
]);

function longestOf({ source, nature }: Unknown): number {
  const isList = source?.kind === 'parameter' && source.list;
  return (!isList && nature && LONGEST_BY_NATURE.get(nature)) || LONGEST;
}

/** The size of a policy as compact JSON, which is what it is sent as. */
export function policySize(policy: Dict): PolicySize {
  const open: Unknown[] = [];
  let expansions = 0;
  const measure = (value: Value, within: string): number => {
    switch (value.kind) {
      case 'unknown':
        return unknownLength(value, open);
      case 'text':
        if (/^(?:Not)?Resource$/.test(within) && render(value, '\0').startsWith('execute-api:/')) expansions += 1;
        return textLength(value, open);
      case 'list':
        for (const one of value.open) open.push(one);
        return (
          2 + Math.max(0, value.items.length - 1) + value.items.reduce((sum, item) => sum + measure(item, within), 0)
        );
      case 'dict':
        for (const one of value.open) open.push(one);
        return (
          2 +
          Math.max(0, value.entries.length - 1) +
          value.entries.reduce(
            (sum, { key, value: one }) =>
              sum + textLength({ ...key, scalar: 'string' }, open) + 1 + measure(one, render(key, '')),
            0,
          )
        );
    }
  };
  const written = measure(policy, '');
  return {
    written,
    expanded: written + expansions * EXPANSION,
    open,
    openMost: open.reduce((sum, one) => sum + longestOf(one), 0),
  };
}

function textLength(text: Text, open: Unknown[]): number {
  const quotes = text.scalar === 'string' ? 2 : 0;
  return text.pieces.reduce(
    (sum, piece) => sum + (isHole(piece) ? unknownLength(piece.unknown, open) : JSON.stringify(piece.text).length - 2),
    quotes,
  );
}

function unknownLength(unknown: Unknown, open: Unknown[]): number {
  const { source, nature } = unknown;
  const isApi = source?.kind === 'resource' && !source.attribute && !nature;
  const usual = isApi ? 10 : source?.kind === 'parameter' ? USUAL_LENGTH.get(source.name) : undefined;
  if (usual === undefined) open.push(unknown);
  return usual ?? 0;
}
