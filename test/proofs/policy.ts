import type { Json } from './forms.ts';

export const ENTRIES: readonly string[] = [
  '217.128.123.174',
  '52.94.76.7/22',
  '10.0.0.0/16',
  '217.128.123.174/32',
  'hello',
  '8.0.0.0/8',
  '2600:1f18::1',
  '0.0.0.0/0',
];

/** With emoji before what is reported, where a form puts it on one line. */
export const POLICY: Json = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Offices 🏢🏢',
      Effect: 'Allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/*',
      Condition: { IpAddress: { 'aws:SourceIp': ENTRIES } },
    },
    {
      Sid: '🔒',
      Effect: 'Allow',
      NotPrincipal: { AWS: '111122223333' },
      Action: 'lambda:Invoke',
      Resource: 'execute-api:/*',
      Condition: { StringEquals: { 'aws:SourceVpce': 'vpc-0123456789abcdef0' } },
    },
    {
      Effect: 'allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Condition: { IpAdress: { 'aws:SourceIp': '1.1.1.1' } },
    },
  ],
};

/** Where its entries stand. */
export const FIRST = 'Statement.0.Condition.IpAddress.aws:SourceIp';
