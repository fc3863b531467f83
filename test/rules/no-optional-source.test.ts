import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, parameter, statement, template, withPolicy } from './templates.ts';

const optional = (operator = 'IpAddressIfExists', key = 'aws:SourceIp') => ({
  message: 'optional',
  data: { operator, key },
});
const IF_EXISTS = { operator: 'IpAddressIfExists' };
const MARKED = { operator: '«IpAddressIfExists»' };

ruleTester('no-optional-source', {
  valid: [
    { name: 'without IfExists', text: condition('8.8.8.8') },
    { name: 'a Deny', text: condition('8.8.8.8', { ...IF_EXISTS, effect: 'Deny' }) },
    {
      name: 'exceptions of a Deny, which denies who carries no address',
      text: condition('8.8.8.8', { operator: 'NotIpAddressIfExists', effect: 'Deny' }),
    },
    { name: 'NotIpAddressIfExists in an Allow', text: condition('8.8.8.8', { operator: 'NotIpAddressIfExists' }) },
    {
      name: 'aws:SourceIp on a private API',
      otherRules: ['no-source-ip-on-private-api'],
      text: condition('8.8.8.8', { ...IF_EXISTS, endpoint: 'PRIVATE' }),
    },
    {
      name: 'aws:VpcSourceIp on a public API',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: condition('10.0.0.1', { ...IF_EXISTS, key: 'aws:VpcSourceIp' }),
    },
    {
      name: 'IfExists of an operator that compares no addresses',
      otherRules: ['no-spoofable-condition'],
      text: condition('curl', { operator: 'StringEqualsIfExists', key: 'aws:UserAgent' }),
    },
  ],
  invalid: [
    { name: 'in an Allow', text: condition('8.8.8.8', MARKED), findings: [optional()] },
    {
      name: 'of an edge API, in another case and with a qualifier',
      text: condition('8.8.8.8', {
        endpoint: 'none',
        operator: '«ForAnyValue:ipaddressifexists»',
        key: 'AWS:sourceip',
      }),
      findings: [optional('ForAnyValue:ipaddressifexists', 'AWS:sourceip')],
    },
    {
      name: 'aws:VpcSourceIp on a private API',
      otherRules: ['require-paired-vpc-source'],
      text: condition('10.0.0.1', { ...MARKED, endpoint: 'PRIVATE', key: 'aws:VpcSourceIp' }),
      findings: [optional('IpAddressIfExists', 'aws:VpcSourceIp')],
    },
    {
      name: 'in two statements, quoted',
      otherRules: ['no-overlapping-cidrs'],
      text: template(
        [`'«IpAddressIfExists»'`, '"«IpAddressIfExists»"']
          .map((operator) => statement('8.8.8.8', { operator }))
          .join('\n'),
      ),
      findings: [optional(), optional()],
    },
    {
      name: 'in one scenario, beside an unknown list',
      text: template(statement('!Ref Sources', MARKED).replace('Allow', '!If [IsProd, Allow, Deny]'), {
        head: ENVIRONMENTS.replace('Conditions:', '  Sources: { Type: CommaDelimitedList }\nConditions:'),
      }),
      findings: [{ ...optional(), scenarios: ['Env is prod'] }],
    },
    {
      name: 'JSON in the extension of a body',
      text: withPolicy(`
Body:
  openapi: 3.0.1
  paths: {}
  x-amazon-apigateway-policy: { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
    "Resource": "*", "Condition": { "«IpAddressIfExists»": { "aws:SourceIp": "8.8.8.8" } } } }`),
      findings: [optional()],
    },
  ],
  undecided: [
    {
      name: 'an effect that is not known',
      text: condition('8.8.8.8', { ...IF_EXISTS, effect: '!Ref Effect', head: parameter('‹Effect›') }),
      reasons: ['parameter Effect has no default'],
    },
    {
      name: 'a policy that is not known',
      text: withPolicy('Policy: !Ref Policy', { head: parameter('‹Policy›') }),
      reasons: ['parameter Policy has no default'],
    },
    {
      name: 'a statement that is not known',
      text: template(`${statement('8.8.8.8')}\n- !Ref More`, { head: parameter('‹More›') }),
      reasons: ['parameter More has no default'],
    },
  ],
});
