import { broken, type FixedAdvice, files, GOOD } from './fixed-advice.ts';

/** Advice about principals and resources that name nothing, and about a `Deny` that never matches. */

const ACCOUNT = "AWS: '111122223333'";
const BY_IAM = GOOD.replace('NONE', 'AWS_IAM').replace("Principal: '*'", `Principal: { ${ACCOUNT} }`);
const ROLE = 'arn:aws:iam::111122223333:role/orders';
const BY_ROLE = BY_IAM.replace(ACCOUNT, `AWS: '${ROLE}'`);
const ROLES = 'arn:aws:iam::111122223333:role/*';
// a list would keep out nobody whom IAM lets in
const UNLISTED = BY_ROLE.replace(/, Condition: .*/, ' }');
const BY_ROLES = UNLISTED.replace(
  `{ AWS: '${ROLE}' }`,
  `'*', Condition: { ArnLike: { aws:PrincipalArn: '${ROLES}' } }`,
);

/** A policy that opens the API to all but those whom a `Deny` with this condition names. */
const denying = (condition: string): string =>
  GOOD.replace(/\n( +)- \{.*\}/, (_, indent: string) =>
    ['Effect: Allow, Principal', `Effect: Deny, Condition: { ${condition} }, Principal`]
      .map((head) => `\n${indent}- { ${head}: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*' }`)
      .join(''),
  );

const ALL_BUT = denying('NotIpAddress: { aws:SourceIp: 52.94.76.0/22 }');
const DENIED = denying('IpAddress: { aws:SourceIp: 9.9.9.0/24 }');

export const ELEMENT_ADVICE: readonly FixedAdvice[] = [
  broken('valid-policy principal-account', ACCOUNT, "AWS: '1111222233'", BY_IAM),
  broken('valid-policy principal-arn', ':role/', ':rolle/', BY_ROLE),
  broken('valid-policy principal-name', ROLE, 'orders', BY_ROLE),
  broken(
    'valid-policy principal-number',
    "'012345678901'",
    '012345678901',
    BY_IAM.replace('111122223333', '012345678901'),
  ),
  {
    of: 'valid-policy principal-wildcard',
    ...files('t.yml', UNLISTED.replace(ROLE, ROLES), UNLISTED, BY_ROLES),
  },
  {
    ...broken('valid-resource account', "'execute-api:/*'", "'arn:aws:execute-api:eu-west-1:11112222333:*/*'"),
    promise: 'opens',
  },
  {
    ...broken('valid-resource region', "'execute-api:/*'", "'arn:aws:execute-api:europe:111122223333:*/*'"),
    promise: 'opens',
  },
  {
    ...broken(
      'valid-resource placeholder',
      '/live/GET/*',
      `/$\{Stage}/GET/*`,
      GOOD.replace("'execute-api:/*'", "'execute-api:/live/GET/*'"),
    ),
    promise: 'opens',
  },
  { ...broken('valid-condition keyInVain', 'aws:SourceIp', 'aws:SourceIpp', DENIED), promise: 'closes' },
  { ...broken('valid-condition keyHolds', 'aws:SourceIp', 'aws:SourceIpp', ALL_BUT), promise: 'opens' },
  { ...broken('valid-condition textInVain', 'IpAddress:', 'StringEquals:', DENIED), promise: 'closes' },
];
