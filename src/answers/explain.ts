import { admissionsOf } from '../explain/admissions.ts';
import { answerRequest } from '../explain/answer-request.ts';
import { explainApi } from '../explain/explain-api.ts';
import { cidrInWords, neverCalls } from '../explain/sources-in-words.ts';
import { alternatives, apiRef } from '../linter/scenarios.ts';
import type { Api } from '../model/api.ts';
import type { Place } from '../model/policy.ts';
import type { World } from '../model/scenario.ts';
import type { Admissions } from '../report/admissions.ts';
import type { ApiHead, ErrorMeaning, Explanation, Request } from '../report/explanation.ts';
import type { Location } from '../report/report.ts';
import { type LoadedFiles, type LoadOptions, loadFiles } from '../session/loading.ts';
import { byPlace } from '../session/order.ts';
import type { LoadedApi } from '../template/loaded.ts';

/** What is asked beside who gets in. */
export interface Inquiry {
  readonly request?: Request;
  /** The message that the request was refused with. */
  readonly error?: ErrorMeaning;
}

/** Says who gets into the APIs of files, by their paths relative to the working directory. */
export function explain(files: readonly string[], options: LoadOptions, { request, error }: Inquiry = {}): Explanation {
  const loaded = loadFiles(files, options);
  const { failures, notAudited } = loaded;
  return {
    apis: perScenario(loaded, explainApi),
    ...(request && {
      request,
      answers: perScenario(loaded, (api, locate) => answerRequest(api, request, locate, error?.denial)),
    }),
    ...(error && { error }),
    failures,
    notAudited,
  };
}

/** Says which APIs of files let a network in. */
export function who(files: readonly string[], options: LoadOptions, network: string): Admissions {
  const loaded = loadFiles(files, options);
  const { apis, failures, notAudited } = loaded;
  const found = perScenario(loaded, (api, locate) => ({ admissions: admissionsOf(api, network, locate) }));
  return {
    asked: network,
    words: cidrInWords(network),
    never: neverCalls(network) ?? null,
    apis: found,
    looked: apis.length,
    failures,
    notAudited,
  };
}

/** What is to be said of each API, once for all scenarios in which it is the same. */
function perScenario<T extends object>(
  { apis, locator }: LoadedFiles,
  say: (api: Api, locate: (place: Place) => Location) => T,
): readonly (ApiHead & T)[] {
  const locate = ({ at }: Place): Location => locator.locate(at);
  return apis
    .flatMap((loaded) => {
      const groups = new Map<string, { readonly said: T; readonly worlds: Api[] }>();
      for (const api of loaded.worlds) {
        const said = say(api, locate);
        // most APIs have one scenario, and what is said of it can be long
        const key = loaded.worlds.length > 1 ? JSON.stringify([said, apiRef(api)]) : '';
        const group = groups.get(key) ?? { said, worlds: [] };
        groups.set(key, group);
        group.worlds.push(api);
      }
      const all = loaded.worlds.length + (loaded.absent ?? []).length;
      return [...groups.values()].map(({ said, worlds }) => {
        const some = worlds.length === all ? [] : worlds.map(({ world }) => world);
        return { ...headOf(worlds[0] as Api, some, loaded.truncated, locate), ...said };
      });
    })
    .sort(byPlace(({ scenarios }) => [scenarios.map(({ text }) => text).join('\n')]));
}

/** What is said of an API whatever is asked of it, in some of its scenarios; none where it is all of them. */
export function headOf(
  api: Api,
  worlds: readonly World[],
  truncated: LoadedApi['truncated'],
  locate: (place: Place) => Location,
): ApiHead {
  return {
    ...apiRef(api),
    kind: api.kind,
    location: locate(api.place),
    scenarios: alternatives(worlds),
    ...(truncated && { truncated: { reason: truncated.reason, location: locate(truncated.origin) } }),
  };
}
