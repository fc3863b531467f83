import { display, originOf, render, replaceParts, slice, type Text } from '../../values/text.ts';
import { unknownAt } from './evaluator.ts';

const DYNAMIC = /\{\{resolve:[^{}]*\}\}/g;

/** CloudFormation resolves `{{resolve:ssm:…}}` at deployment, wherever its characters come from. */
export function dynamicReferences(text: Text): Text {
  const whole = render(text, '\uFFFC');
  if (!whole.includes('{{resolve:')) return text;
  return replaceParts(
    text,
    [...whole.matchAll(DYNAMIC)].map(({ 0: found, index: start }) => {
      const end = start + found.length;
      const reference = slice(text, start, end);
      const written = display(reference);
      const { at, use = at } = originOf(reference);
      return { start, end, by: [{ unknown: unknownAt(written, `${written} is resolved at deployment`, at), at: use }] };
    }),
  );
}
