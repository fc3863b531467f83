import type { Answer, ApiAnswers, ErrorMeaning, Explanation, Miss } from '../report/explanation.ts';
import { apiLines, type Layout } from './api-block.ts';
import { escaped } from './escaped.ts';
import { hanging } from './hanging.ts';
import type { Style } from './paint.ts';
import { byRoute, routeBlocks, type Said } from './route-blocks.ts';
import { statementInWords, statementsInWords, undecidedTexts } from './statements-in-words.ts';

const styles: Readonly<Record<Answer['outcome'], Style>> = {
  allowed: 'green',
  denied: 'red',
  undecided: 'yellow',
  unroutable: 'yellow',
};

const lacking: Readonly<Record<Miss['lacks'], string>> = {
  request: 'is for other requests: its Resource or its Action does not match',
  principal: 'is for other callers: its Principal does not match',
  condition: 'is for such requests, but its conditions leave this one out',
};

/** What becomes of one request, API by API. */
export function answersBlocks(
  apis: readonly ApiAnswers[],
  layout: Layout,
  { request, error }: Pick<Explanation, 'request' | 'error'>,
): readonly (readonly string[])[] {
  return apis.map((api) => [
    ...apiLines(api, layout),
    ...(api.unanswered === null ? [] : hanging('  ', escaped(api.unanswered), layout.width)),
    ...routeBlocks(byRoute(api.answers), layout, (answer) => say(answer, api, request?.from ?? '', error, layout)),
  ]);
}

type Told = Omit<Answer, 'stage' | 'method' | 'path' | 'witness' | 'authorization'>;

function say(
  answer: Told,
  { location }: ApiAnswers,
  from: string,
  error: ErrorMeaning | undefined,
  { paint }: Layout,
): Said {
  const { outcome, effect, statements, message, misses, because } = answer;
  const by = statementsInWords(statements, location);
  const why = {
    allow: `by ${by}`,
    deny: `by ${by}`,
    none:
      outcome === 'allowed'
        ? 'no statement denies it, and what authorizes the caller is enough'
        : `no Allow lets ${from} in`,
  }[effect];
  const text =
    outcome === 'undecided'
      ? 'undecided'
      : outcome === 'unroutable'
        ? escaped(because.map(({ reason }) => reason).join())
        : `${outcome}${effect === 'none' ? ':' : ''} ${why}`;
  const explicit = error?.denial?.explicit;
  const isOther =
    explicit !== undefined && (outcome === 'allowed' || (outcome === 'denied' && (effect === 'deny') !== explicit));
  return {
    text: paint(styles[outcome], text),
    details: [
      ...(message === null || error ? [] : [escaped(message)]),
      ...misses.map(({ statement, lacks }) => `${statementInWords(statement, location)} ${lacking[lacks]}`),
      ...(outcome === 'unroutable'
        ? []
        : outcome === 'undecided'
          ? undecidedTexts(because)
          : because.map(({ reason }) => escaped(reason))),
      ...(isOther
        ? ['The message says otherwise: what is deployed differs from these files, or the request came from elsewhere.']
        : []),
    ],
  };
}
