import { fromBoolean, YES, yes } from '../../model/answer.ts';
import type { Route } from '../../model/api.ts';
import { entry } from '../../values/entry.ts';
import { display, originOf } from '../../values/text.ts';
import type { Dict, DictEntry } from '../../values/value.ts';
import { authorizationOf } from '../kernel/authorization.ts';
import { dictIn, dictsIn, textIn } from './members.ts';

/** The methods of an API as they are now. */
export function methodRoutes(document: Dict): readonly Route[] {
  return dictsIn(document, 'resources').flatMap((resource) => {
    const path = textIn(resource, 'path') ?? '/';
    return (dictIn(resource, 'methods')?.entries ?? []).flatMap((method) => routeOf(path, method));
  });
}

/** What a deployment says of its methods, where there is no export of it. */
export function summaryRoutes(stage: Dict): readonly Route[] {
  return (dictIn(stage, 'apiSummary')?.entries ?? []).flatMap(({ key, value }) =>
    value.kind === 'dict' ? value.entries.flatMap((method) => routeOf(display(key), method)) : [],
  );
}

function routeOf(path: string, { key, value }: DictEntry): readonly Route[] {
  if (value.kind !== 'dict') return [];
  const place = originOf(key);
  const type = textIn(value, 'authorizationType') ?? 'NONE';
  const apiKey = entry(value, 'apiKeyRequired')?.value;
  return [
    {
      place,
      method: display(key).toUpperCase(),
      path,
      authorization: authorizationOf(yes(type), `authorization ${type}`, place.at),
      apiKey: fromBoolean(apiKey?.kind === 'text' && display(apiKey) === 'true'),
      exists: YES,
    },
  ];
}
