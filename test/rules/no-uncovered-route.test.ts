import { ruleTester } from './rule-tester.ts';
import { flow, method, methodAt, stage, template } from './templates.ts';

const OFFICE = "IpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const OTHERS = "NotIpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const ALLOW = flow('Allow');
const BOTH = `${method('GET')}\n${method('POST')}`;
const except = (resource: string): string => flow('Deny', { resource, condition: OTHERS });
const marked = (text: string): string => text.replace('Effect', '«Effect»');
const uncovered = (routes: string, address = '1.0.0.0') => ({ message: 'uncovered', data: { routes, address } });

ruleTester('no-uncovered-route', {
  valid: [
    { name: 'a Deny for every route', text: template(`${ALLOW}\n${except('execute-api:/*')}`, { resources: BOTH }) },
    {
      name: 'a Deny for some paths',
      text: template(`${ALLOW}\n${except('execute-api:/*/*/admin')}`, {
        resources: `${methodAt('admin', 'GET')}\n${methodAt('open', 'GET', 'AWS_IAM')}`,
      }),
    },
    {
      name: 'a Deny by an address that no request to a public API carries',
      otherRules: ['no-public-access', 'no-vpc-condition-on-public-api'],
      text: template(`${ALLOW}\n${except('execute-api:/*/POST/*').replaceAll('aws:SourceIp', 'aws:VpcSourceIp')}`, {
        resources: `${method('POST')}\n${method('DELETE')}`,
      }),
    },
    {
      name: 'an allowlist for the other verb',
      text: template(
        `${flow('Allow', { resource: 'execute-api:/*/POST/*', condition: OFFICE })}\n${flow('Allow', { resource: 'execute-api:/*/GET/*' })}\n${except('execute-api:/*/GET/*')}`,
        { resources: BOTH },
      ),
    },
    {
      name: 'reads that are open beside guarded writes',
      otherRules: ['no-public-access'],
      text: template(`${flow('Allow', { principal: "'*'" })}\n${except('execute-api:/*/POST/*')}`, { resources: BOTH }),
    },
    {
      name: 'preflights',
      text: template(`${ALLOW}\n${except('execute-api:/*/GET/*')}`, {
        resources: `${method('GET')}\n${method('OPTIONS')}`,
      }),
    },
    {
      name: 'a verb that nobody is allowed',
      otherRules: ['no-unreachable-route'],
      text: template(`${flow('Allow', { resource: 'execute-api:/*/GET/*' })}\n${except('execute-api:/*/GET/*')}`, {
        resources: BOTH,
      }),
    },
    {
      name: 'an allowlist',
      otherRules: ['no-unreachable-route'],
      text: template(flow('Allow', { resource: 'execute-api:/*/GET/*', condition: OFFICE }), { resources: BOTH }),
    },
  ],
  invalid: [
    {
      name: 'another verb',
      text: template(`${ALLOW}\n${marked(except('execute-api:/*/GET/*'))}`, { resources: BOTH }),
      findings: [uncovered('POST /')],
    },
    {
      name: 'another verb, to whom it blocks',
      text: template(`${ALLOW}\n${marked(flow('Deny', { resource: 'execute-api:/*/GET/*', condition: OFFICE }))}`, {
        resources: BOTH,
      }),
      findings: [uncovered('POST /', '52.94.76.0')],
    },
    {
      name: 'the verbs that ANY leaves',
      text: template(`${ALLOW}\n${marked(except('execute-api:/*/GET/*'))}`, { resources: method('ANY') }),
      findings: [uncovered('POST /, PUT /, DELETE / and 2 more')],
    },
    {
      name: 'another stage',
      text: template(`${ALLOW}\n${marked(except('execute-api:/prod/*'))}`, {
        resources: [method('GET'), stage('prod'), stage('test')].join('\n'),
      }),
      findings: [uncovered('GET / of stage test')],
    },
    {
      name: 'a route that an authorizer lets into, though nothing allows it',
      text: template(
        `${flow('Allow', { resource: 'execute-api:/*/GET/*' })}\n${marked(except('execute-api:/*/GET/*'))}`,
        { resources: `${method('GET')}\n${method('POST', 'AuthorizationType: CUSTOM')}` },
      ),
      findings: [uncovered('POST /')],
    },
    {
      name: 'the path above',
      text: template(`${ALLOW}\n${marked(except('execute-api:/*/*/admin/*'))}`, {
        resources: [
          methodAt('admin', 'GET'),
          'User: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !Ref admin, PathPart: "{id}" } }',
          'GetUser: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !Ref User, HttpMethod: GET, AuthorizationType: NONE } }',
        ].join('\n'),
      }),
      findings: [uncovered('GET /admin')],
    },
  ],
  undecided: [
    {
      name: 'routes that are not known',
      text: template(`${ALLOW}\n${except('execute-api:/*/GET/*')}`).replace('  Api:', '  ‹Api›:'),
      reasons: ['the template has no methods of Api'],
    },
  ],
});
