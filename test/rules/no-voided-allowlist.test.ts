import { ruleTester } from './rule-tester.ts';
import { flow, method, stage, template } from './templates.ts';

const GET = method('GET');
const BOTH = `${GET}\n${method('POST')}`;
const OFFICE = "IpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const OTHERS = "NotIpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const LIST = flow('Allow', { condition: OFFICE });
const MARKED = LIST.replace("'aws:SourceIp'", "'«aws:SourceIp»'");
const WIDER = flow('Allow').replace('Effect', '⟨Effect⟩');

const voided = (routes: string) => ({
  message: 'voided',
  data: { routes, whom: 'everybody' },
  related: [[1, 'opens them to everybody'] as const],
});

ruleTester('no-voided-allowlist', {
  valid: [
    {
      name: 'a route behind a Lambda authorizer, which no Allow opens: no-unenforced-allowlist reports it',
      otherRules: ['no-unenforced-allowlist'],
      text: template(`${LIST}\n${flow('Allow')}`, { resources: method('GET', 'AuthorizationType: CUSTOM') }),
    },
    { name: 'a list alone', text: template(LIST, { resources: GET }) },
    {
      name: 'another list',
      text: template(`${LIST}\n${LIST.replace('52.94.76.0/22', '8.8.8.0/24')}`, { resources: GET }),
    },
    {
      name: 'an Allow for some of the routes',
      otherRules: ['no-public-access'],
      text: template(`${LIST}\n${flow('Allow', { resource: 'execute-api:/*/GET/*' })}`, { resources: BOTH }),
    },
    {
      name: 'a Deny of all others',
      text: template(`${LIST}\n${flow('Allow')}\n${flow('Deny', { condition: OTHERS })}`, { resources: GET }),
    },
    {
      name: 'a list in a Deny',
      text: template(`${flow('Allow')}\n${flow('Deny', { condition: OTHERS })}`, { resources: GET }),
    },
    {
      name: 'a blocklist',
      text: template(`${flow('Allow')}\n${flow('Deny', { condition: OFFICE })}`, { resources: GET }),
    },
    {
      name: 'an Allow for a principal',
      text: template(`${LIST}\n${flow('Allow', { principal: "{ AWS: '111122223333' }" })}`, {
        resources: method('GET', 'AuthorizationType: COGNITO_USER_POOLS'),
      }),
    },
    {
      name: 'a Deny of everybody',
      otherRules: ['no-total-lockout'],
      text: template(`${LIST}\n${flow('Allow')}\n${flow('Deny')}`, { resources: GET }),
    },
    {
      name: 'two lists of a Deny that leave nobody',
      otherRules: ['no-conflicting-cidrs', 'prefer-aggregated-cidrs'],
      text: template(
        `${LIST}\n${flow('Allow')}\n${flow('Deny', { condition: "IpAddress: { 'aws:SourceIp': [0.0.0.0/1, 128.0.0.0/1] }" })}`,
        { resources: GET },
      ),
    },
    {
      name: 'a list for routes that there are not',
      otherRules: ['no-public-access', 'no-unmatched-resource'],
      text: template(`${flow('Allow', { resource: 'execute-api:/*/PUT/*', condition: OFFICE })}\n${flow('Allow')}`, {
        resources: GET,
      }),
    },
  ],
  invalid: [
    {
      name: 'an Allow for everybody after it',
      text: template(`${MARKED}\n${WIDER}`, { resources: GET }),
      findings: [voided('GET /')],
    },
    {
      name: 'a Deny of some beside it',
      otherRules: ['no-conflicting-cidrs'],
      text: template(`${MARKED}\n${WIDER}\n${flow('Deny', { condition: OFFICE })}`, { resources: GET }),
      findings: [{ ...voided('GET /'), data: { routes: 'GET /', whom: 'all whom no Deny keeps out' } }],
    },
    {
      name: 'a Deny of everybody on another route',
      text: template(`${MARKED}\n${WIDER}\n${flow('Deny', { resource: 'execute-api:/*/POST/*' })}`, {
        resources: BOTH,
      }),
      findings: [voided('GET /')],
    },
    {
      name: 'an Allow for everybody before it',
      text: template(`${WIDER}\n${MARKED}`, { resources: GET }),
      findings: [voided('GET /')],
    },
    {
      name: 'an Allow for the routes of the list',
      otherRules: ['no-unreachable-route'],
      text: template(
        `${MARKED.replace('execute-api:/*', 'execute-api:/*/GET/*')}\n${flow('Allow', { resource: 'execute-api:/*/GET/*' }).replace('Effect', '⟨Effect⟩')}`,
        { resources: BOTH },
      ),
      findings: [voided('GET /')],
    },
    {
      name: 'two statements that open a route each',
      text: template(
        `${MARKED}\n${flow('Allow', { resource: 'execute-api:/*/GET/*' }).replace('Effect', '⟨Effect⟩')}\n${flow('Allow', { resource: 'execute-api:/*/POST/*' }).replace('Effect', '⟨Effect⟩')}`,
        { resources: BOTH },
      ),
      findings: [
        {
          ...voided('GET /, POST /'),
          related: [
            [1, 'opens them to everybody'],
            [2, 'opens them to everybody'],
          ],
        },
      ],
    },
    {
      name: 'a list of a private API',
      otherRules: ['require-paired-vpc-source'],
      text: template(
        `${MARKED.replace('aws:SourceIp', 'aws:VpcSourceIp').replace('52.94.76.0/22', '10.0.0.0/8')}\n${WIDER}`,
        { resources: GET, endpoint: 'PRIVATE' },
      ),
      findings: [voided('GET /')],
    },
  ],
  undecided: [
    {
      name: 'a list for an action that is not known, which may be none',
      otherRules: ['no-public-access'],
      text: template(`${LIST.replace("'execute-api:Invoke'", '!Ref Action')}\n${flow('Allow')}`, {
        head: 'Parameters:\n  ‹Action›:\n    Type: String',
        resources: GET,
      }),
      reasons: ['parameter Action has no default'],
    },
    {
      name: 'a Deny of whom nobody knows',
      otherRules: ['require-paired-vpc-source'],
      text: template(
        `${LIST.replaceAll('aws:SourceIp', 'aws:VpcSourceIp')}\n${flow('Allow')}\n${flow('Deny', { condition: "IpAddress: { 'aws:VpcSourceIp': !Ref Networks }" })}`,
        { head: 'Parameters:\n  ‹Networks›:\n    Type: CommaDelimitedList', resources: GET, endpoint: 'PRIVATE' },
      ),
      reasons: ['parameter Networks has no default'],
    },
    {
      name: 'an Allow whose verb is not known',
      text: template(`${LIST}\n${flow('Allow').replace("'execute-api:/*'", `!Sub "execute-api:/*/\${Verb}/*"`)}`, {
        head: 'Parameters:\n  ‹Verb›:\n    Type: String',
        resources: `${GET}\n${stage('prod')}`,
      }),
      reasons: ['parameter Verb has no default'],
    },
  ],
});
