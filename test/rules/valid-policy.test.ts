import { ruleTester } from './rule-tester.ts';
import { ENVIRONMENTS, flow, method, parameter, template, withPolicy } from './templates.ts';

const ELEMENTS = 'Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition';
const STATEMENT = "{ Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }";

const JSON_STATEMENT = '{ "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*" }';

const type = (name: string, wanted = 'a string or a list of strings') => ({
  message: 'element-type',
  data: { name, wanted },
});
const missing = (name: string, it = 'it') => ({ message: 'element-missing', data: { name, it } });
const refused = (way: string, written: string) => ({ message: `principal-${way}`, data: { written } });
const action = (written: string, left = '') => ({ message: 'action', data: { written, left } });

/** A template with one statement of these elements; what is not given is right. */
function statement(elements: Readonly<Record<string, string>>, options: Parameters<typeof template>[1] = {}): string {
  const right = { Effect: 'Allow', Principal: "'*'", Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  const plain = (name: string): string => name.replace(/[«»⟨⟩]/g, '');
  const given = Object.fromEntries(Object.keys(elements).map((name) => [plain(name), name]));
  const lines = [
    ...Object.entries(right).map(([name, value]) =>
      given[name] === undefined ? `${name}: ${value}` : `${given[name]}: ${elements[given[name]]}`,
    ),
    ...Object.entries(elements)
      .filter(([name]) => !(plain(name) in right))
      .map(([name, value]) => `${name}: ${value}`),
  ];
  return template(`- ${lines.join('\n  ')}`, options);
}

/** The same without an element. */
const without = (name: string, first = '«Effect»'): string =>
  statement({ Sid: 'Offices' })
    .replace(new RegExp(`( +)(- )?${name}: .*\n(?: +(?=\\w))?`), (_, blanks, dash) => (dash ? `${blanks}- ` : blanks))
    .replace(/- Effect/, `- ${first}`);

ruleTester('valid-policy', {
  valid: [
    { name: 'a policy', text: statement({}) },
    {
      name: 'one statement that is not in a list',
      text: withPolicy(`Policy:\n  Version: '2008-10-17'\n  Statement: ${STATEMENT}`),
    },
    { name: 'no version', text: withPolicy(`Policy: { Statement: [${STATEMENT}] }`) },
    {
      name: 'a version that is a date to YAML',
      text: withPolicy(`Policy: { Version: 2012-10-17, Statement: ${STATEMENT} }`),
    },
    { name: 'an id of the policy', text: withPolicy(`Policy: { Id: offices, Statement: ${STATEMENT} }`) },
    { name: 'an empty policy', text: withPolicy('Policy: {}') },
    { name: 'an empty string', text: withPolicy("Policy: ''") },
    { name: 'a version alone', text: withPolicy("Policy: { Version: '2012-10-17' }") },
    { name: 'every action', text: statement({ Action: "'*'" }) },
    {
      name: 'actions of execute-api, patterns and any case',
      text: statement({
        Action:
          "['execute-api:*', 'execute-api:Inv*', 'EXECUTE-API:invoke', 'execute-api:InvalidateCache', '*:Invoke']",
      }),
    },
    {
      name: 'principals of every kind',
      text: statement({ Principal: "{ AWS: ['*', '111122223333'], Service: 'events.amazonaws.com' }" }),
    },
    {
      name: 'accounts, users, roles, sessions and unique ids',
      text: statement(
        {
          Principal: `{ AWS: [${[
            "'012345678901'",
            "'arn:aws:iam::012345678901:root'",
            "'arn:aws-cn:iam::111122223333:user/a/b'",
            "'arn:aws:iam::111122223333:role/service/Caller'",
            "'arn:aws:sts::111122223333:assumed-role/Caller/session'",
            "'arn:aws:sts::111122223333:federated-user/Bob'",
            'AIDAJQABLZS4A3QDU576Q',
            '111122223333',
            `!Sub 'arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/app'`,
            `!Sub '\${AWS::AccountId}'`,
            '!GetAtt Role.Arn',
          ].join(', ')}] }`,
        },
        { resources: 'Role: { Type: AWS::IAM::Role }' },
      ),
    },
    {
      name: 'the role of the template, by itself',
      text: statement(
        { Principal: '{ AWS: !GetAtt Role.Arn }' },
        { resources: `Role: { Type: AWS::IAM::Role }\n${method('GET', 'AuthorizationType: AWS_IAM')}` },
      ),
    },
    {
      name: 'negated elements',
      otherRules: ['no-negated-element'],
      text: without('Principal', 'NotPrincipal: { AWS: "111122223333" }\n            Effect'),
    },
    { name: 'an empty condition', text: statement({ Condition: '{}' }) },
    {
      name: 'a policy in a string',
      otherRules: ['no-total-lockout'],
      text: withPolicy(
        `Policy: '{ "Statement": { "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*" } }'`,
      ),
    },
  ],
  invalid: [
    {
      name: 'a policy that is a list',
      text: withPolicy(`«Policy»: [${STATEMENT}]`),
      findings: [{ message: 'policy-type', data: { what: 'a list' } }],
    },
    {
      name: 'a policy that is a number',
      text: withPolicy('«Policy»: 2012'),
      findings: [{ message: 'policy-type', data: { what: 'a number' } }],
    },
    {
      name: 'a string whose JSON is a list',
      text: withPolicy("«Policy»: '[]'"),
      findings: [{ message: 'policy-type', data: { what: 'a list' } }],
    },
    {
      name: 'an element that a policy does not have',
      text: withPolicy(`Policy: { «Statment»: ${STATEMENT} }`),
      findings: [{ message: 'policy-element', data: { written: 'Statment', hint: ': did you mean Statement?' } }],
    },
    {
      name: 'an element that nobody meant, and no statement',
      text: withPolicy('«Policy»: { «PolicyDocument»: {} }'),
      findings: [
        { message: 'statement-missing' },
        { message: 'policy-element', data: { written: 'PolicyDocument', hint: '; it has Version, Id, Statement.' } },
      ],
    },
    {
      name: 'the same element twice in JSON',
      text: withPolicy(
        `Policy: '{ "Version": "2012-10-17", "Statement": ${JSON_STATEMENT}, "«Version»": "2012-10-17" }'`,
      ),
      findings: [
        {
          message: 'duplicate-element',
          data: { message: 'The key "Version" is written twice here: remove one of the two.' },
        },
      ],
    },
    {
      name: 'a string that is no JSON',
      text: withPolicy(`Policy: '{ "Statement": «allow» }'`),
      findings: [
        {
          message: 'policy-json',
          data: { message: 'This is no JSON value: write a string in double quotes, a number, true, false or null.' },
        },
      ],
    },
    {
      name: 'a string whose JSON ends too early',
      text: withPolicy(`Policy: '{ "Statement": [ ${JSON_STATEMENT}«»'`),
      findings: [{ message: 'policy-json', data: { message: 'The text ends inside an array: close it with "]".' } }],
    },
    {
      name: 'a comma too many, in a string of a JSON template',
      otherRules: ['no-undeployed-policy'],
      file: 'template.json',
      text: String.raw`{ "Resources": { "Api": { "Type": "AWS::ApiGateway::RestApi",
  "Properties": { "Policy": "{ \"Statement\": [], «}»" } } } }`,
      findings: [
        {
          message: 'policy-json',
          data: { message: 'A key is expected here: write one in double quotes, or remove the comma before it.' },
        },
      ],
    },
    {
      name: 'a list of what is of a wrong type',
      text: statement({ '«Resource»': '[{ Path: /pets }]' }),
      findings: [type('Resource')],
    },
    {
      name: 'a wrong version',
      text: withPolicy(`Policy: { «Version»: '2012-10-18', Statement: ${STATEMENT} }`),
      findings: [{ message: 'version', data: { written: '2012-10-18' } }],
    },
    {
      name: 'a version that is a list',
      text: withPolicy(`Policy: { «Version»: ['2012-10-17'], Statement: ${STATEMENT} }`),
      findings: [{ message: 'version', data: { written: 'a list' } }],
    },
    {
      name: 'statements that are a string',
      text: withPolicy('Policy: { «Statement»: hello }'),
      findings: [{ message: 'statement-type', data: { what: 'a string' } }],
    },
    {
      name: 'a statement that is a string',
      text: withPolicy(`Policy: { Statement: [${STATEMENT}, «hello»] }`),
      findings: [{ message: 'statement-type', data: { what: 'a string' } }],
    },
    {
      name: 'a statement that is a list',
      text: withPolicy(`Policy: { Statement: [«[${STATEMENT}]»] }`),
      findings: [{ message: 'statement-type', data: { what: 'a list' } }],
    },
    {
      name: 'no statement at all',
      text: withPolicy('Policy: { «Statement»: [] }'),
      findings: [{ message: 'statement-empty' }],
    },
    {
      name: 'an element that a statement does not have',
      text: statement({ '«Efect»': 'Deny' }),
      findings: [{ message: 'element', data: { written: 'Efect', hint: ': did you mean Effect?' } }],
    },
    {
      name: 'an element in another case, which is missing then but said once',
      text: without('Principal').replace('«Effect»', 'Effect').replace('Sid: Offices', "«principal»: '*'"),
      findings: [{ message: 'element', data: { written: 'principal', hint: ': did you mean Principal?' } }],
    },
    {
      name: 'an element of something else',
      text: statement({ '«Description»': 'Offices' }),
      findings: [{ message: 'element', data: { written: 'Description', hint: `; it has ${ELEMENTS}.` } }],
    },
    { name: 'no Principal', text: without('Principal'), findings: [missing('Principal')] },
    { name: 'no Action', text: without('Action'), findings: [missing('Action')] },
    { name: 'no Resource', text: without('Resource'), findings: [missing('Resource')] },
    {
      name: 'nothing but a condition, in JSON',
      text: withPolicy(`Policy: '{ "Statement": «{» "Condition": {} } }'`),
      findings: [missing('Effect and no Principal and no Action and no Resource', 'them')],
    },
    {
      name: 'Principal and NotPrincipal',
      text: statement({ '⟨Principal⟩': "'*'", '«NotPrincipal»': '{ AWS: "111122223333" }' }),
      findings: [
        {
          message: 'element-pair',
          data: { first: 'Principal', second: 'NotPrincipal' },
          related: [[1, 'Principal is here']],
        },
      ],
    },
    {
      name: 'NotAction and then Action, NotResource and then Resource',
      text: template(`
- Effect: Deny
  Principal: '*'
  ⟨NotAction⟩: execute-api:InvalidateCache
  ⟨NotResource⟩: execute-api:/*/GET/*
  «Action»: execute-api:Invoke
  «Resource»: execute-api:/*`),
      findings: [
        {
          message: 'element-pair',
          data: { first: 'NotAction', second: 'Action' },
          related: [[1, 'NotAction is here']],
        },
        {
          message: 'element-pair',
          data: { first: 'NotResource', second: 'Resource' },
          related: [[2, 'NotResource is here']],
        },
      ],
    },
    {
      name: 'an effect in lower case',
      text: statement({ '«Effect»': 'allow' }),
      findings: [{ message: 'effect', data: { written: 'allow' } }],
    },
    {
      name: 'an effect that is a list',
      text: statement({ '«Effect»': '[Allow]' }),
      findings: [{ message: 'effect', data: { written: 'a list' } }],
    },
    {
      name: 'an action in a Deny, which then is about no call',
      text: template(
        [
          flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': [81.2.69.0/24, 9.9.9.9] }" }),
          flow('Deny', { condition: "IpAddress: { 'aws:SourceIp': 9.9.9.9 }" }).replace(
            "Action: 'execute-api:Invoke'",
            "«Action»: 'execute-api:Invok'",
          ),
        ].join('\n'),
        { resources: method('GET') },
      ),
      findings: [action('execute-api:Invok', ': 9.9.9.9 still gets in')],
    },
    {
      name: 'an action in a Deny that has another one',
      otherRules: ['no-conflicting-cidrs'],
      text: template(
        [
          flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': [81.2.69.0/24, 9.9.9.9] }" }),
          flow('Deny', { condition: "IpAddress: { 'aws:SourceIp': 9.9.9.9 }" }).replace(
            "Action: 'execute-api:Invoke'",
            "«Action»: ['execute-api:Invok', 'execute-api:Invoke']",
          ),
        ].join('\n'),
        { resources: method('GET') },
      ),
      findings: [action('execute-api:Invok')],
    },
    {
      name: 'an action of another service',
      text: statement({ '«Action»': 'lambda:InvokeFunction' }),
      findings: [action('lambda:InvokeFunction')],
    },
    {
      name: 'some of several actions, one of them a pattern',
      text: statement({ '««Action»»': "['execute-api:Invok', 'execute-api:Invoke', 'apigateway:*']" }),
      findings: [action('execute-api:Invok'), action('apigateway:*')],
    },
    {
      name: 'a negated action',
      otherRules: ['no-negated-element'],
      text: without('Action', 'Effect').replace('Sid: Offices', '«NotAction»: execute-api'),
      findings: [action('execute-api')],
    },
    {
      name: 'elements of a wrong type',
      text: statement({
        '«Action»': '{ execute-api: Invoke }',
        '«Resource»': '[execute-api:/*, { Path: /pets }]',
        '«Sid»': '[Offices]',
      }),
      findings: [type('Action'), type('Resource'), type('Sid', 'a string')],
    },
    {
      name: 'empty elements',
      text: statement({ '«Action»': '[]', '«Resource»': '[]' }),
      findings: [
        { message: 'element-empty', data: { name: 'Action' } },
        { message: 'element-empty', data: { name: 'Resource' } },
      ],
    },
    {
      name: 'an account without its kind',
      text: statement({ '«Principal»': "'111122223333'" }),
      findings: [{ message: 'principal-type', data: { name: 'Principal', written: '111122223333' } }],
    },
    {
      name: 'principals in a list',
      text: statement({ '«Principal»': "['*']" }),
      findings: [{ message: 'principal-type', data: { name: 'Principal', written: 'a list' } }],
    },
    {
      name: 'a kind of principal that there is not',
      text: statement({ Principal: "{ «Account»: '111122223333' }" }),
      findings: [{ message: 'principal', data: { written: 'Account' } }],
    },
    {
      name: 'principals that API Gateway refuses, each in its way',
      text: statement({
        Principal: `{ AWS: [${[
          "'«arn:aws:iam::1234567890:root»'",
          "'«arn:aws:iam::210987654321:group/devs»'",
          "'«arn:aws:iam::210987654321:role/app-*»'",
          "'«arn:aws:iam:210987654321:role/Caller»'",
          '«Caller»',
          "'«2109-8765-4321»'",
          '«098765432109»',
          "'210987654321'",
        ].join(', ')}] }`,
      }),
      findings: [
        refused('account', 'arn:aws:iam::1234567890:root'),
        refused('arn', 'arn:aws:iam::210987654321:group/devs'),
        refused('wildcard', 'arn:aws:iam::210987654321:role/app-*'),
        refused('arn', 'arn:aws:iam:210987654321:role/Caller'),
        refused('name', 'Caller'),
        refused('account', '2109-8765-4321'),
        refused('number', '098765432109'),
      ],
    },
    {
      name: 'a list of which all members are wrong in one way',
      text: statement({ Principal: "{ «AWS»: ['12345', '67890', '13579'] }" }),
      findings: [refused('account', '12345 and 2 more')],
    },
    {
      name: 'one account that is too short',
      text: statement({ Principal: "{ AWS: '«12345»' }", Effect: 'Deny' }),
      findings: [refused('account', '12345')],
    },
    {
      name: 'a principal that is empty, or of a wrong type',
      text: statement({ Principal: '{ «AWS»: [], «Service»: { a: b } }' }),
      findings: [{ message: 'element-empty', data: { name: 'AWS' } }, type('Service')],
    },
    {
      name: 'a condition that is no object',
      text: statement({ '«Condition»': 'hello' }),
      findings: [{ message: 'condition-type' }],
    },
    {
      name: 'an operator without a key',
      text: statement({ Condition: '{ «IpAddress»: 8.8.8.8 }' }),
      findings: [{ message: 'operator-missing-key', data: { written: 'IpAddress' } }],
    },
    {
      name: 'a key whose value is an object',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: statement({ Condition: '{ StringEquals: { «aws:SourceVpce»: { Ref: [] , a: b } } }' }),
      findings: [type('aws:SourceVpce')],
    },
    {
      name: 'a private API, one scenario',
      otherRules: ['no-total-lockout'],
      text: statement({ '«Effect»': '!If [IsProd, Deny, deny]' }, { head: ENVIRONMENTS, endpoint: 'PRIVATE' }),
      findings: [{ message: 'effect', data: { written: 'deny' }, scenarios: ['Env is dev'] }],
    },
  ],
  undecided: [
    {
      name: 'parts of a statement that are not known',
      text: statement({ Effect: '!Ref Part' }, { head: parameter('‹Part›') }),
      reasons: ['parameter Part has no default'],
    },
    {
      name: 'a star beside what may be nothing',
      text: statement({ Principal: `{ AWS: !Sub '*\${Rest}' }` }, { head: parameter('‹Rest›') }),
      reasons: ['parameter Rest has no default'],
    },
    {
      name: 'a principal that a custom resource gives',
      text: statement(
        { Principal: '{ AWS: [‹!GetAtt Lookup.Arn›] }' },
        { resources: `Lookup: { Type: 'Custom::Lookup' }\n${method('GET', 'AuthorizationType: AWS_IAM')}` },
      ),
      reasons: ['Arn of Lookup is known at deployment only'],
    },
    {
      name: 'an action that is not known',
      text: statement({ Action: `!Sub 'execute-api:\${Part}'` }, { head: parameter('‹Part›') }),
      reasons: ['parameter Part has no default'],
    },
    {
      name: 'a version that is not known',
      text: withPolicy(`Policy: { Version: !Ref Version, Statement: ${STATEMENT} }`, { head: parameter('‹Version›') }),
      reasons: ['parameter Version has no default'],
    },
    {
      name: 'a statement that lacks what an include may bring',
      text: withPolicy('Policy: { Statement: { Effect: Allow, ‹Fn::Transform›: { Name: AWS::Include } } }'),
      reasons: ['Fn::Transform is not expanded'],
    },
    {
      name: 'a principal that is not known',
      text: statement({ Principal: '!Ref Part' }, { head: parameter('‹Part›') }),
      reasons: ['parameter Part has no default'],
    },
    {
      name: 'an account that is not known',
      text: statement({ Principal: '{ AWS: !Ref Account }' }, { head: parameter('‹Account›') }),
      reasons: ['parameter Account has no default'],
    },
    {
      name: 'a policy that is not known',
      text: withPolicy('Policy: !Ref Policy', { head: parameter('‹Policy›') }),
      reasons: ['parameter Policy has no default'],
    },
  ],
});
