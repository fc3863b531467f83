import { isUnmatched } from '../access/unmatched.ts';
import { all, any, not } from '../model/answer.ts';
import { mayHide } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';
import { leftBeside } from './words.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html */
const rule: Rule = defineRule({
  id: 'no-unmatched-resource',
  description: 'Disallow resources that match no route of the template',
  severity: 'warning',
  preset: 'recommended',
  kinds: ['rest'],
  yieldsTo: ['valid-resource'],
  messages: {
    unmatched:
      '{{written}} matches no route of {{api}}, which has no such stage, verb and path{{left}}. Its stages and routes are {{routes}}.',
  },
  resource(resource, context) {
    const { api, revision, element, statement, when, report } = context;
    const { routes, routesOpen } = revision;
    const some = any(...routes.map(({ exists }) => exists));
    // what another template adds to an API is not known; a definition by itself has all of its routes
    if (element.negated || routes.length === 0 || (api.exported && api.dialect !== 'openapi')) return;
    const hidden = mayHide([...routesOpen, ...(api.unread?.stages ?? []), ...(api.unread?.statements ?? [])]);
    when(all(some, isUnmatched(api, revision, resource), not(hidden)), () => {
      const isVoid =
        element.open.length === 0 && element.values.every((one) => isUnmatched(api, revision, one).is === 'yes');
      report('unmatched', resource, {
        data: {
          written: resource.written,
          api: api.id,
          left: isVoid ? leftBeside(context, statement) : '',
          routes: shown(
            api.stages.map(({ name }) => name),
            routes.map(({ method, path }) => `${method} ${path}`),
          ),
        },
        meaning: resource.written,
      });
    });
  },
});

export default rule;

const MOST = 5;

function shown(stages: readonly string[], routes: readonly string[]): string {
  const few = (names: readonly string[]): string =>
    names.length > MOST ? `${names.slice(0, MOST).join(', ')} and ${names.length - MOST} more` : names.join(', ');
  return stages.length > 0 ? `${few([...new Set(stages)])}; ${few(routes)}` : few(routes);
}
