import { ruleTester } from './rule-tester.ts';
import { flow, method, methodAt, template } from './templates.ts';

const GET = method('GET');
const IAM = method('GET', 'AuthorizationType: AWS_IAM');
const ROLE = "{ AWS: 'arn:aws:iam::111122223333:role/partner' }";
const ORGANIZATION = "StringEquals: { 'aws:PrincipalOrgID': o-abcdefghij }";
const marked = (text: string): string => text.replace('Principal:', '«Principal»:');
const markedKey = (text: string): string => text.replace("'aws:PrincipalOrgID'", "'«aws:PrincipalOrgID»'");
const principal = (routes: string) => ({ message: 'principal', data: { routes } });
const key = (routes: string) => ({ message: 'key', data: { routes, key: 'aws:PrincipalOrgID' } });

ruleTester('no-mismatched-principal', {
  valid: [
    { name: 'everybody', text: template(flow('Allow', { principal: "{ AWS: '*' }" }), { resources: IAM }) },
    { name: 'a role behind IAM', text: template(flow('Allow', { principal: ROLE }), { resources: IAM }) },
    {
      name: 'an organization behind IAM',
      text: template(flow('Allow', { condition: ORGANIZATION }), { resources: IAM }),
    },
    {
      name: 'a role in a Deny',
      text: template(
        `${flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': 8.8.8.0/24 }" })}\n${flow('Deny', { principal: ROLE })}`,
        { resources: GET },
      ),
    },
    {
      name: 'a route that another Allow admits to',
      text: template(
        `${flow('Allow', { principal: ROLE })}\n${flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': 8.8.8.0/24 }" })}`,
        { resources: GET },
      ),
    },
    {
      name: 'a resource that leaves the route out',
      text: template(flow('Allow', { principal: ROLE, resource: 'execute-api:/*/*/a' }), {
        resources: `${methodAt('a', 'GET', 'AWS_IAM')}\n${methodAt('b', 'GET')}`,
      }),
    },
    {
      name: 'a key that may be absent',
      text: template(
        flow('Allow', {
          condition:
            "StringEqualsIfExists: { 'aws:PrincipalOrgID': o-abcdefghij }, IpAddress: { 'aws:SourceIp': 8.8.8.0/24 }",
        }),
        { resources: GET },
      ),
    },
    {
      name: 'preflights',
      text: template(flow('Allow', { principal: ROLE }), { resources: `${IAM}\n${method('OPTIONS')}` }),
    },
  ],
  invalid: [
    {
      name: 'a role',
      text: template(marked(flow('Allow', { principal: ROLE })), { resources: GET }),
      findings: [principal('GET /')],
    },
    {
      name: 'an account, at a Cognito authorizer',
      text: template(marked(flow('Allow', { principal: "{ AWS: '111122223333' }" })), {
        resources: method('GET', 'AuthorizationType: COGNITO_USER_POOLS'),
      }),
      findings: [principal('GET /')],
    },
    {
      name: 'a role, at a Lambda authorizer',
      text: template(marked(flow('Allow', { principal: ROLE })), {
        resources: method('GET', 'AuthorizationType: CUSTOM'),
      }),
      findings: [principal('GET /')],
    },
    {
      name: 'the routes that are not behind IAM',
      text: template(marked(flow('Allow', { principal: ROLE })), {
        resources: `${methodAt('a', 'GET', 'AWS_IAM')}\n${methodAt('b', 'GET')}`,
      }),
      findings: [principal('GET /b')],
    },
    {
      name: 'an organization',
      text: template(markedKey(flow('Allow', { condition: ORGANIZATION })), { resources: GET }),
      findings: [key('GET /')],
    },
    {
      name: 'a role of an organization, once',
      text: template(marked(flow('Allow', { principal: ROLE, condition: ORGANIZATION })), { resources: GET }),
      findings: [principal('GET /')],
    },
    {
      name: 'the role of the template',
      text: template(marked(flow('Allow', { principal: '{ AWS: !GetAtt Role.Arn }' })), {
        resources: `${GET}\nRole: { Type: AWS::IAM::Role }`,
      }),
      findings: [principal('GET /')],
    },
  ],
  undecided: [
    {
      name: 'a principal that is not known',
      text: template(flow('Allow', { principal: '{ AWS: !Ref Who }' }), {
        resources: GET,
        head: 'Parameters:\n  ‹Who›:\n    Type: String',
      }),
      reasons: ['parameter Who has no default'],
    },
    {
      name: 'an authorization that is not known',
      text: template(flow('Allow', { principal: ROLE }), {
        resources: method('GET', 'AuthorizationType: !Ref Kind'),
        head: 'Parameters:\n  ‹Kind›:\n    Type: String',
      }),
      reasons: ['parameter Kind has no default'],
    },
  ],
});
