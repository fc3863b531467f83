import type { FakeApi } from './server.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

/** A policy as AWS keeps it: ARNs in full, lists of one as their member. */
export function policy(id: string, source: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${id}/*`,
        Condition: { IpAddress: { 'aws:SourceIp': source } },
      },
    ],
  };
}

/** An API of two stages: what is deployed to `prod` is open, what is written since is not. */
export function shop(id = 'a1b2c3d4e5'): FakeApi & { readonly exports: Readonly<Record<string, object>> } {
  return {
    id,
    name: 'shop',
    policy: policy(id, '192.0.2.0/24'),
    stages: [
      {
        stageName: 'prod',
        deploymentId: 'dep1',
        canarySettings: {
          deploymentId: 'dep2',
          percentTraffic: 10,
          stageVariableOverrides: { key: 'variable-secret' },
        },
        webAclArn: `arn:aws:wafv2:${REGION}:${ACCOUNT}:regional/webacl/w/1`,
        variables: { key: 'variable-secret' },
        createdDate: 1_700_000_000,
      },
      { stageName: 'dev', deploymentId: 'dep3' },
    ],
    exports: { prod: exported(policy(id, '0.0.0.0/0')), dev: exported(undefined) },
    resources: [
      { id: 'r2', path: '/pets', resourceMethods: { POST: { httpMethod: 'POST', authorizationType: 'AWS_IAM' } } },
      {
        id: 'r1',
        path: '/',
        resourceMethods: {
          GET: { httpMethod: 'GET', authorizationType: 'CUSTOM', authorizerId: 'auth1', apiKeyRequired: true },
        },
      },
      { id: 'r3', path: '/empty' },
    ],
    authorizers: [{ id: 'auth1', name: 'lambda', type: 'TOKEN', authorizerUri: 'arn:aws:lambda:uri-secret' }],
    deployments: { dep1: { '/pets': { GET: { authorizationType: 'NONE', apiKeyRequired: false } } } },
  };
}

/** An OpenAPI document as GetExport gives it. */
export function exported(deployed: object | undefined): object {
  return {
    openapi: '3.0.1',
    info: { title: 'shop', version: '2024-08-07T10:28:25Z' },
    servers: [{ url: 'https://x/{basePath}', variables: { basePath: { default: 'prod' } } }],
    paths: {
      '/pets': {
        get: {
          parameters: [{ name: 'q', in: 'query' }],
          responses: { 200: { description: 'ok' } },
          security: [{ lambda: [] }],
          'x-amazon-apigateway-integration': {
            uri: 'http://backend',
            requestParameters: { k: "'integration-secret'" },
          },
        },
        'x-amazon-apigateway-any-method': { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } },
      },
    },
    components: {
      schemas: { Pet: { type: 'object' } },
      securitySchemes: {
        lambda: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: 'arn:aws:lambda:uri-secret' },
        },
      },
    },
    ...(deployed && { 'x-amazon-apigateway-policy': deployed }),
  };
}
