import { unknown } from '../model/answer.ts';
import type { Hooks } from './rule.ts';

/** The hook of a rule that is a table over codes of defects: it reports each of them by the message of its name. */
export function reportsDefects<Code extends string>(
  messages: Readonly<Record<Code, string>>,
): NonNullable<Hooks<Code>['defect']> {
  const isMine = (code: string): code is Code => code in messages;
  return ({ code, place, data, related, because, subject }, { when, report }) => {
    if (!isMine(code)) return;
    if (because) when(unknown(because), () => {});
    else {
      report(
        code,
        { place },
        {
          data,
          ...(related && { related: [related] }),
          ...(subject && { cause: [subject] }),
          meaning: Object.values(data).join(' '),
        },
      );
    }
  };
}
