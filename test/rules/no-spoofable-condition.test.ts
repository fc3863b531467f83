import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, parameter, statement, template, withPolicy } from './templates.ts';

const spoofable = (key = 'aws:Referer') => ({ message: 'spoofable', data: { key } });
const SHOP = "'https://shop.example.com/*'";
const REFERER = { operator: 'StringLike', key: 'aws:Referer' };
const MARKED = { operator: 'StringLike', key: '«aws:Referer»' };
/** The same with another condition, written before it. */
const beside = (other: string, from = statement(SHOP, REFERER)): string =>
  from.replace('  Condition:\n', `  Condition:\n    ${other}\n`);

ruleTester('no-spoofable-condition', {
  valid: [
    { name: 'addresses', text: condition('8.8.8.8') },
    { name: 'a Deny of some referers, which is no door', text: condition(SHOP, { ...REFERER, effect: 'Deny' }) },
    { name: 'a Deny of who sends none', text: condition("'true'", { ...REFERER, operator: 'Null', effect: 'Deny' }) },
    { name: 'beside aws:SourceIp', text: template(beside('IpAddress: { aws:SourceIp: 8.8.8.8 }')) },
    {
      name: 'beside aws:SourceVpce, in a Deny',
      text: template(
        beside(
          'StringEquals: { AWS:sourcevpce: vpce-0a1b2c3d4e5f60718 }',
          statement(SHOP, { ...REFERER, operator: 'StringNotLike', effect: 'Deny' }),
        ),
        { endpoint: 'PRIVATE' },
      ),
    },
    {
      name: 'beside aws:VpcSourceIp on a private API',
      otherRules: ['require-paired-vpc-source'],
      text: template(
        beside(
          'IpAddress: { aws:VpcSourceIp: 10.0.0.0/8 }',
          statement('curl', { operator: 'StringEquals', key: 'aws:UserAgent' }),
        ),
        {
          endpoint: 'PRIVATE',
        },
      ),
    },
    {
      name: 'what the caller does not write',
      text: condition('o-a1b2c3d4e5', { operator: 'StringEquals', key: 'aws:PrincipalOrgID' }),
    },
    {
      name: 'no condition',
      text: template("- { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }"),
    },
  ],
  invalid: [
    { name: 'an Allow for some referers', text: condition(SHOP, MARKED), findings: [spoofable()] },
    {
      name: 'an Allow but for some user agents, in another case',
      text: condition('[curl, wget]', { operator: 'StringNotEquals', key: '«AWS:useragent»' }),
      findings: [spoofable('AWS:useragent')],
    },
    {
      name: 'a Deny of all but some',
      text: condition(SHOP, { ...MARKED, operator: 'StringNotLike', effect: 'Deny' }),
      findings: [spoofable()],
    },
    {
      name: 'a Deny of all but some, or who sends none',
      text: condition('shop', { operator: 'StringNotEqualsIfExists', key: '«aws:UserAgent»', effect: 'Deny' }),
      findings: [spoofable('aws:UserAgent')],
    },
    {
      name: 'both keys',
      text: template(beside("StringEquals: { '«aws:UserAgent»': shop }", statement(SHOP, MARKED))),
      findings: [spoofable('aws:UserAgent'), spoofable()],
    },
    {
      name: 'beside what says nothing of the source',
      text: template(beside("Bool: { aws:SecureTransport: 'true' }", statement(SHOP, MARKED))),
      findings: [spoofable()],
    },
    {
      name: 'a source condition in another statement',
      text: template(`${statement('8.8.8.8')}\n${statement(SHOP, MARKED)}`),
      findings: [spoofable()],
    },
    {
      name: 'on a private API, whatever its value',
      otherRules: ['no-open-private-api'],
      text: condition(['!Ref Site'], { ...MARKED, endpoint: 'PRIVATE', head: parameter('Site') }),
      findings: [spoofable()],
    },
    {
      name: 'in one scenario',
      text: template(statement(SHOP, MARKED).replace('Allow', '!If [IsProd, Allow, Deny]'), { head: ENVIRONMENTS }),
      findings: [{ ...spoofable(), scenarios: ['Env is prod'] }],
    },
    {
      name: 'JSON in a string',
      text: withPolicy(`
Policy: '{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
  "Condition": { "StringLike": { "«aws:Referer»": "https://shop.example.com/*" } } } }'`),
      findings: [spoofable()],
    },
  ],
  undecided: [
    {
      name: 'an effect that is not known',
      text: condition(SHOP, { ...REFERER, effect: '!Ref Effect', head: parameter('‹Effect›') }),
      reasons: ['parameter Effect has no default'],
    },
    {
      name: 'another condition that is not known',
      text: template(beside('StringEquals: !Ref More'), { head: parameter('‹More›') }),
      reasons: ['parameter More has no default'],
    },
    {
      name: 'a policy that is not known',
      text: withPolicy('Policy: !Ref Policy', { head: parameter('‹Policy›') }),
      reasons: ['parameter Policy has no default'],
    },
  ],
});
