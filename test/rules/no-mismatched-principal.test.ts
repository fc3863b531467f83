import { ruleTester } from './rule-tester.ts';
import { flow, method, methodAt, template } from './templates.ts';

const GET = method('GET');
const IAM = method('GET', 'AuthorizationType: AWS_IAM');
const ROLE = "{ AWS: 'arn:aws:iam::111122223333:role/partner' }";
const ORGANIZATION = "StringEquals: { 'aws:PrincipalOrgID': o-abcdefghij }";
const marked = (text: string): string => text.replace('Principal:', '«Principal»:');
const markedKey = (text: string): string => text.replace("'aws:PrincipalOrgID'", "'«aws:PrincipalOrgID»'");
const principal = (routes: string) => ({ message: 'principal', data: { routes } });
const denied = (message: string, routes: string, outcome: string) => ({
  message,
  data: { routes, outcome, ...(message === 'denyKey' && { key: 'aws:PrincipalOrgID' }) },
});
const EVERYBODY_OUT = 'matches and denies everybody';
const OTHERS = "StringNotEquals: { 'aws:PrincipalOrgID': o-abcdefghij }";
const OFFICE = flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': 8.8.8.0/24 }" });
const LEFT_IN = 'never matches: whoever the other statements let in still gets in';
const key = (routes: string) => ({ message: 'key', data: { routes, key: 'aws:PrincipalOrgID' } });

ruleTester('no-mismatched-principal', {
  valid: [
    { name: 'everybody', text: template(flow('Allow', { principal: "{ AWS: '*' }" }), { resources: IAM }) },
    {
      name: 'a role beside an Allow that only some requests meet, whoever sends them',
      otherRules: ['no-spoofable-condition'],
      text: template(
        `${flow('Allow', { principal: ROLE })}\n${flow('Allow', { condition: 'StringLike: { aws:Referer: a* }' })}`,
        { resources: GET },
      ),
    },
    { name: 'a role behind IAM', text: template(flow('Allow', { principal: ROLE }), { resources: IAM }) },
    {
      name: 'an organization behind IAM',
      text: template(flow('Allow', { condition: ORGANIZATION }), { resources: IAM }),
    },
    {
      name: 'a role in a Deny that covers a route of IAM too',
      text: template(`${OFFICE}\n${flow('Deny', { principal: ROLE })}`, {
        resources: `${methodAt('a', 'GET')}\n${methodAt('b', 'GET', 'AWS_IAM')}`,
      }),
    },
    {
      name: 'a Deny of all but an organization on a route of IAM',
      otherRules: ['no-unenforced-allowlist'],
      text: template(`${OFFICE}\n${flow('Deny', { condition: OTHERS })}`, { resources: IAM }),
    },
    {
      name: 'a Deny of all who come neither from an office nor from an organization',
      text: template(
        `${flow('Allow')}\n${flow('Deny', { condition: `${OTHERS}, NotIpAddress: { 'aws:SourceIp': 8.8.8.0/24 }` })}`,
        { resources: GET },
      ),
    },
    {
      name: 'a Deny of all but an organization where nothing opens the route',
      otherRules: ['require-allow'],
      text: template(flow('Deny', { condition: OTHERS }), { resources: GET }),
    },
    {
      name: 'a Deny of whoever has not signed',
      otherRules: ['no-total-lockout'],
      text: template(`${OFFICE}\n${flow('Deny', { condition: "'Null': { 'aws:PrincipalOrgID': 'true' }" })}`, {
        resources: GET,
      }),
    },
    {
      name: 'an account by the key of which AWS does not say what it is',
      otherRules: ['no-total-lockout'],
      text: template(
        `${OFFICE}\n${flow('Deny', { condition: "StringNotEquals: { 'aws:PrincipalAccount': '111122223333' }" })}`,
        { resources: GET },
      ),
    },
    {
      name: 'an Allow of all but an organization',
      otherRules: ['no-public-access'],
      text: template(flow('Allow', { condition: OTHERS }), { resources: GET }),
    },
    {
      name: 'a principal that API Gateway refuses',
      otherRules: ['valid-policy'],
      text: template(`${OFFICE}\n${flow('Deny', { principal: "{ AWS: '12345' }" })}`, { resources: GET }),
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
      otherRules: ['no-unreachable-route'],
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
      otherRules: ['no-blocked-preflight'],
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
      name: 'an account in a Deny',
      text: template(`${OFFICE}\n${marked(flow('Deny', { principal: "{ AWS: '111122223333' }" }))}`, {
        resources: GET,
      }),
      findings: [denied('denyPrincipal', 'GET /', LEFT_IN)],
    },
    {
      name: 'an account and its addresses in a Deny',
      text: template(
        `${OFFICE}\n${marked(
          flow('Deny', { principal: "{ AWS: '111122223333' }", condition: "IpAddress: { 'aws:SourceIp': 8.8.8.8 }" }),
        )}`,
        { resources: GET },
      ),
      findings: [denied('denyPrincipal', 'GET /', 'never matches: 8.8.8.8 still gets in')],
    },
    {
      name: 'an account in a Deny of all that there is',
      otherRules: ['require-allow'],
      text: template(marked(flow('Deny', { principal: "{ AWS: '111122223333' }" })), { resources: GET }),
      findings: [denied('denyPrincipal', 'GET /', 'never matches and denies nobody')],
    },
    {
      name: 'an organization in a Deny',
      text: template(`${OFFICE}\n${markedKey(flow('Deny', { condition: ORGANIZATION }))}`, { resources: GET }),
      findings: [denied('denyKey', 'GET /', LEFT_IN)],
    },
    {
      name: 'a Deny of all but an organization, on the routes that an Allow opens and IAM does not guard',
      otherRules: ['no-unenforced-allowlist'],
      text: template(`${OFFICE}\n${markedKey(flow('Deny', { condition: OTHERS }))}`, {
        resources: `${methodAt('a', 'GET')}\n${methodAt('b', 'GET', 'AWS_IAM')}`,
      }),
      findings: [denied('denyKey', 'GET /a', EVERYBODY_OUT)],
    },
    {
      name: 'a Deny of all but an organization, behind a Lambda authorizer',
      text: template(markedKey(flow('Deny', { condition: OTHERS })), {
        resources: method('GET', 'AuthorizationType: CUSTOM'),
      }),
      findings: [denied('denyKey', 'GET /', EVERYBODY_OUT)],
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
      name: 'a Deny on a route whose authorization is not known',
      text: template(`${OFFICE}\n${flow('Deny', { principal: ROLE })}`, {
        resources: method('GET', 'AuthorizationType: !Ref Kind'),
        head: 'Parameters:\n  ‹Kind›:\n    Type: String',
      }),
      reasons: ['parameter Kind has no default'],
    },
    {
      name: 'a principal that is not known',
      text: template(flow('Allow', { principal: '{ AWS: !Ref Who }' }), {
        resources: GET,
        head: 'Parameters:\n  ‹Who›:\n    Type: String',
      }),
      reasons: ['parameter Who has no default'],
    },
    {
      name: 'what a custom resource gives, which may be everybody',
      text: template(flow('Allow', { principal: '{ AWS: ‹!GetAtt Lookup.Arn› }' }), {
        resources: `${GET}\nLookup: { Type: 'Custom::Lookup' }`,
      }),
      reasons: ['Arn of Lookup is known at deployment only'],
    },
    {
      name: 'what a nested stack gives, which may be everybody, in a list',
      text: template(flow('Allow', { principal: '{ AWS: [‹!GetAtt Nested.Outputs.Who›] }' }), {
        resources: `${GET}\nNested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: 's3://shop/who.yml' } }`,
      }),
      reasons: ['Outputs.Who of Nested is known at deployment only'],
    },
    {
      name: 'an authorization that is not known',
      text: template(flow('Allow', { principal: ROLE }), {
        resources: method('GET', 'AuthorizationType: !Ref Kind'),
        head: 'Parameters:\n  ‹Kind›:\n    Type: String',
      }),
      reasons: ['parameter Kind has no default'],
    },
    {
      name: 'a role, at a JWT authorizer',
      text: template(flow('Allow', { principal: ROLE }), {
        resources: method('GET', 'AuthorizationType: JWT'),
      }).replace('GetRoot:', '‹GetRoot›:'),
      reasons: ['AWS does not say how a JWT authorizer and a resource policy work together'],
    },
    {
      name: 'a Deny of all but an organization, at a JWT authorizer',
      otherRules: ['no-total-lockout'],
      text: template(`${flow('Allow')}\n${flow('Deny', { condition: OTHERS })}`, {
        resources: method('GET', 'AuthorizationType: JWT'),
      }).replace('GetRoot:', '‹GetRoot›:'),
      reasons: ['AWS does not say how a JWT authorizer and a resource policy work together'],
    },
  ],
});
