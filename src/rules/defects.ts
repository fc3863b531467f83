import { unknown } from '../model/answer.ts';
import type { Defect } from '../model/policy.ts';
import type { Context } from './rule.ts';

/** The hook of a rule that is a table over codes of defects: it reports each of them by the message of its name. */
export function reportsDefects<Code extends string>(
  messages: Readonly<Record<Code, string>>,
): (defect: Defect, context: Context<Code>) => void {
  const isMine = (code: string): code is Code => code in messages;
  return (defect, { when, report }) => {
    const { code, place, data, related, because, subject } = defect;
    if (!isMine(code)) return;
    if (because) when(unknown(because), () => {});
    else {
      report(
        code,
        { place },
        {
          data,
          ...(related && { related: [related] }),
          cause: subject ? [defect, subject] : [defect],
          meaning: Object.values(data).join(' '),
        },
      );
    }
  };
}
