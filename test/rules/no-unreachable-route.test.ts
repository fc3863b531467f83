import { ruleTester } from './rule-tester.ts';
import { flow, method, methodAt, stage, template } from './templates.ts';

const OFFICE = "IpAddress: { 'aws:SourceIp': 52.95.110.7 }";
const to = (resource: string, condition = OFFICE): string => flow('Allow', { resource, condition });
const BOOKS = to('execute-api:/*/GET/books');
const marked = (text: string): string => text.replace('Policy:', '«Policy»:');
const related = (text: string): string => text.replace('Effect', '⟨Effect⟩');
const ROUTES = `${methodAt('books', 'GET')}\n${methodAt('loans', 'GET')}`;
const unreachable = (routes: string, others: string) => ({
  message: 'unreachable',
  data: { routes, others },
  related: [[1, 'this Allow admits to them']] as const,
});

ruleTester('no-unreachable-route', {
  valid: [
    { name: 'every route', text: template(to('execute-api:/*'), { resources: ROUTES }) },
    {
      name: 'a preflight',
      text: template(BOOKS, { resources: `${methodAt('books', 'GET')}\n${method('OPTIONS')}` }),
    },
    { name: 'some verbs of ANY', text: template(BOOKS, { resources: methodAt('books', 'ANY') }) },
    {
      name: 'a value of a path parameter',
      text: template(to('execute-api:/*/GET/7'), { resources: methodAt('{id}', 'GET') }),
    },
    {
      name: 'a route that a Lambda authorizer opens',
      text: template(BOOKS, { resources: `${methodAt('books', 'GET')}\n${methodAt('loans', 'GET', 'CUSTOM')}` }),
    },
    {
      name: 'a route that IAM opens',
      text: template(BOOKS, { resources: `${methodAt('books', 'GET')}\n${methodAt('loans', 'GET', 'AWS_IAM')}` }),
    },
    {
      name: 'a route that is shut on purpose',
      text: template(`${to('execute-api:/*')}\n${flow('Deny', { resource: 'execute-api:/*/*/loans' })}`, {
        resources: ROUTES,
      }),
    },
    {
      name: 'a stage of which nobody can call any route',
      text: template(to('execute-api:/live/*'), { resources: `${ROUTES}\n${stage('live')}\n${stage('test')}` }),
    },
    {
      name: 'the stage that SAM makes by itself, in what SAM made',
      otherRules: ['no-unenforced-allowlist'],
      text: template(to('execute-api:/live/*'), {
        resources: `${methodAt('books', 'GET', 'CUSTOM')}\n${methodAt('loans', 'GET')}\n${stage('live')}\n${stage('Stage')}`,
      }),
    },
    {
      name: 'no route that anybody can call',
      otherRules: ['no-unmatched-resource'],
      text: template(to('execute-api:/*/GET/none'), { resources: ROUTES }),
    },
    {
      name: 'a resource that is in the way',
      otherRules: ['valid-resource'],
      text: template(
        BOOKS.replace(
          "Resource: 'execute-api:/*/GET/books'",
          "Resource: ['execute-api:/*/GET/books', 'execute-api:/*/get/loans']",
        ),
        { resources: ROUTES },
      ),
    },
    {
      name: 'an address that nobody has',
      otherRules: ['no-unroutable-source'],
      text: template(`${BOOKS}\n${to('execute-api:/*/GET/loans', "IpAddress: { 'aws:SourceIp': 10.0.0.0/8 }")}`, {
        resources: ROUTES,
      }),
    },
    {
      name: 'an Allow that its condition makes void',
      otherRules: ['valid-condition'],
      text: template(`${BOOKS}\n${to('execute-api:/*/GET/loans', "StringEquals: { 'aws:RequestPath': / }")}`, {
        resources: ROUTES,
      }),
    },
    { name: 'routes that are not known', text: template(BOOKS) },
  ],
  invalid: [
    {
      name: 'another path',
      text: marked(template(related(BOOKS), { resources: ROUTES })),
      findings: [unreachable('GET /loans', 'GET /books')],
    },
    {
      name: 'another path, beside a Deny that matches nobody there',
      otherRules: ['no-mismatched-principal'],
      text: marked(
        template(
          `${related(BOOKS)}\n- { Effect: Deny, Principal: { AWS: '111122223333' }, Action: execute-api:Invoke, Resource: execute-api:/* }`,
          { resources: ROUTES },
        ),
      ),
      findings: [unreachable('GET /loans', 'GET /books')],
    },
    {
      name: 'behind Cognito, which needs an Allow',
      text: marked(
        template(related(BOOKS), {
          resources: `${methodAt('books', 'GET')}\n${methodAt('loans', 'GET', 'COGNITO_USER_POOLS')}`,
        }),
      ),
      findings: [unreachable('GET /loans', 'GET /books')],
    },
    {
      name: 'a route beside one of which another rule says why it is shut',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: marked(
        template(
          `${related(BOOKS)}\n${to('execute-api:/*/GET/loans', "StringEquals: { 'aws:SourceVpc': vpc-0a1b2c3d }")}`,
          { resources: `${ROUTES}\n${methodAt('pens', 'GET')}` },
        ),
      ),
      findings: [unreachable('GET /pens', 'GET /books')],
    },
    {
      name: 'an ANY of which no verb is allowed',
      text: marked(template(related(BOOKS), { resources: `${methodAt('books', 'GET')}\n${methodAt('loans', 'ANY')}` })),
      findings: [unreachable('ANY /loans', 'GET /books')],
    },
    {
      name: 'beside an Allow for the same path, before one for more routes',
      text: marked(
        template(`${to('execute-api:/*/GET/?*')}\n${related(to('execute-api:/*/GET/'))}`, {
          resources: [ROUTES, method('GET'), method('POST')].join('\n'),
        }),
      ),
      findings: [unreachable('POST /', 'GET /')],
    },
    {
      name: 'on one of two stages',
      text: marked(
        template(`${related(to('execute-api:/live/GET/books'))}\n${to('execute-api:/test/*')}`, {
          resources: `${ROUTES}\n${stage('live')}\n${stage('test')}`,
        }),
      ),
      findings: [unreachable('GET /loans of stage live', 'GET /books')],
    },
    {
      name: 'beside a list that is not known',
      text: marked(
        template(related(to('execute-api:/*/GET/books', "IpAddress: { 'aws:SourceIp': !Ref Office }")), {
          resources: ROUTES,
          head: 'Parameters:\n  ‹Office›:\n    Type: String',
        }),
      ),
      findings: [unreachable('GET /loans', 'GET /books')],
      reasons: ['parameter Office has no default'],
    },
  ],
  undecided: [
    {
      name: 'a method that may not exist',
      text: template(BOOKS, {
        resources: `${methodAt('books', 'GET')}\n${method('POST', 'AuthorizationType: NONE', 'Condition: ‹Kept›')}`,
        head: 'Parameters:\n  Kind:\n    Type: String\nConditions:\n  Kept: !Equals [!Ref Kind, a]',
      }),
      reasons: ['whether condition Kept holds is not known: --parameters tells it'],
    },
    {
      name: 'a verb of ANY which its own method takes from it wherever ANY is there',
      text: template(to('execute-api:/*/POST/*'), {
        resources: `${method('ANY', 'AuthorizationType: NONE', 'Condition: ‹Kept›')}\n${method('POST', 'AuthorizationType: NONE', 'Condition: ‹Kept›')}\n${methodAt('open', 'POST')}`,
        head: 'Parameters:\n  Kind:\n    Type: String\nConditions:\n  Kept: !Equals [!Ref Kind, a]',
      }),
      reasons: [
        'whether condition Kept holds is not known: --parameters tells it',
        'whether condition Kept holds is not known: --parameters tells it',
      ],
    },
    {
      name: 'a verb of ANY which its own method may take from it',
      text: template(to('execute-api:/*/POST/'), {
        resources: `${method('ANY')}\n${method('POST', 'AuthorizationType: NONE', 'Condition: ‹Kept›')}`,
        head: 'Parameters:\n  Kind:\n    Type: String\nConditions:\n  Kept: !Equals [!Ref Kind, a]',
      }),
      reasons: ['whether condition Kept holds is not known: --parameters tells it'],
    },
    {
      name: 'a resource that is not known',
      text: template(
        BOOKS.replace("Resource: 'execute-api:/*/GET/books'", "Resource: ['execute-api:/*/GET/books', !Ref More]"),
        {
          resources: ROUTES,
          head: 'Parameters:\n  ‹More›:\n    Type: String',
        },
      ),
      reasons: ['parameter More has no default'],
    },
    {
      name: 'behind a JWT authorizer, which may need no Allow',
      text: template(BOOKS, {
        resources: `${methodAt('books', 'GET')}\n${methodAt('loans', 'GET', 'JWT')}`,
      }).replace('loansGET:', '‹loansGET›:'),
      reasons: ['AWS does not say how a JWT authorizer and a resource policy work together'],
    },
  ],
});
