import { exampleOf } from '../access/admits.ts';
import { uncoveredRoutes } from '../access/uncovered.ts';
import { AddressSet } from '../ip/address-set.ts';
import { unknown } from '../model/answer.ts';
import { defineRule, type Rule } from './rule.ts';

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
    when(uncoveredRoutes(api, revision, statement), ({ routes: uncovered, because }) => {
      const routes = uncovered.map(({ route }) => route);
      const isOfVpc = statement.conditions.some(({ list, key }) => list && key.name === 'aws:VpcSourceIp');
      const sources = AddressSet.unionAll(uncovered.map((one) => one.sources));
      report('uncovered', statement, {
        routes,
        data: { address: exampleOf(sources, isOfVpc ? 'vpc-endpoint' : 'internet') },
      });
      if (because.length > 0) when(unknown(because), () => {});
    });
  },
});

export default rule;
