import { describe, expect, test } from 'vitest';
import { isForeignKey, keyFacts, keyName, OPERATORS, parseOperator } from '../../src/model/conditions.ts';

describe('an operator', () => {
  test.each([
    ['IpAddress', { name: 'IpAddress', family: 'ip', negated: false, ifExists: false }],
    ['notipaddress', { name: 'NotIpAddress', family: 'ip', negated: true, ifExists: false }],
    ['StringNotEqualsIfExists', { name: 'StringNotEquals', family: 'string', negated: true, ifExists: true }],
    ['StringNotLike', { name: 'StringNotLike', family: 'like', negated: true, ifExists: false }],
    ['ArnNotLike', { name: 'ArnNotLike', family: 'arn', negated: true, ifExists: false }],
    ['NumericNotEquals', { name: 'NumericNotEquals', family: 'numeric', negated: true, ifExists: false }],
    ['DateLessThanEquals', { name: 'DateLessThanEquals', family: 'date', negated: false, ifExists: false }],
    ['Null', { name: 'Null', family: 'null', negated: false, ifExists: false }],
    ['ForAnyValue:StringLike', { name: 'StringLike', family: 'like', qualifier: 'ForAnyValue' }],
    ['ForAllValues:StringEqualsIfExists', { name: 'StringEquals', qualifier: 'ForAllValues', ifExists: true }],
  ] as const)('%s', (written, expected) => {
    expect(parseOperator(written)).toMatchObject({ written, ...expected });
  });

  test.each(['IpAdress', 'Equals', 'NullIfExists', 'IfExists', 'ForAnyValue:', ''])('%s is none', (written) => {
    expect(parseOperator(written).name).toBeUndefined();
  });

  test('every one is read as itself, in any case', () => {
    for (const name of OPERATORS) {
      expect(parseOperator(name.toUpperCase()).name).toBe(name);
      if (name !== 'Null') expect(parseOperator(`${name}ifexists`)).toMatchObject({ name, ifExists: true });
    }
  });
});

describe('a condition key', () => {
  test.each([
    ['AWS:sourceip', 'aws:SourceIp'],
    ['aws:VPCSourceIP', 'aws:VpcSourceIp'],
    ['aws:PrincipalTag/team', 'aws:PrincipalTag'],
    ['Execute-API:viaDomainArn', 'execute-api:viaDomainArn'],
    ['aws:SourceIpAddress', undefined],
    ['aws:SourceIp/x', undefined],
    ['SourceIp', undefined],
  ])('%s is %s', (written, name) => {
    expect(keyName(written)).toBe(name);
  });

  test.each([
    ['aws:SourceVpcArn', true],
    ['aws:ResourceTag/team', true],
    ['s3:prefix', true],
    ['aws:SourceIpAddress', false],
    ['execute-api:stage', false],
    ['SourceIp', false],
  ])('%s belongs to other requests: %s', (written, foreign) => {
    expect(isForeignKey(written)).toBe(foreign);
  });

  test('VPC keys are for private APIs, and two keys hold an address', () => {
    expect(keyFacts('aws:VpcSourceIp')).toEqual({ address: true, vpc: true });
    expect(keyFacts('aws:SourceVpce')).toEqual({ vpc: true });
    expect(keyFacts('aws:SourceIp')).toEqual({ address: true });
  });
});
