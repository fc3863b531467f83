import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OPERATORS } from '../../src/model/conditions.ts';
import { globMatches } from '../../src/model/glob.ts';
import { nearest } from '../../src/model/nearest.ts';

describe('a name that was probably meant', () => {
  test.each([
    ['IpAdress', 'IpAddress'],
    ['ipaddress', 'IpAddress'],
    ['NotIpAdress', 'NotIpAddress'],
    ['StringEqual', 'StringEquals'],
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

describe('a pattern', () => {
  test.each([
    ['*', '', true],
    ['execute-api:*', 'execute-api:invoke', true],
    ['execute-api:in?oke', 'execute-api:invoke', true],
    ['execute-api:?', 'execute-api:', false],
    ['*a*b', 'xxaxxb', true],
    ['*a*b', 'xxaxxbc', false],
    ['a.b', 'axb', false],
  ])('%s matches %s: %s', (pattern, text, matches) => {
    expect(globMatches(pattern, text)).toBe(matches);
  });

  test('matches what the regular expression of it matches', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(patterns, letters, (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(globMatches(pattern, text)).toBe(expression.test(text));
      }),
    );
  });
});
