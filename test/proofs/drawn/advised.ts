import type { DrawnRoute, DrawnStatement, DrawnTemplate, Json } from './templates.ts';

/** What an advice about a drawn template is put together from: small APIs, and what a user makes of them. */

/** What following an advice does to who gets in. */
export type Effect = 'opens' | 'closes' | 'opens and closes' | 'keeps';

export interface Advice {
  /** The rule and its message, `no-broad-source broad`. */
  readonly of: string;
  readonly given: (routes: readonly DrawnRoute[]) => DrawnTemplate;
  /** One for each way out that the message names. */
  readonly follow: readonly (readonly [Effect, (template: DrawnTemplate) => DrawnTemplate])[];
  /** The authorizations of the routes that it is about: none where absent. */
  readonly authorization?: string;
}

type Test = DrawnStatement['tests'][number];

export const OFFICE = '52.94.76.0/24';
export const BRANCH = '54.239.98.0/24';
export const OFFICE6 = '2600:1f18:4::/48';
export const VPC: Test = { operator: 'StringEquals', key: 'aws:SourceVpc', values: ['vpc-0a1b2c3d'] };
export const OTHER_VPC: Test = { ...VPC, operator: 'StringNotEquals' };
export const BY_HTTP: Test = { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] };
export const VPCE: Test = { operator: 'StringEquals', key: 'aws:SourceVpce', values: ['vpce-0a1b2c3d'] };

export function ip(values: readonly string[], operator = 'IpAddress', key = 'aws:SourceIp'): Test {
  return { operator, key, values };
}

export const vpcIp = (values: readonly string[]): Test => ip(values, 'IpAddress', 'aws:VpcSourceIp');
export const NET: Test = vpcIp(['10.0.0.0/16']);
export const OTHER_NET: Test = { ...NET, operator: 'NotIpAddress' };

export function allow(...tests: readonly Test[]): DrawnStatement {
  return { effect: 'Allow', principal: '*', resource: ['execute-api:/*'], tests };
}

export function deny(...tests: readonly Test[]): DrawnStatement {
  return { ...allow(...tests), effect: 'Deny' };
}

export const on = (resource: string, statement: DrawnStatement): DrawnStatement => ({
  ...statement,
  resource: [resource],
});
export const by = (principal: Json, statement: DrawnStatement): DrawnStatement => ({ ...statement, principal });

/** A public API with some statements. */
export function publicApi(...statements: readonly DrawnStatement[]): (routes: readonly DrawnRoute[]) => DrawnTemplate {
  const stages = [{ name: 'live' }];
  return (routes) => ({
    endpoint: 'REGIONAL',
    addressType: 'ipv4',
    statements,
    routes,
    stages,
    domains: [],
    webAcls: [],
  });
}

export function privateApi(...statements: readonly DrawnStatement[]): (routes: readonly DrawnRoute[]) => DrawnTemplate {
  return (routes) => ({ ...publicApi(...statements)(routes), endpoint: 'PRIVATE' });
}

export function dualstack(...statements: readonly DrawnStatement[]): (routes: readonly DrawnRoute[]) => DrawnTemplate {
  return (routes) => ({ ...publicApi(...statements)(routes), addressType: 'dualstack' });
}

/** The statements become others. */
export const write =
  (...statements: readonly DrawnStatement[]) =>
  (template: DrawnTemplate): DrawnTemplate => ({ ...template, statements });

export const authorize =
  (authorization: string) =>
  (template: DrawnTemplate): DrawnTemplate => ({
    ...template,
    routes: template.routes.map((one) => ({ ...one, authorization })),
  });
