// Templates that are large on purpose; the same ones each time.
import { generator } from './random.mjs';

const head = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Deployment0a1b2c3d: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      EndpointConfiguration: { Types: [REGIONAL] }
      Policy:
        Version: '2012-10-17'
        Statement:
`;

function statement(effect, entries) {
  const lines = entries.map((entry) => `                  - ${entry}\n`).join('');
  return `          - Effect: ${effect}
            Principal: '*'
            Action: execute-api:Invoke
            Resource: execute-api:/*
            Condition:
              IpAddress:
                aws:SourceIp:
${lines}`;
}

/** An allowlist of networks that have nothing to do with each other. */
export function manyCidrs(count) {
  const entries = Array.from({ length: count }, (_, i) => `${16 + (i >> 15)}.${(i >> 7) & 255}.${(i & 127) * 2}.0/24`);
  return head + statement('Allow', entries);
}

/** Two allowlists and a blocklist of networks of all sizes, many of which lie in others or stand several times. */
export function nestedCidrs(count) {
  const random = generator();
  const entries = Array.from({ length: count }, () => {
    const prefix = 16 + random(17);
    const address = (16 + random(64)) * 2 ** 24 + random(2 ** 24);
    const network = address - (address % 2 ** (32 - prefix));
    return `${[24, 16, 8, 0].map((shift) => (network / 2 ** shift) & 255).join('.')}/${prefix}`;
  });
  const [one, two] = [Math.floor(count * 0.4), Math.floor(count * 0.7)];
  return (
    head +
    statement('Allow', entries.slice(0, one)) +
    statement('Allow', entries.slice(one, two)) +
    statement('Deny', entries.slice(two))
  );
}

/** As many networks that are allowed as are denied, a part of each. */
export function allowedAndDenied(count) {
  const networks = Array.from({ length: count }, (_, i) => `${16 + (i >> 15)}.${(i >> 7) & 255}.${(i & 127) * 2}`);
  return (
    head +
    statement(
      'Allow',
      networks.map((start) => `${start}.0/24`),
    ) +
    statement(
      'Deny',
      networks.map((start) => `${start}.128/25`),
    ) +
    ROUTE
  );
}

const ROUTE = `  Root:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
`;

const VERBS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'ANY'];
const AUTHORIZATIONS = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'];

/** Routes by one verb, with a statement for each. */
export function routesBy(verb, routes) {
  const Statement = Array.from({ length: routes }, (_, i) => ({
    Effect: 'Allow',
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: `execute-api:/*/*/things${i}`,
    Condition: { IpAddress: { 'aws:SourceIp': `52.94.${i >> 8}.${i & 255}` } },
  }));
  const EndpointConfiguration = { Types: ['REGIONAL'] };
  const Policy = { Version: '2012-10-17', Statement };
  const resources = { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { EndpointConfiguration, Policy } } };
  const RestApiId = { Ref: 'Api' };
  for (let i = 0; i < routes; i += 1) {
    resources[`Path${i}`] = {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: `things${i}` },
    };
    resources[`Method${i}`] = {
      Type: 'AWS::ApiGateway::Method',
      Properties: { RestApiId, ResourceId: { Ref: `Path${i}` }, HttpMethod: verb, AuthorizationType: 'NONE' },
    };
  }
  return JSON.stringify({ Resources: resources });
}

/** Routes of which every other has a path parameter, each for all stages; with a policy as large as AWS takes, or none. */
export function manyRoutes(routes, stages, withPolicy) {
  const resources = {
    Deployment0a1b2c3d: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
    Api: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: {
        EndpointConfiguration: { Types: ['REGIONAL'] },
        ...(withPolicy && { Policy: { Version: '2012-10-17', Statement: largestStatements() } }),
      },
    },
  };
  for (let i = 0; i < stages; i += 1)
    resources[`Stage${i}`] = {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        RestApiId: { Ref: 'Api' },
        StageName: `stage${i}`,
        DeploymentId: { Ref: 'Deployment0a1b2c3d' },
      },
    };
  for (let i = 0; i < routes; i += 1) {
    resources[`Path${i}`] = {
      Type: 'AWS::ApiGateway::Resource',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ParentId: i % 2 ? { Ref: `Path${i - 1}` } : { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        PathPart: i % 2 ? '{id}' : `things${i}`,
      },
    };
    resources[`Method${i}`] = {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: { Ref: `Path${i}` },
        HttpMethod: VERBS[i % VERBS.length],
        AuthorizationType: AUTHORIZATIONS[i % AUTHORIZATIONS.length],
      },
    };
  }
  return JSON.stringify({ Resources: resources });
}

/** Statements up to the 8,192 characters that a policy may have. */
function largestStatements() {
  const statements = [];
  const size = () => JSON.stringify({ Version: '2012-10-17', Statement: statements }).length;
  for (let i = 0; size() < 8_192; i += 1) {
    const negated = i % 3 === 2;
    statements.push({
      Effect: negated ? 'Deny' : 'Allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: `execute-api:/stage${i % 4}/${VERBS[i % 5]}/things${i * 4}${i % 2 ? '/*' : ''}`,
      Condition: { [negated ? 'NotIpAddress' : 'IpAddress']: { 'aws:SourceIp': `52.94.${i}.0/24` } },
    });
  }
  return statements.slice(0, -1);
}

const OFFICE = [
  {
    Effect: 'Allow',
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: 'execute-api:/*',
    Condition: { IpAddress: { 'aws:SourceIp': '52.94.76.0/22' } },
  },
];

const NOTHING = { Ref: 'AWS::NoValue' };

/** An API with a policy, a method and a deployment, by the numbers that their names end in. */
function smallApi(number) {
  const api = { Ref: `Api${number}` };
  const root = { 'Fn::GetAtt': [`Api${number}`, 'RootResourceId'] };
  return {
    [`Api${number}`]: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: { Policy: { Version: '2012-10-17', Statement: OFFICE } },
    },
    [`Method${number}`]: {
      Type: 'AWS::ApiGateway::Method',
      Properties: { RestApiId: api, ResourceId: root, HttpMethod: 'GET', AuthorizationType: 'NONE' },
    },
    [`Deployment${String(number).padStart(8, '0')}`]: {
      Type: 'AWS::ApiGateway::Deployment',
      Properties: { RestApiId: api, StageName: 'live' },
    },
  };
}

/** As many APIs in one template. */
export function manyApis(count) {
  return JSON.stringify({ Resources: Object.assign({}, ...Array.from({ length: count }, (_, i) => smallApi(i))) });
}

/** An API of SAM with an allowlist, and as many functions with a route each. */
export function manyFunctions(count) {
  const policy = { IpRangeWhitelist: ['52.94.76.0/22'] };
  const resources = {
    Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'live', Auth: { ResourcePolicy: policy } } },
  };
  for (let i = 0; i < count; i += 1) {
    const call = { Type: 'Api', Properties: { RestApiId: { Ref: 'Api' }, Path: `/things${i}`, Method: 'get' } };
    resources[`Function${i}`] = { Type: 'AWS::Serverless::Function', Properties: { Events: { Call: call } } };
  }
  return JSON.stringify({ Transform: 'AWS::Serverless-2016-10-31', Resources: resources });
}

/** Conditions of which each asks twice for the one before it. */
export function chainedConditions(length) {
  const conditions = { Is0: { 'Fn::Equals': [{ Ref: 'Environment' }, 'prod'] } };
  for (let i = 1; i < length; i += 1) {
    const before = { Condition: `Is${i - 1}` };
    conditions[`Is${i}`] = { 'Fn::And': [before, before] };
  }
  const resources = smallApi(0);
  resources.Api0.Condition = `Is${length - 1}`;
  return JSON.stringify({
    Parameters: { Environment: { Type: 'String' } },
    Conditions: conditions,
    Resources: resources,
  });
}

/** As many statements, each there under a condition of its own. */
export function switchedStatements(count) {
  const names = Array.from({ length: count }, (_, i) => `Is${i}`);
  const resources = smallApi(0);
  resources.Api0.Properties.Policy.Statement = names.map((name) => ({ 'Fn::If': [name, OFFICE[0], NOTHING] }));
  return JSON.stringify({
    Parameters: Object.fromEntries(names.map((name) => [`${name}On`, { Type: 'String' }])),
    Conditions: Object.fromEntries(names.map((name) => [name, { 'Fn::Equals': [{ Ref: `${name}On` }, 'yes'] }])),
    Resources: resources,
  });
}

/** As many nested stacks of one template, which is in the file of this name. */
export function nestedStacks(count, file) {
  const stack = (i) => ({
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: file, Parameters: { Name: `stack${i}` } },
  });
  return JSON.stringify({
    Resources: Object.fromEntries(Array.from({ length: count }, (_, i) => [`Stack${i}`, stack(i)])),
  });
}
