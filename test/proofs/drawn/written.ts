import {
  type Choice,
  type ConditionName,
  type DrawnDomain,
  type DrawnRoute,
  type DrawnStatement,
  type DrawnTemplate,
  type Json,
  PARAMETERS,
} from './templates.ts';

/** How a drawn template is written. */

const CONDITIONS: Readonly<Record<ConditionName, Json>> = {
  IsX: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] },
  IsNotX: { 'Fn::Not': [{ Condition: 'IsX' }] },
  IsQ: { 'Fn::Equals': [{ Ref: 'Q' }, 'x'] },
};

function chosen<T extends Json>(one: Choice<T>): Json {
  return typeof one === 'object' && one !== null && 'when' in one
    ? { 'Fn::If': [one.when, one.yes, one.no] }
    : (one as Json);
}

function statementOf({ effect, principal, resource, tests, exists: when }: DrawnStatement): Json {
  const condition: Record<string, Record<string, Json>> = {};
  for (const { operator, key, values } of tests) {
    condition[operator] = { ...condition[operator], [key]: values.map(chosen) };
  }
  const written: Json = {
    Effect: chosen(effect),
    Principal: principal,
    Action: 'execute-api:Invoke',
    Resource: resource.map(chosen),
    ...(tests.length > 0 && { Condition: condition }),
  };
  return when ? { 'Fn::If': [when, written, { Ref: 'AWS::NoValue' }] } : written;
}

const nameOf = (path: string): string => `Path${path.replace(/[^a-z]/g, '')}`;

/** Each resource below its parent, as CloudFormation wants it. */
function resourceOf(path: string): readonly (readonly [string, Json])[] {
  if (path === '/') return [];
  const end = path.lastIndexOf('/');
  const parent = path.slice(0, end) || '/';
  const ParentId: Json = parent === '/' ? { 'Fn::GetAtt': ['Api', 'RootResourceId'] } : { Ref: nameOf(parent) };
  const one = { RestApiId: { Ref: 'Api' }, ParentId, PathPart: path.slice(end + 1) };
  return [...resourceOf(parent), [nameOf(path), { Type: 'AWS::ApiGateway::Resource', Properties: one }]];
}

function domainOf({ addressType, exists: when, mapped }: DrawnDomain, i: number): readonly (readonly [string, Json])[] {
  const domain = {
    DomainName: `d${i}.example.com`,
    EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: chosen(addressType) },
  };
  const mapping = { DomainName: { Ref: `Domain${i}` }, RestApiId: { Ref: 'Api' } };
  return [
    [`Domain${i}`, { Type: 'AWS::ApiGateway::DomainName', ...(when && { Condition: when }), Properties: domain }],
    [
      `Mapping${i}`,
      { Type: 'AWS::ApiGateway::BasePathMapping', ...(mapped && { Condition: mapped }), Properties: mapping },
    ],
  ];
}

function webAclOf({ stage, exists: when }: DrawnTemplate['webAcls'][number], i: number): readonly [string, Json] {
  const ResourceArn = { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}::/restapis/\${Api}/stages/${stage}` };
  return [
    `Association${i}`,
    {
      Type: 'AWS::WAFv2::WebACLAssociation',
      ...(when && { Condition: when }),
      Properties: { ResourceArn, WebACLArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/1' },
    },
  ];
}

/** The template as CloudFormation takes it; what has a condition has `Fn::If` or a `Condition` of its own. */
export function toCloudFormation(drawn: DrawnTemplate): Json {
  const { endpoint, addressType, statements, routes, stages, domains, webAcls } = drawn;
  const api = { Ref: 'Api' };
  const all = routes.flatMap((one): readonly DrawnRoute[] =>
    one.otherwise ? [one, { ...one, authorization: one.otherwise, exists: 'IsNotX' }] : [one],
  );
  const methods = all.map(({ method, path, authorization: kind, exists: when }, i): readonly [string, Json] => [
    `Method${i}`,
    {
      Type: 'AWS::ApiGateway::Method',
      ...(when && { Condition: when }),
      Properties: {
        RestApiId: api,
        ResourceId: path === '/' ? { 'Fn::GetAtt': ['Api', 'RootResourceId'] } : { Ref: nameOf(path) },
        HttpMethod: method,
        AuthorizationType: chosen(kind),
      },
    },
  ]);
  const staged = stages.map(({ name, exists: when }, i): readonly [string, Json] => [
    `Stage${i}`,
    {
      Type: 'AWS::ApiGateway::Stage',
      ...(when && { Condition: when }),
      Properties: { RestApiId: api, StageName: name, DeploymentId: { Ref: 'Deployment20202020' } },
    },
  ]);
  return {
    Parameters: Object.fromEntries(
      Object.entries(PARAMETERS).map(([name, values]) => [name, { Type: 'String', AllowedValues: values }]),
    ),
    Conditions: CONDITIONS,
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        ...(drawn.exists && { Condition: drawn.exists }),
        Properties: {
          EndpointConfiguration: { Types: [chosen(endpoint)], IpAddressType: chosen(addressType) },
          Policy: { Version: '2012-10-17', Statement: statements.map(statementOf) },
        },
      },
      ...Object.fromEntries(routes.flatMap(({ path }) => resourceOf(path))),
      ...Object.fromEntries(methods),
      Deployment20202020: {
        Type: 'AWS::ApiGateway::Deployment',
        ...(drawn.deployed && { Condition: drawn.deployed }),
        Properties: { RestApiId: api },
      },
      ...Object.fromEntries(staged),
      ...Object.fromEntries(domains.flatMap(domainOf)),
      ...Object.fromEntries(webAcls.map(webAclOf)),
    },
  };
}

/** As text, each value on a line of its own. */
export function toText(template: Json): string {
  return JSON.stringify(template, undefined, 1);
}
