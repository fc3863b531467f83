import { display, originOf, replaceMatches, type Text } from '../../values/text.ts';
import { unknownAt } from '../../values/value.ts';

const DYNAMIC = /\{\{resolve:[^{}]*\}\}/g;

/** CloudFormation resolves `{{resolve:ssm:…}}` at deployment, wherever its characters come from. */
export function dynamicReferences(text: Text): Text {
  return replaceMatches(text, DYNAMIC, (_, reference) => {
    const written = display(reference);
    const { at, use = at } = originOf(reference);
    return [{ unknown: unknownAt(written, `${written} is resolved at deployment`, at), at: use }];
  });
}
