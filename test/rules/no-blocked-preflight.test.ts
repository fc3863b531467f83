import { ruleTester } from './rule-tester.ts';
import { flow, method, template } from './templates.ts';

const BOTH = `${method('GET')}\n${method('OPTIONS')}`;
const OFFICE = "IpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const OTHERS = "NotIpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const blocked = (address: string) => ({ message: 'blocked', data: { path: '/', method: 'GET', address } });
const policy = (text: string): string => text.replace('\n      Policy:', '\n      «Policy»:');

ruleTester('no-blocked-preflight', {
  valid: [
    { name: 'a preflight that is let in', text: template(flow('Allow', { condition: OFFICE }), { resources: BOTH }) },
    {
      name: 'no preflight',
      text: template(flow('Allow', { resource: 'execute-api:/*/GET/*', condition: OFFICE }), {
        resources: method('GET'),
      }),
    },
    {
      name: 'no preflight of its own beside ANY, of which nobody knows what answers it',
      text: template(flow('Allow', { resource: 'execute-api:/*/GET/*', condition: OFFICE }), {
        resources: method('ANY'),
      }),
    },
    {
      name: 'sources that may not call either',
      text: template(`${flow('Allow')}\n${flow('Deny', { condition: OTHERS })}`, { resources: BOTH }),
    },
    {
      name: 'addresses that nobody has',
      otherRules: ['no-unroutable-source'],
      text: template(
        flow('Allow', { resource: 'execute-api:/*/GET/*', condition: "IpAddress: { 'aws:SourceIp': 10.0.0.0/8 }" }),
        { resources: BOTH },
      ),
    },
    {
      name: 'preflights of everybody',
      text: template(
        `${flow('Allow', { resource: 'execute-api:/*/GET/*', condition: OFFICE })}\n${flow('Allow', { resource: 'execute-api:/*/OPTIONS/*' })}`,
        { resources: BOTH },
      ),
    },
  ],
  invalid: [
    {
      name: 'verbs that leave it out',
      text: policy(
        template(flow('Allow', { resource: 'execute-api:/*/GET/*', condition: OFFICE }), { resources: BOTH }),
      ),
      findings: [blocked('52.94.76.0')],
    },
    {
      name: 'a Deny of preflights',
      text: template(
        `${flow('Allow', { condition: OFFICE })}\n${flow('Deny', { resource: 'execute-api:/*/OPTIONS/*' }).replace('Effect', '«Effect»')}`,
        { resources: BOTH },
      ),
      findings: [blocked('52.94.76.0')],
    },
    {
      name: 'the want of an Allow, beside a Deny that does not speak of whoever calls',
      text: policy(
        template(
          `${flow('Allow', { resource: 'execute-api:/*/GET/*' })}\n${flow('Deny', { condition: "StringNotEquals: { 'aws:SourceVpce': vpce-0123456789abcdef0 }" })}`,
          { resources: BOTH, endpoint: 'PRIVATE' },
        ),
      ),
      findings: [blocked('10.0.0.4')],
    },
    {
      name: 'calls that an authorizer lets in from anywhere',
      otherRules: ['no-unenforced-allowlist'],
      text: policy(
        template(flow('Allow', { condition: OFFICE }), {
          resources: `${method('GET', 'AuthorizationType: CUSTOM')}\n${method('OPTIONS')}`,
        }),
      ),
      findings: [blocked('1.0.0.0')],
    },
  ],
  undecided: [
    {
      name: 'sources that are not known',
      text: template(
        flow('Allow', { resource: 'execute-api:/*/GET/*', condition: "IpAddress: { 'aws:SourceIp': !Ref Sources }" }),
        { resources: BOTH, head: 'Parameters:\n  ‹Sources›:\n    Type: CommaDelimitedList' },
      ),
      reasons: ['parameter Sources has no default'],
    },
  ],
});
