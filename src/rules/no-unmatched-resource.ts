import { isUnmatched } from '../access/unmatched.ts';
import { all, any, not } from '../model/answer.ts';
import { mayHide } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

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
      '{{written}} matches no route of {{api}}: there is no such stage, verb and path. Its stages and routes are {{routes}}.',
  },
  resource(resource, { api, revision, element, when, report }) {
    const { routes, routesOpen } = revision;
    const some = any(...routes.map(({ exists }) => exists));
    // what another template adds to an API is not known; a definition by itself has all of its routes
    if (element.negated || routes.length === 0 || (api.exported && api.dialect !== 'openapi')) return;
    const hidden = mayHide([...routesOpen, ...(api.unread?.stages ?? []), ...(api.unread?.statements ?? [])]);
    when(all(some, isUnmatched(api, revision, resource), not(hidden)), () =>
      report('unmatched', resource, {
        data: {
          written: resource.written,
          api: api.id,
          routes: shown(
            api.stages.map(({ name }) => name),
            routes.map(({ method, path }) => `${method} ${path}`),
          ),
        },
        meaning: resource.written,
      }),
    );
  },
});

export default rule;

const MOST = 5;

function shown(stages: readonly string[], routes: readonly string[]): string {
  const few = (names: readonly string[]): string =>
    names.length > MOST ? `${names.slice(0, MOST).join(', ')} and ${names.length - MOST} more` : names.join(', ');
  return stages.length > 0 ? `${few([...new Set(stages)])}; ${few(routes)}` : few(routes);
}
