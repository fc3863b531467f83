import { hasEffect } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

const MEANS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    NotPrincipal: 'everybody but those that it names, anonymous clients among them',
    NotAction: 'every action but those that it names',
    NotResource: 'every route but those that it names, those of tomorrow among them',
  }),
);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html */
const rule: Rule = defineRule({
  id: 'no-negated-element',
  description: 'Disallow NotPrincipal, NotAction and NotResource in Allow statements',
  severity: 'warning',
  preset: 'recommended',
  messages: {
    negated: '{{name}} in an Allow lets in {{means}}. Name what is allowed with {{positive}} instead.',
  },
  statement(statement, { when, report }) {
    for (const element of [statement.principal, statement.action, statement.resource]) {
      if (!element?.negated) continue;
      const { name } = element;
      when(hasEffect(statement, 'Allow'), () =>
        report('negated', element, {
          data: { name, means: MEANS.get(name) as string, positive: name.slice('Not'.length) },
          meaning: name,
        }),
      );
    }
  },
});

export default rule;
