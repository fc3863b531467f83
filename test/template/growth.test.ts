import { expect, test } from 'vitest';
import { auditTexts } from '../support/memory.ts';
import { loaded, worldsOf } from './support.ts';

const api = (condition: string): string => `  Api:
    Type: AWS::ApiGateway::RestApi
    Condition: ${condition}
    Properties: { Policy: { Statement: [{ Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }] } }
`;

test.each(['And', 'Or'])('a chain of conditions that ask twice for the one before, by Fn::%s', (by) => {
  const chain = Array.from({ length: 60 }, (_, i) => `  C${i + 1}: !${by} [!Condition C${i}, !Condition C${i}]\n`);
  const text = `Parameters: { P: { Type: String } }
Conditions:
  C0: !Equals [!Ref P, x]
${chain.join('')}Resources:
${api('C60')}`;
  const worlds = worldsOf(text);
  expect(worlds.map(({ world }) => world.map(({ subject, choice }) => [subject, choice]))).toEqual([
    [['P', { is: ['x'] }]],
  ]);
});

test('what a condition came to is asked for again where more is decided since', () => {
  const text = `Parameters: { P: { Type: String, AllowedValues: [x, y] }, Q: { Type: String, AllowedValues: [x, y] } }
Conditions:
  IsX: !Equals [!Ref P, x]
  Both: !And [!Condition IsX, !Equals [!Ref Q, x]]
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { Description: !If [Both, a, b], EndpointConfiguration: { Types: [!If [IsX, PRIVATE, REGIONAL]] }, Policy: !If [Both, { Statement: { Effect: Allow } }, !Ref AWS::NoValue] }
  Method: { Type: AWS::ApiGateway::Method, Condition: Both, Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET } }
`;
  const rows = worldsOf(text).map(({ endpoint, revisions: [revision], world }) => [
    Object.fromEntries(world.map(({ subject, choice }) => [subject, 'is' in choice ? choice.is.join() : ''])),
    endpoint.is === 'yes' && endpoint.value,
    revision?.policies.length,
    revision?.routes.map(({ exists }) => exists.is),
  ]);
  expect(rows).toEqual(
    expect.arrayContaining([
      [{ P: 'x', Q: 'x' }, 'PRIVATE', 1, ['yes']],
      [{ P: 'x', Q: 'y' }, 'PRIVATE', 0, []],
    ]),
  );
});

test('500 nested stacks of one template, as many as CloudFormation takes', () => {
  const stacks = Array.from(
    { length: 500 },
    (_, i) =>
      `  S${i}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: child.yml, Parameters: { P: x } } }\n`,
  );
  const child = `Parameters: { P: { Type: String } }
Conditions: { C0: !Equals [!Ref P, x] }
Resources:
${api('C0')}`;
  const report = auditTexts({ 'parent.yml': `Resources:\n${stacks.join('')}`, 'child.yml': child }, {}, ['parent.yml']);
  expect(report.failures).toEqual([]);
  expect(report.summary.apis).toBe(500);
});

test('stacks that multiply are given up', () => {
  const twice = (name: string): string =>
    ['A', 'B', 'C', 'D']
      .map((id) => `  ${id}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${name} } }\n`)
      .join('');
  const files = Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [`l${i}.yml`, `Resources:\n${twice(`l${i + 1}.yml`)}`]),
  );
  const { failures } = loaded(files['l0.yml'] as string, {
    file: 'l0.yml',
    files: { ...files, 'l9.yml': `Parameters: {}\nResources:\n  T: { Type: AWS::SNS::Topic }\n` },
  });
  expect(failures[0]?.message).toMatch(/^This expands to too many values/);
});

test('methods whose API depends on a condition stand in their order among those of one', () => {
  const method = (id: string, owner: string): string =>
    `  ${id}: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: ${owner}, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: ${id} } }\n`;
  const text = `Parameters: { P: { Type: String, AllowedValues: [x, y] } }
Conditions: { IsX: !Equals [!Ref P, x] }
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { EndpointConfiguration: { Types: [!If [IsX, REGIONAL, EDGE]] } }
  Other: { Type: AWS::ApiGateway::RestApi }
${method('GET', '!Ref Api')}${method('PUT', '!If [IsX, !Ref Api, !Ref Other]')}${method('POST', '!Ref Api')}`;
  expect(worldsOf(text).map(({ revisions: [one] }) => one?.routes.map(({ method: verb }) => verb))).toEqual([
    ['GET', 'PUT', 'POST'],
    ['GET', 'POST'],
  ]);
});
