import { ruleTester } from './rule-tester.ts';

const STATEMENTS = '[{ Effect: Allow, Principal: "*", Action: execute-api:Invoke, Resource: execute-api:/* }]';
const FORMER = `resourcePolicy: ${STATEMENTS}`;
const CURRENT = `apiGateway: { resourcePolicy: ${STATEMENTS} }`;

/** A service with an event of one kind; the provider holds what is given. */
const service = (provider: string, { head = '', event = 'http' } = {}): string =>
  `service: pets
${head}provider:
  name: aws
  ${provider}
functions:
  list: { handler: pets.list, events: [{ ${event}: GET /pets }] }
`;

const version = (range: string): { readonly head: string } => ({ head: `frameworkVersion: ${range}\n` });

ruleTester('valid-serverless-resource-policy', {
  valid: [
    { name: 'where the framework reads it', text: service(CURRENT, version("'3'")) },
    { name: 'no policy', text: service('stage: dev', version("'3'")) },
    { name: 'its former place, in any version', text: service(FORMER) },
    ...["'2'", '^2.72.0', "'>=2.0.0 <4'", "'>1'", "'2 || 3'", "'<3'", "'*'"].map((range) => ({
      name: `its former place in ${range}`,
      text: service(FORMER, version(range)),
    })),
    {
      name: 'both kinds of API',
      text: service(CURRENT).replace('GET /pets }', 'GET /pets }, { httpApi: GET /pets }'),
    },
    {
      name: 'restApiId that a variable leaves out',
      text: service(`apiGateway: { restApiId: "\${self:custom.id, null}", resourcePolicy: ${STATEMENTS} }`),
    },
    {
      name: 'a template',
      file: 't.json',
      text: '{"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Policy": {"Statement": []}}}}}',
    },
  ],
  invalid: [
    ...['3', "'3'", '^3.38.0', "'>=3.0.0 <5'", "'>2'", "'3 || 4'"].map((range) => ({
      name: `its former place in ${range}`,
      text: service(FORMER.replace('resourcePolicy', '«resourcePolicy»'), version(range)),
      findings: [{ message: 'serverless-moved' }] as const,
    })),
    {
      name: 'its former place beside its new one',
      text: service(`${FORMER.replace('resourcePolicy', '«resourcePolicy»')}\n  ${CURRENT}`, version("'4'")),
      findings: [{ message: 'serverless-moved' }],
    },
    {
      name: 'on the API of another service',
      text: service(`apiGateway: { restApiId: a1b2c3, «resourcePolicy»: ${STATEMENTS} }`),
      findings: [{ message: 'serverless-shared' }],
    },
    {
      name: 'on an API that is imported',
      text: service(
        `apiGateway: { restApiId: { 'Fn::ImportValue': api }, «resourcePolicy»: ${STATEMENTS} }\n  ${FORMER.replace('resourcePolicy', '«resourcePolicy»')}`,
      ),
      findings: [{ message: 'serverless-shared' }, { message: 'serverless-shared' }],
    },
    {
      name: 'on an HTTP API',
      text: service(`apiGateway: { «resourcePolicy»: ${STATEMENTS} }`, { event: 'httpApi' }),
      findings: [{ message: 'serverless-http' }],
    },
  ],
  undecided: [
    {
      name: 'a version that is not known',
      text: service(FORMER, version(`"‹\${opt:framework}›"`)),
      reasons: ['option framework is known at deployment only'],
    },
    {
      name: 'functions that are not known',
      text: `service: pets
provider: { name: aws, apiGateway: { resourcePolicy: ${STATEMENTS} } }
functions:
  - "‹\${file(functions.yml)}›"
  - { list: { handler: pets.list, events: [httpApi: GET /pets] } }
`,
      reasons: ['functions.yml is not there'],
    },
  ],
});
