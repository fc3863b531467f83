import type { RestApi, Stage } from '@aws-sdk/client-api-gateway';
import type * as Shape from '../template/snapshot/shape.ts';
import { CallError } from './call-error.ts';
import { sorted } from './documents.ts';
import { pickExport } from './exported.ts';
import type { Gateway } from './gateway.ts';
import { apiShape, authorizerShape, compare, methodsShape, resourcesShape, stageShape } from './shapes.ts';

/** The parts of an API's document that calls for this API alone bring. */
export interface FetchedApi extends Pick<Shape.ApiSnapshot, 'api' | 'resources' | 'authorizers' | 'stages'> {
  readonly missed: readonly Shape.Unread[];
}

/**
 * Fetches what is known of an API: its stages with what is deployed to them, and its methods as they are now. What cannot be
 * fetched is in `missed`; undefined where the API is no longer there.
 */
export async function fetchApi(
  gateway: Gateway,
  listed: RestApi & { readonly id: string },
  isAsked: (stage: string) => boolean,
): Promise<FetchedApi | undefined> {
  const { id } = listed;
  const missed: Shape.Unread[] = [];
  const orMissed = async <T>(fetch: Promise<T>, what: Shape.Unread['what'], stage?: string): Promise<T | undefined> => {
    try {
      return await fetch;
    } catch (thrown) {
      const error = asCallError(thrown, what);
      if (error.kind === 'missing' && stage === undefined) throw error;
      const { reason, message } = error;
      missed.push(
        stage === undefined
          ? { what, reason, message }
          : { what, stage, reason, message: `Stage ${stage}: ${message}` },
      );
      return undefined;
    }
  };
  try {
    const found = await orMissed(gateway.stages(id), 'stages');
    const stages: Shape.StageSnapshot[] = [];
    for (const stage of (found ?? [])
      .filter(({ stageName = '' }) => isAsked(stageName))
      .sort((a, b) => compare(a.stageName ?? '', b.stageName ?? ''))) {
      const stageName = stage.stageName ?? '';
      const exported = await orMissed(gateway.exported(id, stageName).then(pickExport), 'export', stageName);
      const summary = exported ? undefined : await summaryOf(gateway, id, stage);
      stages.push({
        ...stageShape(stage),
        ...(exported && { export: sorted(exported) }),
        ...(summary && { apiSummary: summary }),
      });
    }
    const resources = await orMissed(gateway.resources(id), 'resources');
    const authorizers = await orMissed(gateway.authorizers(id), 'authorizers');
    return {
      api: apiShape(listed),
      ...(resources && { resources: resourcesShape(resources) }),
      ...(authorizers && { authorizers: authorizers.map(authorizerShape).sort((a, b) => compare(a.id, b.id)) }),
      ...(found && { stages }),
      missed,
    };
  } catch (error) {
    if (error instanceof CallError && error.kind === 'missing') return undefined;
    throw error;
  }
}

/** What the deployment says of its methods; nothing where that is refused too: the export's refusal is told already. */
async function summaryOf(
  gateway: Gateway,
  id: string,
  { deploymentId }: Stage,
): Promise<Shape.StageSnapshot['apiSummary']> {
  if (deploymentId === undefined) return undefined;
  try {
    const paths = (await gateway.apiSummary(id, deploymentId)) ?? {};
    const names = Object.keys(paths).sort();
    return Object.fromEntries(names.map((path) => [path, methodsShape(paths[path] ?? {})]));
  } catch (error) {
    if (error instanceof CallError) return undefined;
    throw error;
  }
}

/** An export that cannot be read is one that could not be fetched. */
function asCallError(thrown: unknown, what: string): CallError {
  if (thrown instanceof CallError) return thrown;
  if (thrown instanceof SyntaxError)
    return new CallError('other', `the ${what} is no OpenAPI document in JSON`, 'run it again');
  throw thrown;
}
