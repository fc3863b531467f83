import type { AccessExplanation, ApiExplanation, CallerName, Explanation } from '../report/explanation.ts';
import { answersBlocks } from './answers-text.ts';
import { apiLines, HTTP_API, joinBlocks, type Layout, layoutOf, NO_API, type TextContext } from './api-block.ts';
import { escaped } from './escaped.ts';
import { hanging } from './hanging.ts';
import { routeBlocks, type Said } from './route-blocks.ts';
import { statementsInWords, undecidedTexts } from './statements-in-words.ts';
import { unreadBlocks } from './unread.ts';

const CALLERS: Readonly<Record<CallerName, string>> = {
  anonymous: 'anybody, without credentials',
  account: "a signed caller of the API's account whose own policies say nothing of this API",
  'account-allowed': "a signed caller of the API's account whose own policy allows the call",
  'foreign-allowed': 'a signed caller of another account whose own policy allows the call',
  authorized: 'a caller that the Lambda authorizer lets in',
  cognito: 'a caller with a valid token of the user pool',
  token: 'a caller with a token that the JWT authorizer accepts',
};

/** For people: who gets in, API by API; or what becomes of one request. */
export function explanationText(explanation: Explanation, context: TextContext): string {
  const layout = layoutOf(context);
  const { answers, error } = explanation;
  // a message that says nothing of the policy is all that was asked about
  const apis = error ? [] : explanation.apis;
  const blocks = [
    ...(error ? [hanging('', escaped(error.meaning), layout.width)] : []),
    ...(answers ? answersBlocks(answers, layout, explanation) : apis.map((api) => apiBlock(api, layout))),
    ...unreadBlocks(explanation, layout),
    ...legend(explanation, layout),
  ];
  return joinBlocks(blocks.length > 0 ? blocks : [[NO_API]]);
}

function apiBlock(api: ApiExplanation, layout: Layout): readonly string[] {
  const { kind, routes, statements } = api;
  const head = apiLines(api, layout);
  if (kind === 'http') return [...head, HTTP_API];
  const isDecided = routes.every(({ access }) => access.every(({ because }) => because.length === 0));
  return [
    ...head,
    ...(api.hasPolicy === false ? ['  No resource policy.'] : []),
    ...(api.hasPolicy === true && statements.length === 0 && isDecided ? ['  The policy has no statement.'] : []),
    ...routeBlocks(
      routes.map((route) => ({ route, entries: route.access })),
      layout,
      (access) => say(access, api, layout),
    ),
  ];
}

function say(access: AccessExplanation, api: ApiExplanation, { paint }: Layout): Said {
  const { certainly, possibly, because } = access;
  const [sure, may] = [escaped(certainly.words), escaped(possibly.words)];
  const by = evidenceTexts(access, api);
  return {
    text: paint('bold', sure === may ? sure : `${sure} for certain, perhaps ${may}`),
    details: [
      ...(by.length === 0 ? shutTexts(access, api) : by),
      ...undecidedTexts(because).map((text) => paint('yellow', text)),
    ],
  };
}

/** Why nobody gets in, where no statement says so: an `Allow` for others denies all that it is not for. */
function shutTexts(
  { possibly, misses }: AccessExplanation,
  { hasPolicy, location }: ApiExplanation,
): readonly string[] {
  if (possibly.cidrs.length > 0 || !hasPolicy) return [];
  const near = misses.filter(({ lacks }) => lacks !== 'request');
  if (misses.length === 0) return ['the policy has no Allow'];
  if (near.length === 0) return ['no Allow is for this route, and an Allow for others denies it'];
  const own = near.filter(({ lacks }) => lacks === 'condition').map(({ statement }) => statement);
  if (own.length === 0) return ['no Allow is for such callers'];
  return [`no such request meets the conditions of ${statementsInWords(own, location)}`];
}

/**
 * `Allow at line 12; Deny at line 20`; where several let somebody in, a line for each with whom, as who is denied follows from
 * the rest.
 */
function evidenceTexts({ by }: AccessExplanation, { statements, location }: ApiExplanation): readonly string[] {
  const words = (indexes: readonly number[]): string =>
    statementsInWords(
      [...new Set(indexes)].sort((a, b) => a - b).flatMap((index) => statements[index] ?? []),
      location,
    );
  const entering = by.filter(({ effect }) => effect !== 'deny');
  const denying = by.filter(({ effect }) => effect === 'deny').flatMap((one) => one.statements);
  const isOnly = entering.length === 1;
  const allows = entering.map(({ effect, sources, statements: own }) => {
    if (effect === 'none')
      return `no statement${isOnly ? '' : ' for all others'}: what authorizes the caller is enough`;
    return isOnly ? words(own) : `${words(own)} for ${escaped(sources.words)}`;
  });
  const texts = [...allows, ...(denying.length > 0 ? [words(denying)] : [])];
  return isOnly ? [texts.join('; ')] : texts;
}

/** What the callers are that people may not know by their names. */
function legend({ apis, answers }: Explanation, { paint, width }: Layout): readonly (readonly string[])[] {
  const shown = answers
    ? answers.flatMap((api) => api.answers)
    : apis.flatMap(({ routes }) => routes.flatMap(({ access }) => access));
  const callers = [...new Set(shown.map(({ caller }) => caller))];
  if (callers.every((caller) => caller === 'anonymous')) return [];
  return [
    callers.flatMap((caller) => hanging(`${caller}: `, CALLERS[caller], width).map((line) => paint('dim', line))),
  ];
}
