/** Small CloudFormation templates around the part that a test is about. Marks in that part stay where they are. */

/** Two environments, and a condition that tells them apart. */
export const ENVIRONMENTS = `Parameters:
  Env:
    Type: String
    AllowedValues: [prod, dev]
Conditions:
  IsProd: !Equals [!Ref Env, prod]`;

/** What puts the policy into force; it follows each edit. */
const DEPLOYMENT = '  Deployment0a1b2c3d: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }';

export interface TemplateOptions {
  /** The endpoint type, as YAML; nothing is written for `none`. */
  readonly endpoint?: string;
  /** Sections before `Resources`: parameters, conditions, mappings. */
  readonly head?: string;
  /** Further properties of the API. */
  readonly properties?: string;
  /** Further resources, and sections after them. */
  readonly resources?: string;
  /** Whether a deployment follows them, as it does where nothing is said. */
  readonly deployed?: boolean;
}

/** An API with these statements: YAML sequence items, from the first column. */
export function template(statements: string, options: TemplateOptions = {}): string {
  const lines = [
    "Version: '2012-10-17'",
    statements.trim() === '' ? 'Statement: []' : `Statement:\n${indent(2, statements)}`,
  ];
  return withPolicy(`Policy:\n${indent(2, lines.join('\n'))}`, options);
}

/** An API with this property (or none, or several) where its policy would stand. */
export function withPolicy(
  policy: string,
  { endpoint = 'REGIONAL', head = '', properties = '', resources = '', deployed = true }: TemplateOptions = {},
): string {
  const body = [
    'Name: shop',
    endpoint === 'none' ? '' : `EndpointConfiguration:\n  Types: [${endpoint}]`,
    trimmed(properties),
    trimmed(policy),
  ];
  const parts = [
    "AWSTemplateFormatVersion: '2010-09-09'",
    trimmed(head),
    'Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties:',
    indent(6, body.filter((part) => part !== '').join('\n')),
    indent(2, trimmed(resources)),
    deployed ? DEPLOYMENT : '',
  ];
  return `${parts.filter((part) => part.trim() !== '').join('\n')}\n`;
}

export interface StatementOptions {
  readonly effect?: string;
  readonly operator?: string;
  readonly key?: string;
  /** More of the statement, or another value for one of its elements, as YAML lines. */
  readonly also?: string;
}

/** A statement with one condition on these values: a list is written as a list, a string as it is. */
export function statement(
  values: string | readonly string[],
  { effect = 'Allow', operator = 'IpAddress', key = 'aws:SourceIp', also = '' }: StatementOptions = {},
): string {
  const list = typeof values === 'string' ? ` ${values}` : values.map((value) => `\n        - ${value}`).join('');
  const lines = [
    `- Effect: ${effect}`,
    "  Principal: '*'",
    '  Action: execute-api:Invoke',
    '  Resource: execute-api:/*',
    '  Condition:',
    `    ${operator}:`,
    `      ${key}:${list}`,
  ];
  return [...lines, ...(also === '' ? [] : [indent(2, trimmed(also))])].join('\n');
}

/** The line of one value of a list that `statement` writes, as it stands in the template. */
export function line(value: string): string {
  return `${' '.repeat(18)}- ${value}\n`;
}

/** An API with one such statement. */
export function condition(
  values: string | readonly string[],
  options: StatementOptions & TemplateOptions = {},
): string {
  return template(statement(values, options), options);
}

/** A method on the root of the API, with what else its properties say. */
export function method(verb: string, properties = 'AuthorizationType: NONE', also = ''): string {
  const lines = [
    `${verb[0]}${verb.slice(1).toLowerCase()}Root:`,
    '  Type: AWS::ApiGateway::Method',
    ...(also === '' ? [] : [indent(2, trimmed(also))]),
    '  Properties:',
    '    RestApiId: !Ref Api',
    '    ResourceId: !GetAtt Api.RootResourceId',
    `    HttpMethod: ${verb}`,
    ...(properties === '' ? [] : [indent(4, trimmed(properties))]),
  ];
  return lines.join('\n');
}

/** The section with one parameter. */
export function parameter(name: string, type = 'String', fallback?: string): string {
  const lines = ['Parameters:', `  ${name}:`, `    Type: ${type}`];
  return [...lines, ...(fallback === undefined ? [] : [`    Default: ${fallback}`])].join('\n');
}

export function indent(blanks: number, text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : ' '.repeat(blanks) + line))
    .join('\n');
}

/** Without the empty first and last line that a template literal on lines of its own has. */
function trimmed(text: string): string {
  return text.replace(/^\n+|\s+$/g, '');
}

/** A statement for every route and everybody, on one line. */
export function flow(
  effect: 'Allow' | 'Deny',
  {
    resource = 'execute-api:/*',
    principal = "'*'",
    condition: tested = '',
  }: { readonly resource?: string; readonly principal?: string; readonly condition?: string } = {},
): string {
  const also = tested === '' ? '' : `, Condition: { ${tested} }`;
  return `- { Effect: ${effect}, Principal: ${principal}, Action: 'execute-api:Invoke', Resource: '${resource}'${also} }`;
}

/** A method on a path below the root, and the resource that it is on. */
export function methodAt(path: string, verb: string, authorization = 'NONE'): string {
  const name = path.replace(/\W/g, '');
  const resource = `${name}: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: '${path}' } }`;
  const properties = `RestApiId: !Ref Api, ResourceId: !Ref ${name}, HttpMethod: ${verb}, AuthorizationType: ${authorization}`;
  return `${resource}\n${name}${verb}: { Type: AWS::ApiGateway::Method, Properties: { ${properties} } }`;
}

/** A stage of the API. */
export function stage(name: string): string {
  return `Stage${name}: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: ${name} } }`;
}
