import fc from 'fast-check';
import { template } from './sam-drawn.ts';
import { type Json, type Members, PARAMETERS, ref } from './sam-values.ts';

/** Templates that `AWS::LanguageExtensions` evaluates before SAM looks, with the value of each parameter. */
export interface Extended {
  readonly template: Members;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Ways to write a value behind a function; those for lists of strings alone are left out for any other. */
export const WAYS: Readonly<Record<string, (value: Json) => Json | undefined>> = {
  'Fn::If': (value) => ({ 'Fn::If': ['Always', value, ref('AWS::NoValue')] }),
  'Fn::If, the other way round': (value) => ({ 'Fn::If': ['Never', ['1.1.1.1'], value] }),
  'Fn::If in Fn::If': (value) => ({ 'Fn::If': ['Always', { 'Fn::If': ['Never', '', value] }, ''] }),
  'Fn::FindInMap of a row': (value) =>
    isListOf(value, 8) ? { 'Fn::FindInMap': ['Lists', 'row', 'eight'] } : undefined,
  'DefaultValue of Fn::FindInMap': (value) => ({
    'Fn::FindInMap': ['Lists', 'row', ref('Env'), { DefaultValue: value }],
  }),
  'Fn::Split': (value) => (isStrings(value) ? { 'Fn::Split': ['|', value.join('|')] } : undefined),
  'Fn::Split of Fn::Join': (value) =>
    isStrings(value) ? { 'Fn::Split': [';', { 'Fn::Join': [';', value] }] } : undefined,
  'Fn::Select': (value) => ({ 'Fn::Select': ['1', ['', value]] }),
};

const isStrings = (value: Json): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
const isListOf = (value: Json, size: number): boolean => isStrings(value) && value.length === size;

const isMembers = (value: Json | undefined): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Takes one of some by a number that was drawn. */
type Choose = <T>(from: readonly T[]) => T;

function behind(value: Json, choose: Choose): Json {
  const way = choose([undefined, undefined, ...Object.values(WAYS)]);
  return way?.(value) ?? value;
}

/** A `ResourcePolicy`, its keys and itself behind functions. */
function extendedPolicy(policy: Json, choose: Choose): Json {
  if (!isMembers(policy) || 'Fn::If' in policy) return behind(policy, choose);
  return behind(Object.fromEntries(Object.entries(policy).map(([key, value]) => [key, behind(value, choose)])), choose);
}

function extendedAuth(properties: Members, choose: Choose): Members {
  const { Auth } = properties;
  if (!isMembers(Auth)) return properties;
  const { ResourcePolicy } = Auth;
  const auth =
    ResourcePolicy === undefined ? Auth : { ...Auth, ResourcePolicy: extendedPolicy(ResourcePolicy, choose) };
  return { ...properties, Auth: behind(auth, choose) };
}

/** Events behind functions, and a function behind a loop of one round. */
function extendedOwner(id: string, owner: Members, choose: Choose): Members {
  const properties = owner.Properties as Members;
  const events = Object.entries(properties.Events as Members).map(([name, event]) => {
    const { Type, Properties } = event as Members;
    const made: Json = { Type: Type as Json, Properties: extendedAuth(Properties as Members, choose) };
    return [name, choose([made, made, behind(made, choose)])];
  });
  const { Condition: _, ...unconditional } = owner;
  const made: Members = { ...unconditional, Properties: { ...properties, Events: Object.fromEntries(events) } };
  return choose([
    { [id]: made },
    { [id]: made },
    { [`Fn::ForEach::${id}Loop`]: ['Name', [id], { [`\${Name}`]: made }] },
    { [`Fn::ForEach::${id}Loop`]: ['Name', ref(`${id}Names`), { [`&{Name}`]: made }] },
    {
      [id]: {
        ...made,
        Properties: {
          'Fn::ForEach::Own': ['Name', ['Ev'], { [`\${Name}ents`]: Object.fromEntries(events) }],
          ...without(made.Properties as Members, 'Events'),
        },
      },
    },
  ] as readonly Members[]);
}

const without = (members: Members, name: string): Members =>
  Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));

const NAMES: Members = Object.fromEntries(
  ['ListNames', 'ShowNames', 'FlowNames'].map((name) => [name, { Type: 'CommaDelimitedList' }]),
);
const SECTIONS: Members = {
  Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'],
  Mappings: { Lists: { row: { none: 'none' } } },
};

/** Nothing documents whether functions in `Globals` are evaluated: the imitation leaves them to SAM. */
function plainGlobals(globals: Json | undefined): Members {
  const { Api } = globals as { readonly Api: Members };
  return { Api: /"Fn::(?!Sub)/.test(JSON.stringify(Api.Auth ?? '')) ? without(Api, 'Auth') : Api };
}

export const extended: fc.Arbitrary<Extended> = fc
  .record({
    template,
    numbers: fc.array(fc.nat(), { minLength: 64, maxLength: 64 }),
    parameters: fc.record({
      Env: fc.constantFrom('prod', 'dev'),
      Size: fc.constantFrom('large', 'small'),
      Stage: fc.constantFrom('live', 'prod'),
      EndpointType: fc.constantFrom('REGIONAL', 'PRIVATE'),
    }),
  })
  .map(({ template: { Resources, Globals, ...rest }, numbers, parameters }) => {
    let at = 0;
    const choose: Choose = (from) => {
      at += 1;
      return from[(numbers[at % numbers.length] as number) % from.length] as (typeof from)[number];
    };
    const resources = Object.entries(Resources as Members).map(([id, resource]): Members => {
      const one = resource as Members;
      if (id === 'Api') return { Api: { ...one, Properties: extendedAuth(one.Properties as Members, choose) } };
      return 'Properties' in one ? extendedOwner(id, one, choose) : { [id]: one };
    });
    return {
      template: {
        ...rest,
        ...SECTIONS,
        Parameters: { ...PARAMETERS, ...NAMES },
        Globals: plainGlobals(Globals as Json),
        Resources: Object.assign({}, ...resources),
      },
      parameters: { ...parameters, ListNames: 'List', ShowNames: ' Show', FlowNames: 'Flow' },
    };
  });
