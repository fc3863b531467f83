import { ruleTester } from './rule-tester.ts';

const STATEMENTS =
  '[{ Effect: Allow, Principal: "*", Action: execute-api:Invoke, Resource: execute-api:/*, Condition: { IpAddress: { aws:SourceIp: 8.8.8.8 } } }]';
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
    { name: 'no policy', otherRules: ['require-policy'], text: service('stage: dev', version("'3'")) },
    { name: 'no version, which nobody takes for one before 2.18', text: service(CURRENT) },
    ...["'2'", '^2.72.0', "'<3'", "'2.17.0'"].map((range) => ({
      name: `its former place in ${range}`,
      text: service(FORMER, version(range)),
    })),
    ...["'*'", "'<4'", "'>=2.18'", "'3 || 4'"].map((range) => ({
      name: `its new place in ${range}`,
      text: service(CURRENT, version(range)),
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
      otherRules: ['no-undeployed-policy', 'valid-policy'],
      file: 't.json',
      text: '{"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Policy": {"Statement": []}}}}}',
    },
  ],
  invalid: [
    ...['3', "'3'", '^3.38.0', "'>=3.0.0 <5'", "'>2'", "'3 || 4'"].map((range) => ({
      name: `its former place in ${range}`,
      otherRules: ['require-policy'],
      text: service(FORMER.replace('resourcePolicy', '«resourcePolicy»'), version(range)),
      findings: [{ message: 'serverless-moved' }] as const,
    })),
    ...['', "'*'", "'>=2.0.0 <4'", "'>1'", "'2 || 3'", "'no range'", `"\${opt:framework}"`].map((range) => ({
      name: `its former place in ${range || 'any version'}`,
      otherRules: ['require-policy'],
      text: service(FORMER.replace('resourcePolicy', '«resourcePolicy»'), range === '' ? {} : version(range)),
      findings: [{ message: 'serverless-moved', scenarios: ['Serverless Framework is 3 or later'] }] as const,
    })),
    ...["'2.17.0'", "'>=2.1 <2.18'"].map((range) => ({
      name: `its new place in ${range}`,
      otherRules: ['require-policy'],
      text: service(CURRENT.replace('resourcePolicy', '«resourcePolicy»'), version(range)),
      findings: [{ message: 'serverless-early' }] as const,
    })),
    ...["'2'", "'>=2.0.0 <4'", "'2 || 3'"].map((range) => ({
      name: `its new place in ${range}`,
      otherRules: ['require-policy'],
      text: service(CURRENT.replace('resourcePolicy', '«resourcePolicy»'), version(range)),
      findings: [{ message: 'serverless-early', scenarios: ['Serverless Framework is before 2.18'] }] as const,
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
