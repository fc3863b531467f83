// Policies that tell many requests apart; templates as JSON, the same ones each time.

const SOURCE = { IpAddress: { 'aws:SourceIp': '52.94.76.0/24' } };

const account = (i) => `${100_000_000_000 + i}`;

function statement(more) {
  return { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...more };
}

/** An API with these statements, and a `GET` on each of these paths. */
function template(statements, paths = ['/pets'], authorization = 'NONE') {
  const api = { RestApiId: { Ref: 'Api' } };
  const resources = {
    Deployment0a1b2c3d: { Type: 'AWS::ApiGateway::Deployment', Properties: api },
    Api: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: {
        EndpointConfiguration: { Types: ['REGIONAL'] },
        Policy: { Version: '2012-10-17', Statement: statements },
      },
    },
  };
  const ids = new Map([['', { 'Fn::GetAtt': ['Api', 'RootResourceId'] }]]);
  for (const path of paths) {
    const parts = path.split('/').slice(1);
    parts.forEach((PathPart, i) => {
      const [parent, own] = [i, i + 1].map((end) => parts.slice(0, end).join('/'));
      if (ids.has(own)) return;
      const id = `Path${ids.size}`;
      ids.set(own, { Ref: id });
      resources[id] = {
        Type: 'AWS::ApiGateway::Resource',
        Properties: { ...api, ParentId: ids.get(parent), PathPart },
      };
    });
    resources[`Method${ids.size}`] = {
      Type: 'AWS::ApiGateway::Method',
      Properties: { ...api, ResourceId: ids.get(parts.join('/')), HttpMethod: 'GET', AuthorizationType: authorization },
    };
  }
  return JSON.stringify({ Resources: resources });
}

const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/** One statement for many accounts. */
export function manyPrincipals(count) {
  const AWS = times(count, account);
  return template([statement({ Principal: { AWS }, Condition: SOURCE })], ['/pets'], 'AWS_IAM');
}

/** A statement for each of many accounts. */
export function principalsApart(count) {
  const statements = times(count, (i) => statement({ Principal: { AWS: account(i) }, Condition: SOURCE }));
  return template(statements, ['/a', '/b', '/c'], 'AWS_IAM');
}

/** Routes with two parameters, and a statement for one value of the first on each. */
export function tenants(routes, statements) {
  return template(
    times(statements, (i) => statement({ Resource: `execute-api:/*/*/v1/t${i}/*`, Condition: SOURCE })),
    times(routes, (i) => `/v1/{tenant}/r${i}/{id}`),
  );
}

/** Routes with three parameters, and statements for a value of any of them. */
export function anywhere(count) {
  return template(
    times(count, (i) => statement({ Resource: `execute-api:/*/b${i}/*`, Condition: SOURCE })),
    times(count, (i) => `/{a}/{b}/{c}/x${i}`),
  );
}

/** Statements that test a key each. */
export function manyKeys(count) {
  const test = (i) => ({ ...SOURCE, StringEquals: { [`aws:PrincipalTag/t${i}`]: 'x' } });
  return template(
    times(count, (i) => statement({ Condition: test(i) })),
    ['/pets'],
    'AWS_IAM',
  );
}

/** Statements that keep out all but a network each. */
export function manyExceptions(count) {
  const test = (i) => ({ NotIpAddress: { 'aws:SourceIp': `52.${i >> 8}.${i & 255}.0/24` } });
  return template([statement({}), ...times(count, (i) => statement({ Effect: 'Deny', Condition: test(i) }))]);
}
