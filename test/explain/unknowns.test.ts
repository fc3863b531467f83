import { describe, expect, test } from 'vitest';
import type { Explanation } from '../../src/report/explanation.ts';
import { auditTexts, explainTexts } from '../support/memory.ts';

const ALLOW_ALL =
  "{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*', Condition: { NotIpAddress: { aws:SourceIp: 9.9.9.9 } } }";

/** `GET /` and `GET /{id}` on the stage prod, whatever the parameter `Where` is. */
const template = (...statements: readonly string[]): string => `Parameters: { Where: { Type: String } }
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      EndpointConfiguration: { Types: [REGIONAL] }
      Policy:
        Version: '2012-10-17'
        Statement:
${statements.map((one) => `          - ${one}\n`).join('')}
  Pet: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: '{id}' } }
  Root: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, AuthorizationType: NONE } }
  GetPet: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !Ref Pet, HttpMethod: GET, AuthorizationType: NONE } }
  Deployment20202020: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api, StageName: prod } }
`;

/** Who certainly and who possibly gets into each route: nobody, all, or all but one. */
function inWords({ apis }: Explanation): readonly string[] {
  const sources = ({ words }: { readonly words: string }): string => words;
  return apis.flatMap(({ routes }) =>
    routes.flatMap(({ path, witness, access }) =>
      access.map(({ certainly, possibly }) => `${witness ?? path}: ${sources(certainly)}, ${sources(possibly)}`),
    ),
  );
}

const explained = (text: string): readonly string[] => inWords(explainTexts({ 't.yml': text }));

describe('a Resource that is not known', () => {
  const statement = (effect: string, resource: string): string =>
    `{ Effect: ${effect}, Principal: '*', Action: execute-api:Invoke, ${resource} }`;
  /** Each may match any value of the path parameter, and with a wildcard all of them. */
  const unknown = [
    'Resource: !Ref Where',
    `Resource: !Sub 'execute-api:/*/GET/\${Where}'`,
    `Resource: !Sub 'execute-api:/prod/GET/\${Where}'`,
    "Resource: !Join ['', ['execute-api:/*/*/', !Ref Where]]",
    "Resource: [!Ref Where, 'execute-api:/*/POST/*']",
    `Resource: ['execute-api:/*/POST/*', !Sub 'execute-api:/*/GET/\${Where}']`,
    `Resource: !Sub 'execute-api:/\${Where}'`,
    `Resource: !Sub 'execute-\${Where}'`,
    `Resource: !Sub 'execute-\${Where}/*'`,
    `NotResource: ['execute-api:/*/GET/', !Sub 'execute-api:/*/GET/\${Where}']`,
  ];

  test.each(unknown)('%s may be that of a Deny', (resource) => {
    const [, ...pets] = explained(template(ALLOW_ALL, statement('Deny', resource)));
    expect(pets).toEqual(['/{id}: nobody, everybody but 1 address: 9.9.9.9']);
  });

  test.each(unknown)('%s may be that of the only Allow', (resource) => {
    const [, ...pets] = explained(template(statement('Allow', resource)));
    expect(pets).toEqual(['/{id}: nobody, everybody']);
  });

  test('that begins with a letter may be a value which begins with it, and no other', () => {
    const resource = `Resource: !Sub 'execute-api:/*/GET/x\${Where}'`;
    expect(explained(template(ALLOW_ALL, statement('Deny', resource)))).toEqual([
      '/: everybody but 1 address: 9.9.9.9, everybody but 1 address: 9.9.9.9',
      '/y: everybody but 1 address: 9.9.9.9, everybody but 1 address: 9.9.9.9',
      '/x: nobody, everybody but 1 address: 9.9.9.9',
    ]);
  });

  test('leaves a rule undecided that would speak of the route', () => {
    const text = template(
      "{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*' }",
      statement('Deny', 'Resource: !Ref Where'),
    );
    const { findings, undecided } = auditTexts({ 't.yml': text });
    expect(findings.filter(({ ruleId }) => ruleId === 'no-public-access')).toEqual([]);
    expect(undecided.filter(({ rules }) => rules.includes('no-public-access')).map(({ reason }) => reason)).toEqual([
      'parameter Where has no default',
    ]);
  });
});

describe('a path that is not known', () => {
  const request = { from: '8.8.8.8', method: 'GET', path: '/x' };
  const outcomes = (part: string): readonly string[] => {
    const text = template(ALLOW_ALL).replace("PathPart: '{id}'", `PathPart: ${part}`);
    const { answers = [] } = explainTexts({ 't.yml': text }, { request });
    return answers.flatMap((one) => one.answers.map(({ path, outcome }) => `${path}: ${outcome}`));
  };

  test.each(['!Ref Where', `!Sub '\${Where}x'`, `!Sub '{\${Where}}'`])('%s may take a call or not', (part) => {
    expect(outcomes(part)).toEqual([expect.stringMatching(/: undecided$/)]);
  });

  test('whose beginning is another one takes no call', () => {
    expect(outcomes(`!Sub 'a\${Where}'`)).toEqual([]);
  });
});

describe('a stage that nobody named', () => {
  const statement = (effect: string, resource: string, condition: object = {}): object => ({
    Effect: effect,
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: resource,
    Condition: condition,
  });
  const outside = { NotIpAddress: { 'aws:SourceIp': '81.2.69.0/24' } };
  const definition = (...statements: readonly object[]): string =>
    JSON.stringify({
      openapi: '3.0.1',
      info: { title: 't', version: '1' },
      paths: { '/a': { get: { responses: {} } } },
      'x-amazon-apigateway-policy': { Version: '2012-10-17', Statement: statements },
    });
  const told = { apiType: 'REGIONAL', ipAddressType: 'ipv4' } as const;
  const possibly = (text: string): readonly (readonly string[])[] =>
    explainTexts({ 'a.json': text }, told, ['a.json']).apis.flatMap(({ routes }) =>
      routes.flatMap(({ access }) => access.flatMap((one) => [one.certainly.cidrs, one.possibly.cidrs])),
    );

  test.each([
    ['execute-api:/prod/*', 'execute-api:/prod/*'],
    ['execute-api:/prod/*', 'execute-api:/prod/GET/*'],
    ['execute-api:/prod/*', 'execute-api:/prod/GET/a'],
    ['execute-api:/prod/GET/a', 'execute-api:/prod/*'],
    ['execute-api:/*/GET/a', 'execute-api:/*'],
  ])('is one stage to an Allow on %s and a Deny on %s', (allowed, denied) => {
    const [certainly, most] = possibly(definition(statement('Allow', allowed), statement('Deny', denied, outside)));
    expect(most).toEqual(['81.2.69.0/24']);
    expect(certainly).toEqual(allowed.includes('prod') ? [] : ['81.2.69.0/24']);
  });

  test('may be another one than that of a Deny', () => {
    const text = definition(
      statement('Allow', 'execute-api:/prod/*'),
      statement('Deny', 'execute-api:/test/*', outside),
    );
    expect(possibly(text)).toEqual([[], ['0.0.0.0/0']]);
  });

  test('leaves a request denied that no name lets in', () => {
    const text = definition(
      statement('Allow', 'execute-api:/prod/*'),
      statement('Deny', 'execute-api:/prod/*', outside),
    );
    const outcomes = (from: string): readonly string[] =>
      (
        explainTexts({ 'a.json': text }, { ...told, request: { from, method: 'GET', path: '/a' } }, ['a.json'])
          .answers ?? []
      )
        .flatMap(({ answers }) => answers)
        .map(({ outcome, effect }) => `${outcome} ${effect}`);
    expect(outcomes('8.8.8.8')).toEqual(['denied none']);
    expect(outcomes('81.2.69.7')).toEqual(['undecided allow']);
  });
});

describe('a parameter in two statements', () => {
  const statement = (effect: string, more: string): string =>
    `{ Effect: ${effect}, Principal: '*', Action: execute-api:Invoke, ${more} }`;

  test('is one Resource', () => {
    const text = template(statement('Allow', 'Resource: !Ref Where'), statement('Deny', 'Resource: !Ref Where'));
    expect(explained(text)).toEqual(['/: nobody, nobody', '/{id}: nobody, nobody']);
  });

  test('is one network, in it or not', () => {
    const by = (operator: string): string =>
      `Resource: 'execute-api:/*', Condition: { ${operator}: { aws:SourceIp: !Ref Where } }`;
    const both = template(statement('Allow', by('IpAddress')), statement('Deny', by('IpAddress')));
    expect(explained(both)).toEqual(['/: nobody, nobody', '/{id}: nobody, nobody']);
    const other = template(statement('Allow', by('NotIpAddress')), statement('Allow', by('IpAddress')));
    expect(explained(other)).toEqual(['/: everybody, everybody', '/{id}: everybody, everybody']);
  });

  test('is another question where a key need not be there', () => {
    const by = (operator: string): string =>
      `Resource: 'execute-api:/*', Condition: { ${operator}: { aws:Referer: !Ref Where } }`;
    const text = template(statement('Deny', by('StringNotEqualsIfExists')), statement('Allow', by('StringEquals')));
    expect(explained(text)).toEqual(['/: everybody, everybody', '/{id}: everybody, everybody']);
  });

  test('is one Resource to the one and the other than that to the other', () => {
    const text = template(statement('Allow', 'Resource: !Ref Where'), statement('Allow', 'NotResource: !Ref Where'));
    expect(explained(text)).toEqual(['/: everybody, everybody', '/{id}: everybody, everybody']);
  });

  test('with another text before it is another Resource', () => {
    const [one, other] = ['a', 'b'].map((letter) => `Resource: !Sub 'execute-api:/*/GET/${letter}\${Where}'`);
    const text = template(statement('Allow', one ?? ''), statement('Deny', other ?? ''));
    expect(explained(text)).toEqual([
      '/: nobody, nobody',
      '/x: nobody, nobody',
      '/a: nobody, everybody',
      '/b: nobody, nobody',
    ]);
  });
});

describe('an entry that is no address', () => {
  const policy = (effect: string, operator: string, ...entries: readonly string[]): string => {
    const allow = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
    const statement = { ...allow, Effect: effect, Condition: { [operator]: { 'aws:SourceIp': entries } } };
    return JSON.stringify({
      openapi: '3.0.1',
      info: { title: 't', version: '1' },
      paths: { '/a': { get: { responses: {} } } },
      'x-amazon-apigateway-policy': {
        Version: '2012-10-17',
        Statement: [allow, statement].slice(effect === 'Deny' ? 0 : 1),
      },
    });
  };
  const told = { apiType: 'REGIONAL', ipAddressType: 'ipv4' } as const;
  const explained = (text: string): readonly unknown[] =>
    explainTexts({ 'a.json': text }, told, ['a.json']).apis.flatMap(({ routes }) =>
      routes.flatMap(({ access }) =>
        access.map(({ certainly, possibly, because }) => [
          certainly.cidrs,
          possibly.cidrs,
          because.map(({ reason, location: { start } }) => `${start.column} ${reason}`),
        ]),
      ),
    );
  const because = (text: string, written: string): readonly string[] => [
    `${text.indexOf(`"${written}"`) + 2} AWS does not say what becomes of '${written}', which is no address`,
  ];

  test('leaves undecided whom an exception lets in', () => {
    const text = policy('Deny', 'NotIpAddress', 'OfficeCidr', '');
    expect(explained(text)).toEqual([[[], ['0.0.0.0/0'], because(text, 'OfficeCidr')]]);
  });

  test('lets in what stands beside it, and perhaps others', () => {
    const text = policy('Allow', 'IpAddress', '81.2.69.0/24', '10.0.0.0/99');
    expect(explained(text)).toEqual([[['81.2.69.0/24'], ['0.0.0.0/0'], because(text, '10.0.0.0/99')]]);
  });

  test('leaves a request undecided', () => {
    const request = { from: '8.8.8.8', method: 'GET', path: '/a' };
    const text = policy('Allow', 'IpAddress', '81.2.69.0/24', '');
    const { answers = [] } = explainTexts({ 'a.json': text }, { ...told, request }, ['a.json']);
    expect(answers.flatMap((one) => one.answers.map(({ outcome }) => outcome))).toEqual(['undecided']);
  });

  test('is reported nonetheless', () => {
    const { findings } = auditTexts({ 'a.json': policy('Deny', 'NotIpAddress', 'OfficeCidr', '') }, told);
    expect(findings.filter(({ ruleId }) => ruleId === 'valid-cidr').map(({ message }) => message)).toEqual([
      'OfficeCidr is not an IP address or CIDR: write an IPv4 or IPv6 address or CIDR.',
      "'' is not an IP address or CIDR: write a network.",
    ]);
  });
});
