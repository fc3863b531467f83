import fc from 'fast-check';
import { template } from './sam-drawn.ts';
import { type Json, type Members, PARAMETERS, ref } from './sam-values.ts';
import { type Extended, isMembers, SECTIONS, WAYS } from './sam-ways.ts';

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

const ITEM = `\${Name}`;
const EVENTS = `\${Name}ents`;

/** Events behind functions, and a function behind a loop of one round. */
function extendedOwner(id: string, owner: Members, choose: Choose): Members {
  const properties = owner.Properties as Members;
  const events = Object.entries(properties.Events as Members).map(([name, event]) => {
    const { Type, Properties } = event as Members;
    const made: Json = { Type: Type as Json, Properties: extendedAuth(Properties as Members, choose) };
    return [name, choose([made, made, behind(made, choose)])];
  });
  // the imitation takes what refers to parameters out of a resource that does not exist
  const made: Members = {
    ...without(owner, 'Condition'),
    Properties: { ...properties, Events: Object.fromEntries(events) },
  };
  return choose([
    { [id]: made },
    { [id]: made },
    { [`Fn::ForEach::${id}Loop`]: ['Name', [id], { [ITEM]: made }] },
    { [`Fn::ForEach::${id}Loop`]: ['Name', ref(`${id}Names`), { '&{Name}': made }] },
    {
      [id]: {
        ...made,
        Properties: {
          'Fn::ForEach::Own': ['Name', ['Ev'], { [EVENTS]: Object.fromEntries(events) }],
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
/** Nothing documents whether functions in `Globals` are evaluated: the imitation leaves them to SAM. */
function plainGlobals(globals: Json | undefined): Members {
  const { Api } = globals as { readonly Api: Members };
  const { Auth } = Api;
  if (!isMembers(Auth) || !/"Fn::(?!Sub)/.test(JSON.stringify(Auth))) return { Api };
  return { Api: { ...Api, Auth: without(Auth, 'ResourcePolicy') } };
}

/** What SAM's drawn templates are with functions and loops in them, each parameter given. */
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
