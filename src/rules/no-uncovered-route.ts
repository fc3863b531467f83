import { exampleOf } from '../access/admits.ts';
import { uncoveredRoutes } from '../access/uncovered.ts';
import { AddressSet } from '../ip/address-set.ts';
import { defineRule, type Rule } from './rule.ts';
import { routesInWords } from './words.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html */
const rule: Rule = defineRule({
  id: 'no-uncovered-route',
  description: 'Disallow Deny statements that guard a path and leave it open by another verb, stage or the path above',
  severity: 'error',
  preset: 'recommended',
  messages: {
    uncovered:
      'This Deny does not speak of {{routes}}, though it guards the same path: {{address}}, which it is there to shut out, gets in there. Widen its Resource, for instance with * for the stage and the verb.',
  },
  statement(statement, { api, revision, when, report }) {
    when(uncoveredRoutes(api, revision, statement), (uncovered) => {
      const routes = uncovered.map(({ route }) => route);
      const covered = new Set(routes.map(({ stage }) => stage?.name));
      const words = routesInWords(routes);
      const isOfVpc = statement.conditions.some(({ list, key }) => list && key.name === 'aws:VpcSourceIp');
      const sources = AddressSet.unionAll(uncovered.map((one) => one.sources));
      report('uncovered', statement, {
        data: {
          routes: covered.size === 1 && routes[0]?.stage ? `${words} of stage ${routes[0].stage.name}` : words,
          address: exampleOf(sources, isOfVpc ? 'vpc-endpoint' : 'internet'),
        },
        meaning: words,
      });
    });
  },
});

export default rule;
