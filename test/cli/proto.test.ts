import { describe, test } from 'vitest';
import { expectReport } from './program.ts';
import { run, workspace } from './run.ts';

const directory = workspace();

test('__proto__ and its like as names of all kinds', async () => {
  const template = `Parameters:
  __proto__: { Type: String, Default: 8.0.0.0/8 }
  constructor: { Type: String, AllowedValues: [a, b] }
Mappings:
  __proto__: { __proto__: { __proto__: 0.0.0.0/0 } }
Conditions:
  __proto__: !Equals [!Ref constructor, a]
Resources:
  toString: { Type: AWS::SNS::Topic }
  __proto__:
    Type: AWS::ApiGateway::RestApi
    Condition: __proto__
    Properties:
      __proto__: 1
      EndpointConfiguration: { Types: [REGIONAL] }
      Policy:
        Version: '2012-10-17'
        __proto__: 5
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: execute-api:Invoke
            Resource: execute-api:/*
            __proto__: x
            Condition:
              __proto__: { __proto__: a }
              IpAddress:
                __proto__: a
                aws:SourceIp:
                  - !FindInMap [__proto__, __proto__, __proto__]
                  - !If [__proto__, 10.0.0.0/8, 1.1.1.1/33]
                  - !Ref __proto__
`;
  expectReport(
    await run(['a.yml'], { cwd: directory({ 'a.yml': template }) }),
    1,
    '2:39 warning 8.0.0.0/8 lets in',
    '5:40 error 0.0.0.0/0 is the whole IPv4 internet',
    '16:7 error Nothing in this template deploys __proto__',
    '18:9 error A policy has no element "__proto__"',
    '24:13 error A statement has no element "__proto__"',
    '26:15 error There is no operator __proto__',
    '26:28 error There is no condition key __proto__. Use a key that API Gateway provides',
    '28:17 error There is no condition key __proto__. Use a key that API Gateway provides',
    '31:37 error No request from 10.0.0.0/8',
    'not decided: the template has no methods of __proto__',
  );
});

test('__proto__ in JSON', async () => {
  const template = `{
  "__proto__": { "Resources": 1 },
  "Resources": { "__proto__": { "Type": "AWS::ApiGateway::RestApi", "Properties": {
    "Policy": { "__proto__": { "Version": 1 }, "Version": "2012-10-17", "Statement": [{
      "Effect": "__proto__", "Principal": { "constructor": "*" }, "Action": "execute-api:*", "Resource": "*" }] } } } }
}`;
  expectReport(
    await run(['a.json'], { cwd: directory({ 'a.json': template }) }),
    1,
    '4:6 error Nothing in this template deploys __proto__',
    '4:18 error A policy has no element "__proto__"',
    '5:8 error "__proto__" is no effect',
    '5:46 error "constructor" is no kind of principal',
    'not decided: the template has no methods of __proto__',
    'not decided: AWS refuses a statement that lacks an element or has a wrong one',
  );
});

describe('a type that every object has something by', () => {
  const types = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'];
  test.each(types)('%s', async (type) => {
    const sam = `Transform: AWS::Serverless-2016-10-31
Resources:
  Api: { Type: AWS::Serverless::Api, Properties: { StageName: p, Auth: { ResourcePolicy: { ${type}: [8.8.8.8] } } } }
  Other: { Type: ${type}, Properties: { TemplateURL: t.yml, Location: t.yml } }
  F: { Type: AWS::Serverless::Function, Properties: { Events: { E: { Type: Api, Properties: { Path: /x, Method: ${type}, RestApiId: !Ref Api, Auth: { Authorizer: ${type} } } } } } }
`;
    expectReport(
      await run(['sam.yml'], { cwd: directory({ 'sam.yml': sam }) }),
      1,
      `3:92 error ResourcePolicy has no "${type}"`,
    );
  });
});
