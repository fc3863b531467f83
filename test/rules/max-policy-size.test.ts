import { ruleTester } from './rule-tester.ts';
import { ENVIRONMENTS, parameter, withPolicy } from './templates.ts';

/** A region of 14, an account of 12 and an API id of 10 characters. */
const UNKNOWN_PARTS = 14 + ':'.length + 12 + ':'.length + 10;
/** What `execute-api:/*` grows by. */
const EXPANSION = 'arn:aws:'.length + UNKNOWN_PARTS;

interface Policy {
  readonly Version: string;
  readonly Statement: readonly [object, ...object[]];
}

/** A policy of exactly this many characters of JSON without blanks. */
function policyOf(size: number, resource: string | readonly string[] = '*'): Policy {
  const make = (sid: string): Policy => ({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: sid,
        Effect: 'Allow',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: resource,
        Condition: { IpAddress: { 'aws:SourceIp': ['52.94.76.0/22', '8.8.8.8/32'] } },
      },
    ],
  });
  return make('x'.repeat(size - JSON.stringify(make('')).length));
}

const inYaml = (policy: Policy, key = 'Policy'): string =>
  withPolicy(`${key}: ${JSON.stringify(policy, null, 1).replace(/\n\s*/g, ' ')}`);
const expanded = (written: string, size: string) => ({ message: 'expanded', data: { written, size } });

ruleTester('max-policy-size', {
  valid: [
    { name: 'a small policy', text: inYaml(policyOf(400)) },
    { name: 'as much as API Gateway takes', text: inYaml(policyOf(8192)) },
    { name: 'as much, with a resource that is expanded', text: inYaml(policyOf(8192 - EXPANSION, 'execute-api:/*')) },
    {
      name: 'as much, with a resource that AWS does not expand',
      otherRules: ['valid-resource'],
      text: inYaml(policyOf(8192, 'execute-api:*/*/*')),
    },
    {
      name: 'blanks, which do not count',
      text: withPolicy(`Policy: ${JSON.stringify(policyOf(8192), null, 40).replaceAll('\n', '\n  ')}`),
    },
    {
      name: 'blanks of JSON in a string',
      text: withPolicy(`Policy: '${JSON.stringify(policyOf(8192), null, 40).replaceAll('\n', '\n  ')}'`),
    },
    {
      name: 'an unknown part of a policy that has room for any',
      text: withPolicy(`Policy: ${JSON.stringify(policyOf(4000)).replace('"8.8.8.8/32"', '!Ref Source')}`, {
        head: parameter('Source'),
      }),
    },
    {
      name: 'ids and addresses that have room, whatever they are',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: withPolicy(
        `Policy: ${JSON.stringify(policyOf(8000))
          .replace('"8.8.8.8/32"', '!Ref Address')
          .replace('"IpAddress"', '"StringEquals": { "aws:SourceVpce": [!Ref Endpoint, !Ref Network] }, "IpAddress"')}`,
        {
          head: parameter('Network', 'AWS::EC2::VPC::Id'),
          resources: 'Endpoint: { Type: AWS::EC2::VPCEndpoint }\nAddress: { Type: AWS::EC2::EIP }',
        },
      ),
    },
    {
      name: 'regions, accounts and ids by their usual length',
      text: withPolicy(
        `Policy: ${JSON.stringify(policyOf(8100, 'RESOURCE')).replace(
          '"RESOURCE"',
          `!Sub 'arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*'`,
        )}`,
      ),
    },
  ],
  invalid: [
    {
      name: 'one character too many',
      text: inYaml(policyOf(8193), '«Policy»'),
      findings: [{ message: 'written', data: { size: '8,193' } }],
    },
    {
      name: 'one too many with a resource that is expanded',
      text: inYaml(policyOf(8193 - EXPANSION, 'execute-api:/*'), '«Policy»'),
      findings: [expanded((8193 - EXPANSION).toLocaleString('en'), '8,193')],
    },
    {
      name: 'several resources that are expanded',
      text: inYaml(policyOf(8101, ['execute-api:/*/GET/*', 'execute-api:/*/HEAD/*', '*']), '«Policy»'),
      findings: [expanded('8,101', (8101 + 2 * EXPANSION).toLocaleString('en'))],
    },
    {
      name: 'one too many with regions, accounts and ids by their usual length',
      text: withPolicy(
        `«Policy»: ${JSON.stringify(policyOf(8193 - 'arn:aws:execute-api:/*'.length - UNKNOWN_PARTS, '')).replace(
          '"Resource":""',
          `"Resource": !Sub 'arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*'`,
        )}`,
      ),
      findings: [{ message: 'written', data: { size: '8,193' } }],
    },
    {
      name: 'JSON in a string',
      text: withPolicy(`«Policy»: '${JSON.stringify(policyOf(9000))}'`),
      findings: [{ message: 'written', data: { size: '9,000' } }],
    },
    {
      name: 'a policy in the definition of a private API',
      otherRules: ['no-source-ip-on-private-api'],
      text: withPolicy(`Body: { openapi: 3.0.1, «x-amazon-apigateway-policy»: ${JSON.stringify(policyOf(9000))} }`, {
        endpoint: 'PRIVATE',
      }),
      findings: [{ message: 'written', data: { size: '9,000' } }],
    },
    {
      name: 'one scenario',
      text: withPolicy(`«Policy»: !If [IsProd, ${JSON.stringify(policyOf(9000))}, ${JSON.stringify(policyOf(400))}]`, {
        head: ENVIRONMENTS,
      }),
      findings: [{ message: 'written', data: { size: '9,000' }, scenarios: ['Env is prod'] }],
    },
    {
      name: 'a policy by itself',
      file: 'policy.json',
      text: `«{»${JSON.stringify(policyOf(9001)).slice(1)}`,
      findings: [{ message: 'written', data: { size: '9,001' } }],
    },
    {
      name: 'too many whatever an unknown part is',
      text: withPolicy(`«Policy»: ${JSON.stringify(policyOf(8300)).replace('"8.8.8.8/32"', '!Ref Source')}`, {
        head: parameter('Source'),
      }),
      // what is not known counts for nothing
      findings: [{ message: 'written', data: { size: (8300 - '"8.8.8.8/32"'.length).toLocaleString('en') } }],
    },
  ],
  undecided: [
    {
      name: 'an id for which there may be no room',
      otherRules: ['valid-cidr'],
      text: withPolicy(`Policy: ${JSON.stringify(policyOf(8190)).replace('"8.8.8.8/32"', '!Ref Network')}`, {
        head: parameter('‹Network›', 'AWS::EC2::VPC::Id'),
      }),
      reasons: ['parameter Network has no default'],
    },
    {
      name: 'an unknown part of a policy that has little room',
      text: withPolicy(`Policy: ${JSON.stringify(policyOf(8000)).replace('"8.8.8.8/32"', '!Ref Source')}`, {
        head: parameter('‹Source›'),
      }),
      reasons: ['parameter Source has no default'],
    },
    {
      name: 'a policy that is not known',
      text: withPolicy('Policy: !Ref Policy', { head: parameter('‹Policy›') }),
      reasons: ['parameter Policy has no default'],
    },
  ],
});
