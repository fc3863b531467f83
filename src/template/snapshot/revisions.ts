import { unknown } from '../../model/answer.ts';
import type { Revision, Route, Stage } from '../../model/api.ts';
import { type Attached, answerKey, expressionsOf, meaningOf } from '../../model/meaning.ts';
import { readPolicy } from '../../policy/reader.ts';
import { entry } from '../../values/entry.ts';
import { expression, originOf } from '../../values/text.ts';
import { type Dict, unknownAt } from '../../values/value.ts';
import { readDefinition } from '../openapi/definition.ts';
import { revisionOf } from '../revision.ts';
import { dictIn, dictsIn, textIn } from './members.ts';
import { policyIn } from './policy.ts';
import { methodRoutes, summaryRoutes } from './routes.ts';

/** A snapshot, and the API that it is of. */
export interface Source {
  readonly document: Dict;
  readonly api: Dict;
  readonly attached: Attached;
}

/** What is written now, and behind it each other state that a stage, or a canary of one, runs. */
export function readRevisions(source: Source, stages: readonly Stage[]): readonly Revision[] {
  const written = current(source);
  const documents = dictsIn(source.document, 'stages');
  const deployed = documents.map((stage) => deployedOn(source, stage, written));
  const canaries = documents.flatMap((stage, i) => canaryOf(stage, stages[i] as Stage, documents, deployed));
  const running = [...deployed.map((revision, i) => ({ revision, stage: stages[i] as Stage })), ...canaries];
  const unread = reasonFor(source.document, 'stages');
  if (unread !== undefined) running.push(unknownStage(unread, source));
  const states = new Map([[signature(written, source.attached), { revision: written, stages: [] as Stage[] }]]);
  for (const { revision, stage } of running) {
    const says = signature(revision, source.attached);
    const same = states.get(says);
    if (same) same.stages.push(stage);
    else states.set(says, { revision, stages: [stage] });
  }
  return [...states.values()].map(({ revision, stages: inForceOn }) => ({ ...revision, inForceOn }));
}

/** What stands for the stages that could not be fetched. */
function unknownStage(reason: string, { api }: Source): { readonly revision: Revision; readonly stage: Stage } {
  const place = api.first;
  const nobody = unknownAt('stages', reason, place.at);
  const open = unknown([nobody]);
  return {
    revision: revisionOf([], [], { policies: [nobody], routes: [nobody] }, nobody),
    stage: { place, name: expression(nobody), named: open, webAcl: open },
  };
}

function current({ document, api }: Source): Revision {
  const elsewhere = unknownAt('routes now', reasonFor(document, 'resources') ?? 'the API has no methods', api.first.at);
  const because = reasonFor(document, 'resources') === undefined ? [] : [elsewhere];
  return revisionOf([policyIn(api)], methodRoutes(document), { policies: [], routes: because }, elsewhere);
}

/** What API Gateway exports of a stage is what is deployed on it. */
function deployedOn({ document }: Source, stage: Dict, written: Revision): Revision {
  const name = textIn(stage, 'stageName') ?? '';
  const exported = dictIn(stage, 'export');
  const at = stage.first.at;
  if (!exported) {
    const why = reasonFor(document, 'export', name) ?? `what is deployed on stage ${name} was not fetched`;
    const unread = unknownAt(`export of ${name}`, why, at);
    const routes = summaryRoutes(stage);
    return revisionOf([], routes, { policies: [unread], routes: routes.length > 0 ? [] : [unread] }, unread);
  }
  const { policy, routes, open } = readDefinition(exported);
  const own = policy && readPolicy(policy.value, originOf(policy.key));
  const isMissing = (own === undefined || own.is === 'no') && written.policies.length > 0;
  const why = `the export of stage ${name} carries no policy, though the API has one: whether one is deployed is not known`;
  const missing = isMissing ? [unknownAt(`policy of ${name}`, why, at)] : [];
  const nowhere = unknownAt(`routes of ${name}`, `the export of stage ${name} has no paths`, at);
  return revisionOf([own], routes, { policies: [...open, ...missing], routes: open }, nowhere);
}

/** Which deployment is exported of a stage with a canary AWS does not say: it is taken to be the stage's own. */
function canaryOf(
  stage: Dict,
  owner: Stage,
  documents: readonly Dict[],
  deployed: readonly Revision[],
): readonly { readonly revision: Revision; readonly stage: Stage }[] {
  const settings = entry(stage, 'canarySettings');
  const deployment = settings?.value.kind === 'dict' ? textIn(settings.value, 'deploymentId') : undefined;
  if (!settings || deployment === undefined) return [];
  const place = originOf(settings.key);
  // deployments never change: what another stage exports of the same one is this one's too
  const twin = documents.findIndex((one) => textIn(one, 'deploymentId') === deployment);
  const why = `the policy of the canary of stage ${owner.name} cannot be exported`;
  const nobody = unknownAt(`canary of ${owner.name}`, why, place.at);
  const revision = deployed[twin] ?? revisionOf([], [], { policies: [nobody], routes: [nobody] }, nobody);
  return [{ revision, stage: { ...owner, place, canary: true } }];
}

/** Why something could not be fetched. */
export function reasonFor(document: Dict, what: string, stage?: string): string | undefined {
  const found = dictsIn(document, 'unread').find(
    (one) => textIn(one, 'what') === what && (stage === undefined || textIn(one, 'stage') === stage),
  );
  return found && textIn(found, 'reason');
}

/** Equal where the same is said. */
function signature({ policies, policyOpen, routes, routesOpen }: Revision, attached: Attached): string {
  return JSON.stringify([
    policies.map((policy) => meaningOf(policy, attached)),
    expressionsOf(policyOpen),
    routes.map(routeKey).sort(),
    expressionsOf(routesOpen),
  ]);
}

function routeKey({ method, path, authorization, apiKey }: Route): string {
  return JSON.stringify([method, path, answerKey(authorization), apiKey.is]);
}
