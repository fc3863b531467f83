import { describe, expect, test } from 'vitest';
import { FRESH, NO_SLASHES } from '../../src/access/automaton.ts';
import { advance, isApart, matchesText, mayBegin, startOf } from '../../src/access/reading.ts';
import type { Pattern } from '../../src/model/pattern.ts';
import { idOf, parameter } from './support.ts';

const A = parameter('A');
const B = parameter('B');

/** `a$b`: the unknown part A between two characters; `%` is B. */
const pattern = (text: string): Pattern => [...text].map((one) => (one === '$' ? A : one === '%' ? B : one));

describe('whether a pattern matches a text', () => {
  test.each([
    ['', '', 'yes'],
    ['', 'a', 'no'],
    ['a', '', 'no'],
    ['*', '', 'yes'],
    ['**', 'ab', 'yes'],
    ['a*', 'abc', 'yes'],
    ['a*c', 'abcbc', 'yes'],
    ['a*c', 'abcb', 'no'],
    ['*ab', 'aab', 'yes'],
    ['*ab*', 'aabb', 'yes'],
    ['a?c', 'abc', 'yes'],
    ['a?c', 'ac', 'no'],
    ['a?', 'abc', 'no'],
    ['abc', 'ab', 'no'],
    ['?*?', 'a', 'no'],
    ['$', '$', 'yes'],
    ['$', '%', 'unknown'],
    ['$', 'a', 'unknown'],
    ['a', '$', 'unknown'],
    ['?', '$', 'unknown'],
    ['*', '$', 'yes'],
    ['a*', 'a$', 'yes'],
    ['a*', '$', 'unknown'],
    ['a$', 'b', 'no'],
    ['a$', 'bcd', 'no'],
    ['a$c', 'abbc', 'unknown'],
    ['a$c', 'ac', 'unknown'],
    ['a$c', 'abb', 'no'],
    ['a$c', 'a$c', 'yes'],
    ['a', 'b$', 'no'],
    ['ab', '$b', 'unknown'],
    ['ab', '$c', 'no'],
    ['a/b', '$', 'unknown'],
  ])('%j and %j', (own, text, is) => {
    expect(matchesText(pattern(own), pattern(text)).is).toBe(is);
  });

  test.each([
    ['the ids of two APIs', 'AWS::ApiGateway::RestApi', undefined, 'no'],
    ['the ids of two VPC endpoints', 'AWS::EC2::VPCEndpoint', 'Id', 'no'],
    ['the ids of two VPCs', 'AWS::EC2::VPC', undefined, 'no'],
    ['the names of two roles, which may begin alike', 'AWS::IAM::Role', undefined, 'unknown'],
    ['something else of two APIs', 'AWS::ApiGateway::RestApi', 'RootResourceId', 'unknown'],
  ])('%s', (_, type, attribute, is) => {
    const [one, other] = [idOf('One', type, attribute), idOf('Other', type, attribute)];
    expect(matchesText([one], [other]).is).toBe(is);
    expect(matchesText([...'a:', one, '/', '*'], [...'a:', other, ...'/live/GET/']).is).toBe(is);
    expect(matchesText([one], [one]).is).toBe('yes');
    expect(matchesText([idOf('One', type, 'Id')], [idOf('One', type)]).is).toBe('unknown');
    expect(matchesText([one], [A]).is).toBe('unknown');
    expect(matchesText([A, '/', '*'], [other, ...'/a']).is).toBe('unknown');
    expect(matchesText([...'a1b2c3'], [other]).is).toBe('unknown');
  });

  test('an account has digits alone', () => {
    const account = parameter('AWS::AccountId');
    expect(matchesText([account], [...'anonymous']).is).toBe('no');
    expect(matchesText([account], [...'111122223333']).is).toBe('unknown');
    expect(matchesText([...'arn:', account, '*'], [...'arn:111122223333:x']).is).toBe('unknown');
    expect(matchesText([account], [FRESH]).is).toBe('unknown');
  });

  test('says what is to blame', () => {
    expect(matchesText(pattern('a$'), pattern('a%'))).toEqual({ is: 'unknown', because: [A, B] });
  });

  test('an unknown part may hold a wildcard, which takes what nobody names', () => {
    expect(matchesText([A], [FRESH]).is).toBe('unknown');
    expect(matchesText([A, 'x'], [FRESH]).is).toBe('no');
    expect(matchesText(['*'], [FRESH]).is).toBe('yes');
  });
});

describe('places that are reached', () => {
  const reached = (own: string, text: string, mode: 'certainly' | 'perhaps' | 'segments'): readonly number[] => {
    const end = advance(pattern(own), startOf(pattern(own), mode), pattern(text), mode);
    return [...end.keys()].filter((i) => end[i] === 1);
  };

  test.each([
    ['a*b', 'a', 'certainly', [1, 2]],
    ['a*b', 'ab', 'certainly', [1, 2, 3]],
    ['$b', 'b', 'certainly', []],
    ['$b', 'b', 'perhaps', [0, 1, 2]],
    ['$', '', 'perhaps', [0, 1]],
    ['$', '', 'certainly', [0]],
    ['ab/cd', '$', 'perhaps', [0, 1, 2, 3, 4, 5]],
    ['ab/cd', '$', 'segments', [0, 1, 2]],
    ['ab:cd', 'a$', 'segments', [1, 2]],
    ['abcd', 'a$', 'segments', [1, 2, 3, 4]],
    ['/abc', '$', 'segments', [0]],
  ] as const)('of %j by %j, %s', (own, text, mode, expected) => {
    expect(reached(own, text, mode)).toEqual(expected);
  });
});

describe('what certainly differs', () => {
  test.each([
    ['a', 'b', true],
    ['a', 'a', false],
    ['*', 'a', false],
    ['?', 'a', false],
    ['a', '*', false],
    ['a', '?', false],
    ['a', NO_SLASHES, false],
    [A, 'a', false],
    ['a', A, false],
    [undefined, 'a', true],
    [undefined, '*', false],
    [undefined, A, false],
    ['a', undefined, false],
  ])('%j and %j', (own, token, expected) => {
    expect(isApart(own, token)).toBe(expected);
  });

  test.each([
    ['/a*', ['/', 'a', 'b'], true],
    ['/ab', ['/', 'a', 'b'], true],
    ['/ac', ['/', 'a', 'b'], false],
    ['/a', ['/', 'a', 'b'], false],
    ['/a', ['/', '*'], true],
    ['/a', ['/', 'b', '*'], false],
    ['/', ['/', '*'], true],
    ['*', ['/', 'a'], true],
    ['/ab', ['/', 'a'], true],
    ['b', ['/'], false],
  ])('the beginnings of %j and %j', (own, text, expected) => {
    expect(mayBegin([...own], text)).toBe(expected);
  });
});
