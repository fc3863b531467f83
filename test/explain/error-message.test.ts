import { describe, expect, test } from 'vitest';
import { readError } from '../../src/explain/error-message.ts';
import { rules } from '../../src/rules/index.ts';

const ARN = 'arn:aws:execute-api:eu-west-1:********3333:abc123/prod/GET/pets';
const denied = (why = '', user = 'anonymous'): string =>
  `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${ARN}${why}`;
const INVALID = 'Invalid policy document. Please check the policy syntax and ensure that Principals are valid.';
const PRIVATE = "Private REST API doesn't have a resource policy attached to it";

describe('a denial by a policy', () => {
  const found = (explicit: boolean, signed = false): object => ({
    resource: ARN,
    explicit,
    signed,
    stage: 'prod',
    method: 'GET',
    path: '/pets',
  });

  test.each<[name: string, text: string, denial: object]>([
    ['by no Allow', denied(), found(false)],
    ['by a Deny', denied(' with an explicit deny'), found(true)],
    ['by a Deny, as IAM says it now', denied(' with an explicit deny in a resource-based policy'), found(true)],
    [
      'by no Allow, as IAM says it now',
      denied(' because no resource-based policy allows the execute-api:Invoke action'),
      found(false),
    ],
    [
      'of a signed caller',
      denied(
        ' because no identity-based policy allows the execute-api:Invoke action',
        'arn:aws:sts::111122223333:assumed-role/app/session',
      ),
      found(false, true),
    ],
    ['as the body of an answer', JSON.stringify({ Message: denied() }), found(false)],
    [
      'as a line of a log',
      `2026-11-30T10:00:00Z [WARN] ${JSON.stringify({ status: 403, error: denied() })}`,
      found(false),
    ],
    [
      'in an event of a log group',
      JSON.stringify({ logEvents: [{ message: JSON.stringify({ message: denied() }) }] }),
      found(false),
    ],
    [
      'in the error of a client, which has words of its own',
      JSON.stringify({
        name: 'AxiosError',
        message: 'Request failed with status code 403',
        response: { statusText: 'Forbidden', data: { Message: denied() } },
      }),
      found(false),
    ],
    [
      'in a string within such an error',
      JSON.stringify({ msg: 'call failed', err: { message: '403', body: JSON.stringify({ Message: denied() }) } }),
      found(false),
    ],
    [
      'on a later line of a log',
      `INFO {"message":"start"}\nERROR ${JSON.stringify({ Message: denied() })}`,
      found(false),
    ],
    ['behind other JSON', `{"message":"Request failed"} body={"Message":"${denied()}"}`, found(false)],
    ['with its quotes escaped', `"{\\"Message\\":\\"${denied()}\\"}"`, found(false)],
    [
      'as an exception',
      `com.amazonaws.AccessDeniedException: ${denied()} (Service: null; Status Code: 403)`,
      found(false),
    ],
    ['at the end of a sentence', `${denied()}.`, found(false)],
  ])('%s', (_, text, denial) => {
    expect(readError(text)).toMatchObject({ kind: 'policy', denial });
  });

  test.each([
    ['a line of an access log', JSON.stringify({ requestId: 'a', ip: '8.8.8.8', error: denied() })],
    ['the context of a request', JSON.stringify({ identity: { sourceIp: '8.8.8.8' }, message: denied() })],
    ['a log in the common format', `8.8.8.8 - - [30/Nov/2026:10:00:00 +0000] "GET /pets HTTP/1.1" 403 ${denied()}`],
  ])('%s gives the address of the caller', (_, text) => {
    const { denial, meaning } = readError(text);
    expect(denial).toMatchObject({ path: '/pets', from: '8.8.8.8' });
    expect(meaning).toContain('8.8.8.8');
  });

  test('what is no address is not taken for one', () => {
    expect(readError(JSON.stringify({ ip: '-', error: denied() })).denial).not.toHaveProperty('from');
  });

  test('one of a resource policy that names no resource is told from that of a Lambda authorizer', () => {
    const text = 'User is not authorized to access this resource with an explicit deny';
    expect(readError(text).kind).toBe('authorizer');
    expect(readError(`${text} in a resource-based policy`)).toMatchObject({ kind: 'policy' });
  });

  test('one whose resource is hidden does not say of which route', () => {
    const hidden = denied().replace(ARN, 'arn:aws:execute-api:us-east-1:********/****/****/');
    const { kind, denial, meaning } = readError(hidden);
    expect([kind, denial]).toEqual(['policy', undefined]);
    expect(meaning).toContain('does not say of which route');
  });

  test.each([
    [' with an explicit deny in a VPC endpoint policy', 'The VPC endpoint policy has a Deny that matches'],
    [' because no VPC endpoint policy allows the execute-api:Invoke action', 'The VPC endpoint policy has no Allow'],
    [' with an explicit deny in a service control policy', 'The service control policy has a Deny'],
    [' because no permissions boundary allows the execute-api:Invoke action', 'The permissions boundary has no Allow'],
    [' with an explicit deny in an identity-based policy', "The caller's own IAM policy has a Deny"],
  ])('by another policy: %s', (why, meaning) => {
    const error = readError(denied(why, 'arn:aws:iam::111122223333:user/a'));
    expect(error).toMatchObject({ kind: 'other-policy' });
    expect(error.meaning.startsWith(meaning)).toBe(true);
    expect(error.denial).toBeUndefined();
  });
});

describe('what is about something else', () => {
  test.each([
    ['Missing Authentication Token', 'missing-token'],
    ['{"message":"Missing Authentication Token"}', 'missing-token'],
    ['Forbidden', 'forbidden'],
    ['{"message": "Forbidden"}', 'forbidden'],
    ['HTTP/2 403 Forbidden', 'forbidden'],
    ["{'message': 'Forbidden'}", 'forbidden'],
    ['{"message":"Unauthorized"}', 'unauthorized'],
    ['{"message":"The incoming token has expired"}', 'unauthorized'],
    ['{"Message":"User is not authorized to access this resource with an explicit deny"}', 'authorizer'],
    [
      '{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}',
      'authorizer',
    ],
    [
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret',
      'signature',
    ],
    ['Signature expired: 20261130T100000Z is now earlier than 20261130T101500Z', 'signature'],
    ["Credential should be scoped to a valid region, not 'eu-west-1'.", 'signature'],
    ['The security token included in the request is invalid.', 'signature'],
    ["'Bearer' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer abc'.", 'signature'],
    ["Authorization header requires 'Credential' parameter.", 'signature'],
    ['Internal server error', 'other'],
    ['{"message": null}', 'other'],
    ['The Forbidden City is in Beijing', 'other'],
    ['', 'other'],
    ['{"constructor":{"message":7}}', 'other'],
  ])('%s', (text, kind) => {
    const error = readError(text);
    expect(error.kind).toBe(kind);
    expect([error.denial, error.rules]).toEqual([undefined, undefined]);
  });
});

describe('a deployment that is refused', () => {
  test.each([
    ['alone', PRIVATE, 'no-policy'],
    ['with another apostrophe', PRIVATE.replace("'", '’'), 'no-policy'],
    [
      'by Terraform, in its frame',
      `╷\n│ Error: creating API Gateway Deployment: operation error API Gateway: CreateDeployment, https response error StatusCode: 400,\n│ RequestID: 1, BadRequestException: Private REST API doesn't\n│ have a resource policy attached to it\n│\n│   with aws_api_gateway_deployment.this,\n╵`,
      'no-policy',
    ],
    [
      'by CloudFormation',
      `Resource handler returned message: "${INVALID} (Service: ApiGateway, Status Code: 400, Request ID: 1)" (RequestToken: 2, HandlerErrorCode: InvalidRequest)`,
      'invalid-policy',
    ],
    [
      'by CloudFormation, as an event',
      JSON.stringify({
        StackEvents: [{ LogicalResourceId: 'Api', ResourceStatusReason: `${INVALID} (Service: ApiGateway)` }],
      }),
      'invalid-policy',
    ],
    [
      'by the AWS CLI',
      `An error occurred (BadRequestException) when calling the UpdateRestApi operation: ${INVALID}`,
      'invalid-policy',
    ],
  ])('%s', (_, text, kind) => {
    expect(readError(text).kind).toBe(kind);
  });

  test('names rules that there are', () => {
    const known = rules.map(({ id }) => id);
    for (const text of [PRIVATE, INVALID])
      expect(readError(text).rules?.filter((id) => !known.includes(id))).toEqual([]);
  });
});
