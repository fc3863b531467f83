import { snapshot } from '../support/snapshots.ts';
import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, method, parameter, withPolicy } from './templates.ts';

const MISSING = { message: 'missing', data: { id: 'Api' } } as const;
const DEPLOYMENT = 'Deployment:\n  Type: AWS::ApiGateway::Deployment\n  Properties: { RestApiId: !Ref Api }';
const OUTPUT = '\nOutputs:\n  Id:\n    Value: !Ref Api\n    Export: { Name: shop-api }\n';

/** Marks the logical id of the API. */
const marked = (text: string): string => text.replace('\n  Api:\n', '\n  «Api»:\n');
/** A private API whose policy is this. */
const onPrivate = (policy: string, options: Parameters<typeof withPolicy>[1] = {}): string =>
  withPolicy(policy, { endpoint: 'PRIVATE', ...options });

ruleTester('require-private-api-policy', {
  valid: [
    {
      name: 'a private API with a policy',
      text: condition('vpce-0a1b2c3d', { endpoint: 'PRIVATE', operator: 'StringEquals', key: 'aws:SourceVpce' }),
    },
    { name: 'a public API without a policy', text: withPolicy('') },
    { name: 'an API of the edge without a policy', text: withPolicy('', { endpoint: 'none' }) },
    {
      name: 'a broken policy, which other rules speak of',
      otherRules: ['valid-policy'],
      text: onPrivate('Policy: [hello]'),
    },
    {
      name: 'a policy in another template that imports the id',
      text: `${onPrivate('', { deployed: false })}${OUTPUT}`,
    },
    {
      name: 'a policy in the definition',
      otherRules: ['no-open-private-api'],
      text: onPrivate(`
Body:
  openapi: 3.0.1
  x-amazon-apigateway-policy:
    Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }`),
    },
  ],
  invalid: [
    { name: 'no policy', text: marked(onPrivate('')), findings: [MISSING] },
    { name: 'an empty object', text: marked(onPrivate('Policy: {}')), findings: [MISSING] },
    { name: 'an empty string', text: marked(onPrivate("Policy: ''")), findings: [MISSING] },
    { name: 'a version alone', text: marked(onPrivate("Policy: { Version: '2012-10-17' }")), findings: [MISSING] },
    { name: 'AWS::NoValue', text: marked(onPrivate("Policy: !Ref 'AWS::NoValue'")), findings: [MISSING] },
    {
      name: 'a policy in one scenario only',
      otherRules: ['no-open-private-api'],
      text: marked(
        onPrivate(
          `
Policy:
  Fn::If:
    - IsProd
    - Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }
    - !Ref 'AWS::NoValue'`,
          { head: ENVIRONMENTS },
        ),
      ),
      findings: [{ ...MISSING, scenarios: ['Env is dev'] }],
    },
    {
      name: 'only where it is private',
      text: marked(withPolicy('', { head: ENVIRONMENTS, endpoint: '!If [IsProd, PRIVATE, REGIONAL]' })),
      findings: [{ ...MISSING, scenarios: ['Env is prod'] }],
    },
    {
      name: 'the default of a parameter, in lower case',
      text: marked(withPolicy('', { endpoint: '!Ref Endpoint', head: parameter('Endpoint', 'String', 'private') })),
      findings: [MISSING],
    },
    {
      name: 'an id that leaves the template after it was deployed',
      text: `${marked(onPrivate('', { resources: DEPLOYMENT }))}${OUTPUT}`,
      findings: [MISSING],
    },
    {
      name: 'whatever its methods need',
      text: marked(onPrivate('', { resources: method('GET', 'AuthorizationType: AWS_IAM') })),
      findings: [MISSING],
    },
    {
      name: 'an API of an account, whose policy nothing else can bring',
      file: 'snapshot.json',
      text: snapshot({ endpoint: { types: ['PRIVATE'] } }).replace('"id": "a1b2c3d4e5"', '"id": "«a1b2c3d4e5»"'),
      findings: [{ ...MISSING, data: { id: 'a1b2c3d4e5' } }],
    },
    {
      name: 'a JSON template',
      file: 'template.json',
      text: `{ "Resources": { "«Shop»": { "Type": "AWS::ApiGateway::RestApi",
  "Properties": { "EndpointConfiguration": { "Types": ["PRIVATE"] } } } } }`,
      findings: [{ message: 'missing', data: { id: 'Shop' } }],
    },
  ],
  undecided: [
    {
      name: 'a private custom domain without a policy, of which AWS does not say who may call it',
      text: 'Resources: { ‹Domain›: { Type: AWS::ApiGateway::DomainNameV2, Properties: { DomainName: shop.example.com } } }',
      reasons: ['AWS does not say who may call Domain, a private custom domain without a policy'],
    },
    {
      name: 'the same of SAM',
      text: `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      EndpointConfiguration: { Type: REGIONAL }
      ‹Domain›: { DomainName: shop.example.com, EndpointConfiguration: PRIVATE }
`,
      reasons: ['AWS does not say who may call Api.Domain, a private custom domain without a policy'],
    },
    {
      name: 'an id that goes into a nested stack that is not read',
      text: onPrivate('', {
        deployed: false,
        resources: `
‹Nested›:
  Type: AWS::CloudFormation::Stack
  Properties: { TemplateURL: 's3://shop/policy.yml', Parameters: { Api: !Ref Api } }`,
      }),
      reasons: ['the template of Nested is not read: it is no local file'],
    },
    {
      name: 'a macro among the properties',
      text: onPrivate("'‹Fn::Transform›': { Name: AddPolicy, Parameters: { Preset: internal } }"),
      reasons: ['Fn::Transform is not expanded'],
    },
    {
      name: 'an include among the properties that is not there',
      text: onPrivate("'‹Fn::Transform›': { Name: AWS::Include, Parameters: { Location: policy.yml } }"),
      reasons: ['policy.yml is not there: audit the template where that file is, or what the build makes of it'],
    },
    {
      name: 'a policy that is not known',
      text: onPrivate('Policy: !Ref Policy', { head: parameter('‹Policy›') }),
      reasons: ['parameter Policy has no default'],
    },
    {
      name: 'an endpoint type that is not known',
      text: withPolicy('', { endpoint: '!Ref Endpoint', head: parameter('‹Endpoint›') }),
      reasons: ['parameter Endpoint has no default'],
    },
    {
      name: 'a definition that is not known',
      text: onPrivate('Body: ‹!ImportValue definition›'),
      reasons: ['Fn::ImportValue takes definition from another stack'],
    },
  ],
});
