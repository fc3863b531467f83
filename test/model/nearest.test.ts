import { describe, expect, test } from 'vitest';
import { OPERATORS } from '../../src/model/conditions.ts';
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
