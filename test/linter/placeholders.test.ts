import { expect, test } from 'vitest';
import type { Placed } from '../../src/model/policy.ts';
import { defineRule } from '../../src/rules/rule.ts';

/** What the compiler refuses: it fails where one of these lines is none. */
test('a report names a message of its rule, and fills what the message has', () => {
  const at = {} as Placed;
  const rule = defineRule({
    id: 'some-rule',
    description: 'Disallow something',
    severity: 'error',
    preset: 'strict',
    messages: { one: '{{what}} is wrong on {{routes}}.', none: 'All is wrong.' },
    policy(_, { report }) {
      report('one', at, { data: { what: 'it' } });
      report('none', at);
      // @ts-expect-error nothing fills {{what}}
      report('one', at);
      // @ts-expect-error {{what}} is not {{who}}
      report('one', at, { data: { who: 'it' } });
      // @ts-expect-error nothing is there to be filled
      report('none', at, { data: { what: 'it' } });
      // @ts-expect-error there is no such message
      report('other', at);
    },
  });
  expect(rule.id).toBe('some-rule');
});
