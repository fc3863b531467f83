import type { PolicySize } from '../model/policy.ts';
import { isHole, render, type Text } from '../values/text.ts';
import type { Dict, Unknown, Value } from '../values/value.ts';

/** `execute-api:` becomes `arn:aws:execute-api:REGION:ACCOUNT:API-ID`: the longest region, an account and an API id. */
const EXPANSION = 'arn:aws:'.length + 14 + 1 + 12 + 1 + 10;

const USUAL_LENGTH: ReadonlyMap<string, number> = new Map(
  Object.entries({
    'Ref AWS::Region': 14,
    'Ref AWS::AccountId': 12,
    'Ref AWS::Partition': 3,
    'Ref AWS::URLSuffix': 13,
  }),
);

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
  return { written, expanded: written + expansions * EXPANSION, open };
}

function textLength(text: Text, open: Unknown[]): number {
  const quotes = text.scalar === 'string' ? 2 : 0;
  return text.pieces.reduce(
    (sum, piece) => sum + (isHole(piece) ? unknownLength(piece.unknown, open) : JSON.stringify(piece.text).length - 2),
    quotes,
  );
}

function unknownLength(unknown: Unknown, open: Unknown[]): number {
  const usual =
    USUAL_LENGTH.get(unknown.id) ?? (unknown.source?.kind === 'resource' && !unknown.source.attribute ? 10 : undefined);
  if (usual === undefined) open.push(unknown);
  return usual ?? 0;
}
