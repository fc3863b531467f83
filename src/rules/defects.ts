import { unknown } from '../model/answer.ts';
import type { Defect } from '../model/policy.ts';
import { type Context, filling, type Messages } from './rule.ts';

/** The hook of a rule that is a table over codes of defects: it reports each of them by the message of its name. */
export function reportsDefects<M extends Messages>(messages: M): (defect: Defect, context: Context<M>) => void {
  const isMine = (code: string): boolean => Object.hasOwn(messages, code);
  return (defect, context) => {
    const { code, place, data, related, because, subject } = defect;
    if (!isMine(code)) return;
    if (because) context.when(unknown(because), () => {});
    else {
      filling(context)(
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
