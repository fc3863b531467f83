import { type Change, type Difference, differences, type Side } from '../access/compare.ts';
import { AddressSet } from '../ip/address-set.ts';
import { type Answer, all, when as answer, any, NO, not, unknown, yes } from '../model/answer.ts';
import type { Api, Revision, Stage } from '../model/api.ts';
import { meaningOf } from '../model/meaning.ts';
import { hasPolicy } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';
import { routesInWords, sourcesInWords } from './words.ts';

/** What deploys an API, in the dialects where nothing does by itself. */
const DEPLOYMENTS: Partial<Record<Api['dialect'], string>> = {
  cloudformation: 'AWS::ApiGateway::Deployment',
  terraform: 'aws_api_gateway_deployment',
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html */
const rule: Rule = defineRule({
  id: 'no-undeployed-policy',
  description: 'Disallow policies that no deployment puts into force',
  severity: 'error',
  preset: 'recommended',
  kinds: ['rest'],
  messages: {
    never:
      'Nothing in this template deploys {{id}}, so this policy is saved but not in force: stages go on with what was deployed last. Add an {{deployment}} and a stage.',
    stale:
      '{{what}} {{stage}} still runs another policy than the one that is saved: {{changes}}. Deploy the API to the stage, or take the change of the policy back.',
  },
  revision(revision, { api, when, report }) {
    const deployment = DEPLOYMENTS[api.dialect];
    if (deployment === undefined) return;
    const deployed = any(...api.deployments.map(({ exists }) => exists));
    when(all(hasPolicy(revision), not(deployed), answer(!api.exported)), () => {
      for (const policy of revision.policies) report('never', policy, { data: { id: api.id, deployment } });
    });
  },
  api(api, { when, report }) {
    const [written, ...deployed] = api.revisions;
    for (const revision of written ? deployed : []) {
      for (const stage of revision.inForceOn ?? []) {
        when(changes(api, stage, revision, written as Revision), (found) =>
          report('stale', stage, {
            stage,
            data: { what: stage.canary ? 'The canary of stage' : 'Stage', stage: stage.name, changes: inWords(found) },
            meaning: `${stage.name}${stage.canary ? ' canary' : ''}`,
          }),
        );
      }
    }
  },
});

export default rule;

/** What the next deployment changes for callers; no where it certainly changes nothing. */
function changes(api: Api, stage: Stage, before: Revision, after: Revision): Answer<readonly Difference[]> {
  const open = [...before.policyOpen, ...after.policyOpen];
  if (open.length > 0) return unknown(open);
  const meanings = [before, after].map(({ policies }) => policies.map((policy) => meaningOf(policy, api)).join());
  if (meanings[0] === meanings[1]) return NO;
  // what is not the policy's doing is not asked for: the routes of what is written stand in both
  const { routes, routesOpen } = after;
  const on = (revision: Revision): Side => ({ api, revision: { ...revision, routes, routesOpen, inForceOn: [stage] } });
  const found = differences(on(before), on(after)).filter(({ route }) => route.method !== 'OPTIONS');
  const certain = found.filter(({ opened, closed }) => !opened.certainly.isEmpty || !closed.certainly.isEmpty);
  if (certain.length > 0) return yes(found);
  return found.length > 0 ? unknown(found.flatMap(({ because }) => because)) : NO;
}

/** `the next deployment opens GET /pets to 203.0.113.0/24 and closes it to 198.51.100.0/24`. */
function inWords(found: readonly Difference[]): string {
  const part = (verb: string, pick: (one: Difference) => Change): readonly string[] => {
    const some = found.filter((one) => !pick(one).certainly.isEmpty);
    if (some.length === 0) return [];
    const sources = AddressSet.unionAll(some.map((one) => pick(one).certainly));
    return [`${verb} ${routesInWords(some.map(({ route }) => route))} to ${sourcesInWords(sources)}`];
  };
  const parts = [...part('opens', ({ opened }) => opened), ...part('closes', ({ closed }) => closed)];
  return `the next deployment ${parts.join(', and ')}`;
}
