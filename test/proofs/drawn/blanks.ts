import fc from 'fast-check';
import { settled } from './settled.ts';
import { ASSIGNMENTS, type DrawnTemplate, type Json, templates } from './templates.ts';
import { toCloudFormation } from './written.ts';

/** Documents of which something is not known, each with what it may turn out to be. */

/** One text of a document, by the keys that lead to it. */
export type Path = readonly (string | number)[];

type Members = { readonly [name: string]: Json };

const isMembers = (json: Json): json is Members => typeof json === 'object' && json !== null && !Array.isArray(json);

/** What the drawn statements do not have: `NotResource`, several actions, and keys that are no source. */
const twist = fc.record({
  negated: fc.boolean(),
  action: fc.constantFrom<Json>('execute-api:Invoke', 'execute-api:Invoke', 'execute-api:*', [
    'execute-api:Inv*',
    'x:y',
  ]),
  test: fc.option(
    fc
      .tuple(
        fc.constantFrom('StringLike', 'StringNotLike', 'StringEquals', 'StringNotEquals'),
        fc.constantFrom('aws:Referer', 'aws:PrincipalOrgID', 'aws:SourceVpce'),
        fc.constantFrom('vpce-0a1b2c3d', 'o-1', '*a', 'b'),
      )
      .map(([operator, key, value]): Json => ({ [operator]: { [key]: [value] } })),
    { nil: undefined, freq: 4 },
  ),
});
type Twist = typeof twist extends fc.Arbitrary<infer T> ? T : never;

function twisted(json: Json, { negated, action, test }: Twist): Json {
  const { Resource = null, Condition = {}, ...rest } = json as Members;
  return {
    ...rest,
    Action: action,
    [negated ? 'NotResource' : 'Resource']: Resource,
    Condition: { ...(Condition as Members), ...(test as Members | undefined) },
  };
}

export interface Drawn {
  readonly template: DrawnTemplate;
  readonly policy: Json;
  /** The template with that policy. */
  readonly document: Json;
}

export const documents: fc.Arbitrary<Drawn> = fc
  .tuple(
    templates,
    fc.constantFrom(...ASSIGNMENTS),
    fc.array(fc.option(twist, { nil: undefined, freq: 2 }), { minLength: 4, maxLength: 4 }),
  )
  .map(([drawn, given, twists]) => {
    const template = settled(drawn, given);
    const { Resources } = toCloudFormation(template) as { readonly Resources: { readonly Api: Members } };
    const { Properties } = Resources.Api as { readonly Properties: { readonly Policy: Members } };
    const statements = (Properties.Policy.Statement as readonly Json[]).map((one, i) =>
      twists[i] ? twisted(one, twists[i]) : one,
    );
    const policy = { ...Properties.Policy, Statement: statements };
    const Api = { ...Resources.Api, Properties: { ...Properties, Policy: policy } };
    return { template, policy, document: { Resources: { ...Resources, Api } } };
  })
  .filter(({ policy }) => (policy as { readonly Statement: readonly Json[] }).Statement.length > 0);

const BLANKS = /Statement \d+ (?:Effect|Principal|Action|(?:Not)?Resource|Condition \S+ \S+)\b|(?:PathPart|StageName)$/;

/** The texts of a document that a parameter may stand for. */
export function textsOf(json: Json, path: Path = []): readonly Path[] {
  if (typeof json === 'string') return BLANKS.test(path.join(' ')) ? [path] : [];
  if (Array.isArray(json)) return json.flatMap((one, i) => textsOf(one, [...path, i]));
  return isMembers(json) ? Object.entries(json).flatMap(([name, one]) => textsOf(one, [...path, name])) : [];
}

export function at(json: Json, path: Path): Json {
  return path.reduce<Json>((one, key) => (one as Members)[key] ?? null, json);
}

export function replaced(json: Json, [key, ...rest]: Path, by: Json): Json {
  if (key === undefined) return by;
  if (Array.isArray(json)) return json.map((one, i) => (i === key ? replaced(one, rest, by) : one));
  return { ...(json as Members), [key]: replaced((json as Members)[key] ?? null, rest, by) };
}

/** What of a text is not known, and how that is written. */
export interface Blank {
  readonly path: Path;
  readonly before: string;
  readonly hidden: string;
  readonly after: string;
  readonly written: 'Ref' | 'Fn::Sub' | 'Fn::Join';
}

export interface Cut {
  readonly place: number;
  readonly written: Blank['written'];
  readonly ends: readonly [number, number];
}

export const cuts: fc.Arbitrary<Cut> = fc.record({
  place: fc.nat(1_000),
  written: fc.constantFrom<Blank['written']>('Ref', 'Ref', 'Fn::Sub', 'Fn::Join'),
  ends: fc.tuple(fc.nat(40), fc.nat(40)),
});

export function blankOf(json: Json, paths: readonly Path[], { place, written, ends }: Cut): Blank {
  const path = paths[place % paths.length] as Path;
  const text = at(json, path) as string;
  const [from = 0, to = 0] = ends.map((end) => end % (text.length + 1)).sort((a, b) => a - b);
  const [start, end] = written === 'Ref' ? [0, text.length] : [from, to];
  return { path, before: text.slice(0, start), hidden: text.slice(start, end), after: text.slice(end), written };
}

const REF: Json = { Ref: 'Blank' };

export function blanked(json: Json, blanks: readonly Blank[]): Json {
  const written = blanks.reduce((one, blank) => {
    const { path, before, after } = blank;
    const forms = {
      Ref: REF,
      'Fn::Sub': { 'Fn::Sub': `${before}\${Blank}${after}` },
      'Fn::Join': { 'Fn::Join': ['', [before, REF, after]] },
    };
    return replaced(one, path, forms[blank.written]);
  }, json);
  return { ...(written as Members), Parameters: { Blank: { Type: 'String' } } };
}

export function filled(json: Json, blanks: readonly Blank[], value: string): Json {
  return blanks.reduce((one, { path, before, after }) => replaced(one, path, `${before}${value}${after}`), json);
}

/** What a parameter may turn out to be, whatever stands there. */
export const VALUES: readonly string[] = [
  '*',
  'a/b',
  'x',
  'GET',
  'pets',
  'live',
  'execute-api:/*',
  'execute-api:/*/GET/pets/*',
  'execute-api:Invoke',
  '8.8.8.0/24',
  '0.0.0.0/0',
  'vpce-0a1b2c3d',
  '111122223333',
  '{id}',
  'Deny',
];

/** Whether AWS takes a text where it stands: the name of a stage, a part of a path, an effect, a principal. */
export function isPossible(json: Json, blanks: readonly Blank[], value: string): boolean {
  return blanks.every(({ path, before, after }) => {
    const text = `${before}${value}${after}`;
    if (path.includes('Effect')) return text === 'Allow' || text === 'Deny';
    if (path.includes('Principal')) return /^(?:\*|\d{12}|arn:.+)$/.test(text);
    if (path.includes('StageName')) return /^\w+$/.test(text);
    if (!path.includes('PathPart')) return text !== '';
    const others = textsOf(json).filter((one) => one.includes('PathPart') && one.join() !== path.join());
    return /^(?:[\w.-]+|\{[\w.-]+\+?\})$/.test(text) && !others.some((one) => at(json, one) === text);
  });
}

/** Whether no other one before it stands at the same place. */
export const isFirst = ({ path }: Blank, i: number, all: readonly Blank[]): boolean =>
  all.findIndex((one) => one.path.join() === path.join()) === i;
