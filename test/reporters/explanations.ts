import type {
  AccessExplanation,
  Answer,
  ApiHead,
  Explanation,
  Sources,
  StatementRef,
} from '../../src/report/explanation.ts';
import { place } from './reports.ts';

export const HEAD: ApiHead = {
  id: 'Api',
  name: 'shop',
  endpoint: 'REGIONAL',
  kind: 'rest',
  location: place('a.yml', 3, 3),
  scenarios: [],
};

export const allow: StatementRef = { sid: null, effect: 'Allow', location: place('a.yml', 12, 13) };

/** Sources in the words of their CIDRs. */
export const sourcesOf = (...cidrs: readonly string[]): Sources => ({
  cidrs,
  words: cidrs.join(', ') || 'nobody',
});

/** An access by one statement; `with` says what is different. */
export function access(cidrs: readonly string[], different: Partial<AccessExplanation> = {}): AccessExplanation {
  const sources = sourcesOf(...cidrs);
  return {
    caller: 'anonymous',
    door: { via: 'internet' },
    certainly: sources,
    possibly: sources,
    by: [{ sources, effect: 'allow', statements: [0] }],
    because: [],
    misses: [],
    ...different,
  };
}

export function answer(different: Partial<Answer> = {}): Answer {
  return {
    stage: 'prod',
    method: 'GET',
    path: '/',
    authorization: 'NONE',
    caller: 'anonymous',
    door: { via: 'internet' },
    outcome: 'allowed',
    effect: 'allow',
    statements: [allow],
    message: null,
    misses: [],
    because: [],
    ...different,
  };
}

export function explanation(parts: Partial<Explanation> = {}): Explanation {
  return { apis: [], failures: [], notAudited: [], ...parts };
}

const because = [{ reason: 'parameter P has no default', location: place('a.yml', 2, 3) }];
const scenarios = [{ text: 'Env is prod', where: { Env: { is: ['prod'] } } }];

/** Every field in use, the optional ones too. */
export const FULL: Explanation = {
  apis: [
    {
      ...HEAD,
      scenarios,
      truncated: { reason: 'there are too many scenarios', location: place('a.yml', 1, 1) },
      hasPolicy: true,
      statements: [
        { sid: 'In', effect: 'Allow', location: { ...place('a.yml', 12, 13), path: 'Resources.Api' } },
        { sid: null, effect: null, location: place('a.yml', 20, 13) },
      ],
      routes: [
        {
          stage: 'prod',
          method: 'GET',
          path: '/pets/{id}',
          witness: '/pets/x',
          authorization: 'NONE',
          access: [
            access(['192.0.2.1/32'], { because }),
            access([], {
              door: { via: 'vpc-endpoint', vpce: ['vpce-*', 'vpce-0*'], vpc: 'any other' },
              by: [],
              misses: [{ statement: allow, lacks: 'request' }],
            }),
          ],
        },
        { stage: null, method: 'ANY', path: '/*', authorization: null, access: [] },
      ],
    },
  ],
  request: {
    from: '192.0.2.9',
    method: 'GET',
    path: '/pets/7',
    stage: 'prod',
    caller: 'anonymous',
    vpce: 'vpce-1',
    vpc: 'vpc-1',
  },
  answers: [
    {
      ...HEAD,
      scenarios,
      truncated: { reason: 'there are too many scenarios', location: place('a.yml', 1, 1) },
      answers: [
        answer({
          witness: '/x',
          outcome: 'denied',
          effect: 'none',
          message: 'User: anonymous is not authorized',
          misses: [{ statement: allow, lacks: 'condition' }],
          because,
        }),
      ],
      unanswered: null,
    },
    { ...HEAD, answers: [], unanswered: 'This API has no route for it.' },
  ],
  error: {
    kind: 'policy',
    meaning: 'The resource policy denies the request.',
    denial: { resource: 'arn:aws', explicit: false, signed: false, stage: 'prod', method: 'GET', path: '/pets/7' },
  },
  failures: [
    {
      message: 'broken',
      location: place('c.yml', 1, 1, 0),
      related: [{ message: 'first', location: place('c.yml', 1, 1) }],
    },
  ],
  notAudited: [{ file: 'sam.yml', reason: 'AWS SAM is not read yet' }],
};
