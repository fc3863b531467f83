import fc from 'fast-check';
import { type DrawnStatement, type DrawnTemplate, type Json, templates } from './templates.ts';

/** Drawn templates whose statements ask who calls, beside where from. */

const keys = fc.constantFrom<DrawnStatement['tests'][number]>(
  { operator: 'StringEquals', key: 'aws:PrincipalOrgID', values: ['o-a1b2c3d4e5'] },
  { operator: 'StringNotEquals', key: 'aws:PrincipalOrgID', values: ['o-a1b2c3d4e5'] },
  { operator: 'StringNotEqualsIfExists', key: 'aws:PrincipalOrgID', values: ['o-a1b2c3d4e5'] },
  { operator: 'ArnLike', key: 'aws:PrincipalArn', values: ['arn:aws:iam::111122223333:role/*'] },
  { operator: 'Null', key: 'aws:PrincipalArn', values: ['true'] },
  { operator: 'Null', key: 'aws:PrincipalArn', values: ['false'] },
);

const addresses = fc.constantFrom<DrawnStatement['tests'][number]>(
  { operator: 'IpAddress', key: 'aws:SourceIp', values: ['81.2.69.0/24', '10.0.0.0/8'] },
  { operator: 'NotIpAddress', key: 'aws:SourceIp', values: ['81.2.69.0/24', '9.9.9.9'] },
  { operator: 'IpAddress', key: 'aws:VpcSourceIp', values: ['10.0.0.0/8'] },
);

const statement: fc.Arbitrary<DrawnStatement> = fc.record({
  effect: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Deny'),
  principal: fc.constantFrom<Json>(
    '*',
    '*',
    { AWS: '111122223333' },
    { AWS: ['111122223333', '*'] },
    { AWS: 'arn:aws:iam::111122223333:role/orders' },
  ),
  resource: fc.constantFrom(['execute-api:/*'], ['execute-api:/live/GET/*'], ['execute-api:/*/*/admin']),
  tests: fc.oneof(
    keys.map((one) => [one]),
    addresses.map((one) => [one]),
    fc.tuple(keys, addresses).map((both) => [...both]),
    fc.constant([]),
  ),
});

export const asking: fc.Arbitrary<DrawnTemplate> = fc
  .tuple(templates, fc.array(statement, { minLength: 1, maxLength: 3 }))
  .map(([one, statements]) => ({ ...one, statements }));
