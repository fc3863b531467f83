import { describe, expect, test } from 'vitest';
import { ANY_PATH, Targets } from '../../src/access/targets.ts';
import type { Pattern } from '../../src/model/pattern.ts';
import { parameter, policyOf, setUp } from './support.ts';

interface Head {
  readonly stage?: Pattern;
  readonly verb?: string;
}

const statements = (...resources: readonly object[]): readonly object[] =>
  resources.map((resource) => ({ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', ...resource }));

function targetsOf(...resources: readonly object[]): Targets {
  const { api, revision } = setUp([policyOf(statements(...resources))]);
  return new Targets(
    api,
    revision.policies.flatMap((policy) => policy.statements),
  );
}

/** The classes of a path: one of its texts, and the indices of the statements that match it, perhaps with `?`. */
function classes(targets: Targets, path: string, { stage = [...'prod'], verb = 'GET' }: Head = {}): readonly string[] {
  return targets.classes(targets.under(stage, verb), path).map(({ witness, matched }) => {
    const answers = [...matched].map(([index, { is }]) => (is === 'yes' ? `${index}` : `${index}?`));
    return `${witness}: ${answers.join(' ')}`.trim();
  });
}

const short = (path: string): { readonly Resource: string } => ({ Resource: `execute-api:/${path}` });

describe('the classes of a path', () => {
  test.each([
    ['prod/GET/pets', '/pets', ['/pets: 0']],
    ['prod/GET/pet', '/pets', ['/pets:']],
    ['prod/GET/petss', '/pets', ['/pets:']],
    ['prod/POST/pets', '/pets', ['/pets:']],
    ['test/GET/pets', '/pets', ['/pets:']],
    ['*/pets', '/pets', ['/pets: 0']],
    ['*/*/pets', '/pets', ['/pets: 0']],
    ['prod/GET/p?ts', '/pets', ['/pets: 0']],
    ['prod/GE?/pets', '/pets', ['/pets: 0']],
    ['*', '/pets/{id}', ['/pets/x: 0']],
    ['prod/GET/pets/*', '/pets/{id}', ['/pets/x: 0']],
    ['prod/GET/pets/7', '/pets/{id}', ['/pets/x:', '/pets/7: 0']],
    ['prod/GET/pets/7/toys', '/pets/{id}', ['/pets/x:']],
    ['prod/GET/pets/7/toys', '/pets/{all+}', ['/pets/x:', '/pets/7/toys: 0']],
    ['prod/GET/toys/*', '/pets/{id}', ['/pets/{id}:']],
    ['prod/GET/pets/x', '/pets/{id}', ['/pets/y:', '/pets/x: 0']],
    ['prod/GET/', '/', ['/: 0']],
    ['prod/GET/', ANY_PATH, ['/: 0', '/x:']],
    ['prod/GET/pets', ANY_PATH, ['/:', '/pets: 0']],
  ])('%s on %s', (resource, path, expected) => {
    expect(classes(targetsOf(short(resource)), path)).toEqual(expected);
  });

  test('several statements', () => {
    const targets = targetsOf(short('prod/GET/pets/*'), short('prod/GET/pets/7'), {
      NotResource: 'execute-api:/prod/GET/pets/7',
    });
    expect(classes(targets, '/pets/{id}')).toEqual(['/pets/x: 0 2', '/pets/7: 0 1']);
    expect(classes(targets, '/other')).toEqual(['/other: 2']);
  });

  test('a NotResource with several values', () => {
    const targets = targetsOf({ NotResource: ['execute-api:/prod/GET/a', 'execute-api:/*/b'] });
    expect(classes(targets, '/a')).toEqual(['/a:']);
    expect(classes(targets, '/b')).toEqual(['/b:']);
    expect(classes(targets, '/c')).toEqual(['/c: 0']);
  });

  test('a statement without a resource matches nothing', () => {
    expect(classes(targetsOf({}), '/a')).toEqual(['/a:']);
  });

  test('a star before the path goes on reading', () => {
    const targets = targetsOf(short('*/GET/pets/*'));
    expect(classes(targets, '/GET/pets/7', { verb: 'POST' })).toEqual(['/GET/pets/7: 0']);
    expect(classes(targets, '/pets/7', { verb: 'POST' })).toEqual(['/pets/7:']);
  });
});

describe('what is not known', () => {
  const stage = [parameter('Env')];

  test('a stage may be any', () => {
    expect(classes(targetsOf(short('prod/GET/pets')), '/pets', { stage })).toEqual(['/pets: 0?']);
    expect(classes(targetsOf(short('prod/POST/pets')), '/pets', { stage })).toEqual(['/pets:']);
    expect(classes(targetsOf(short('*/GET/pets')), '/pets', { stage })).toEqual(['/pets: 0']);
  });

  test('a stage is one segment', () => {
    expect(classes(targetsOf(short('a/b/GET/pets')), '/pets', { stage })).toEqual(['/pets:']);
  });

  test('a part of a path may be any', () => {
    const path = `/\${Name}/a`;
    expect(classes(targetsOf(short('prod/GET/pets/a')), path)).toEqual([`${path}: 0?`]);
    expect(classes(targetsOf(short('prod/GET/pets/b')), path)).toEqual([`${path}:`]);
    expect(classes(targetsOf(short('prod/GET/*')), path)).toEqual([`${path}: 0`]);
  });

  test('the account of a full ARN', () => {
    const { api, revision } = setUp([
      policyOf(statements({ Resource: 'arn:aws:execute-api:eu-west-1:111122223333:abc/prod/GET/pets' })),
    ]);
    const targets = new Targets(
      api,
      revision.policies.flatMap((policy) => policy.statements),
    );
    expect(classes(targets, '/pets')).toEqual(['/pets: 0?']);
    expect(classes(targets, '/other')).toEqual(['/other:']);
  });

  test('more ways than can be looked at', () => {
    const names = [...'abcdefghijklmnop'];
    const targets = targetsOf(...names.map((name) => short(`*/GET/${name}/*`)));
    const [only, ...others] = targets.classes(targets.under([...'prod'], 'GET'), ANY_PATH);
    const reasons = [...(only?.matched.values() ?? [])].map(
      (answer) => answer.is === 'unknown' && answer.because[0]?.reason,
    );
    expect(others).toEqual([]);
    expect(new Set(reasons)).toEqual(
      new Set(['there are too many ways in which the policy tells requests to /* apart']),
    );
    expect([...(only?.matched.keys() ?? [])]).toEqual(names.map((_, i) => i));
  });
});

describe('what is asked again', () => {
  test('is one object where the same is left', () => {
    const targets = targetsOf(short('*/GET/pets'), short('prod/POST/toys'));
    const prod = targets.under([...'prod'], 'GET');
    expect(targets.under([...'test'], 'GET')).toBe(prod);
    expect(targets.under([...'prod'], 'POST')).not.toBe(prod);
    expect(targets.classes(prod, '/pets')).toBe(targets.classes(prod, '/pets'));
    const [pets] = targets.classes(prod, '/pets');
    const [toys] = targets.classes(targets.under([...'test'], 'POST'), '/toys');
    const [other] = targets.classes(prod, '/other');
    expect(toys?.matched).toEqual(other?.matched);
    expect(pets?.matched).not.toBe(other?.matched);
  });
});
