import { type Change, type Difference, differences, type Side } from '../access/compare.ts';
import { AddressSet } from '../ip/address-set.ts';
import { type Answer, all, any, fromBoolean, NO, not, unknown, yes } from '../model/answer.ts';
import type { Api, Deployment, Revision, Stage } from '../model/api.ts';
import { meaningOf } from '../model/meaning.ts';
import { hasPolicy, mayHide } from '../model/questions.ts';
import { doorInWords } from '../report/doors.ts';
import { defineRule, type Rule } from './rule.ts';
import { listed, routesInWords, sourcesInWords } from './words.ts';

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
    kept: 'This policy says something else than it did, but {{deployment}} stays as it was, so stages go on with the old one: {{changes}}. Deploy the API after the change, or have the deployment follow its policy: see require-redeploy.',
    removed:
      "The policy of {{id}} was taken out of the template, but CloudFormation leaves it on the API, so it goes on to decide who gets in. Write Policy: '' to take it off.",
    stale:
      '{{what}} {{stage}} still runs another policy than the one that is saved: {{changes}}. Deploy the API to the stage, or take the change of the policy back.',
  },
  revision(revision, { api, when, report }) {
    const deployment = DEPLOYMENTS[api.dialect];
    if (deployment === undefined) return;
    const deployed = any(...api.deployments.map(({ exists }) => exists), mayHide(api.unread?.deployments));
    when(all(hasPolicy(revision), not(deployed), fromBoolean(!api.exported)), () => {
      for (const policy of revision.policies) report('never', policy, { data: { id: api.id, deployment } });
    });
  },
  api(api, { when, report }) {
    const [written, ...deployed] = api.revisions;
    if (!written) return;
    const { earlier } = api;
    const [before] = earlier?.revisions ?? [];
    if (earlier && before) {
      const { deployments, stages } = api;
      // none is another finding
      const stay = all(
        fromBoolean(deployments.length > 0),
        ...deployments.map((one) => stays(one, api, earlier)),
        not(mayHide(api.unread?.deployments)),
      );
      when(all(stay, hasPolicy(written), changes(api, stages, before, written)), ([, , found]) => {
        for (const policy of written.policies)
          report('kept', policy, { data: { deployment: deployments[0]?.id ?? '', changes: inWords(found) } });
      });
      const isGone = earlier.keepsPolicy === true && api.keepsPolicy !== true;
      when(all(fromBoolean(isGone), hasPolicy(before), not(hasPolicy(written))), () =>
        report('removed', api, { data: { id: api.id } }),
      );
    }
    for (const revision of deployed) {
      for (const stage of revision.inForceOn ?? []) {
        when(changes(api, [stage], revision, written), (found) =>
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

/** Whether a deployment is the one that there was, so that nothing is deployed again. */
function stays({ id, follows }: Deployment, api: Api, earlier: Api): Answer {
  const isSame = fromBoolean(earlier.deployments.some((one) => one.id === id));
  // CloudFormation names what it deploys anew by another id; the others deploy again what they follow
  if (api.dialect === 'cloudformation') return isSame;
  // SAM deploys a changed definition again, and the policy with it
  const isChanged = api.dialect === 'sam' && definitionOf(api) !== definitionOf(earlier);
  return isChanged ? NO : all(isSame, not(follows));
}

function definitionOf({ revisions: [written] }: Api): string {
  const routes = written?.routes.map(({ method, path, authorization }) => [
    method,
    path,
    authorization.is === 'yes' && authorization.value,
  ]);
  return JSON.stringify(routes);
}

/** What the next deployment changes for callers; no where it certainly changes nothing. */
function changes(api: Api, stages: readonly Stage[], before: Revision, after: Revision): Answer<readonly Difference[]> {
  const open = [...before.policyOpen, ...after.policyOpen];
  if (open.length > 0) return unknown(open);
  const meanings = [before, after].map(({ policies }) => policies.map((policy) => meaningOf(policy, api)).join());
  if (meanings[0] === meanings[1]) return NO;
  // what is not the policy's doing is not asked for: the same routes stand in both
  const { routes, routesOpen } = after;
  const on = (revision: Revision): Side => ({ api, revision: { ...revision, routes, routesOpen, inForceOn: stages } });
  const found = differences(on(before), on(after)).filter(({ route }) => route.method !== 'OPTIONS');
  const certain = found.filter(({ opened, closed }) => !opened.certainly.isEmpty || !closed.certainly.isEmpty);
  if (certain.length > 0) return yes(found);
  return found.length > 0 ? unknown(found.flatMap(({ because }) => because)) : NO;
}

/** `the next deployment opens GET /pets to 203.0.113.0/24 and closes it to 198.51.100.0/24`. */
function inWords(found: readonly Difference[]): string {
  const part = (verb: string, pick: (one: Difference) => Change): readonly string[] => {
    const some = found.filter((one) => !pick(one).certainly.isEmpty);
    const doors = new Map<string, string[]>();
    for (const door of new Set(some.map((one) => doorInWords(one.door)))) {
      const alike = some.filter((one) => doorInWords(one.door) === door);
      const sources = AddressSet.unionAll(alike.map((one) => pick(one).certainly));
      const text = `${verb} ${routesInWords(alike.map(({ route }) => route))} to ${sourcesInWords(sources)}`;
      doors.set(text, [...(doors.get(text) ?? []), ...(alike[0]?.door.via === 'internet' ? [] : [door])]);
    }
    return [...doors].map(([text, by]) => (by.length === 0 ? text : `${text} by ${listed(by)}`));
  };
  const parts = [...part('opens', ({ opened }) => opened), ...part('closes', ({ closed }) => closed)];
  return `the next deployment ${parts.join(', and ')}`;
}
