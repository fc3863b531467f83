import { describe, expect, test } from 'vitest';
import { OPERATORS } from '../../src/model/conditions.ts';
import { nearest } from '../../src/text/nearest.ts';
import { didYouMean, inWords } from '../../src/text/words.ts';

describe('a name that was probably meant', () => {
  test.each([
    ['IpAdress', 'IpAddress'],
    ['ipaddress', 'IpAddress'],
    ['NotIpAdress', 'NotIpAddress'],
    ['StringEqual', 'StringEquals'],
    // letters in each other's place are one mistake
    ['Blol', 'Bool'],
    ['Equals', undefined],
    ['Whatever', undefined],
    ['', undefined],
  ])('%s: %s', (written, meant) => {
    expect(nearest(written, OPERATORS)).toBe(meant);
  });

  test('a key may lack its prefix', () => {
    expect(nearest('SourceVpc', ['aws:SourceIp', 'aws:SourceVpc'])).toBe('aws:SourceVpc');
  });
});

describe('the question at the end of a message', () => {
  const names = ['error', 'warning', 'off'];
  test.each([
    ['eror', ': did you mean error?'],
    ['warn', ': did you mean warning?'],
    ['wa', '; there are 3'],
    ['note', '; there are 3'],
  ])('%s', (written, question) => {
    expect(didYouMean(written, names, '; there are 3')).toBe(question);
  });
});

test('names in words', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((some) => inWords(some, 'or'))).toEqual([
    '',
    'a',
    'a or b',
    'a, b or c',
  ]);
});
