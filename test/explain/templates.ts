import { method, statement, type TemplateOptions, template } from '../rules/templates.ts';

const STAGE = `Prod:
  Type: AWS::ApiGateway::Stage
  Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment0a1b2c3d, StageName: prod }`;

/** An API on the stage prod with one method on its root, and these statements. */
export function shop(
  statements: string,
  {
    authorization = 'NONE',
    verb = 'GET',
    ...options
  }: TemplateOptions & { authorization?: string; verb?: string } = {},
): string {
  const resources = [method(verb, `AuthorizationType: ${authorization}`), STAGE, options.resources ?? ''];
  return template(statements, { ...options, resources: resources.join('\n') });
}

/** Lets in what no condition keeps out. */
export const ALLOW_ALL = `- Effect: Allow
  Principal: '*'
  Action: execute-api:Invoke
  Resource: execute-api:/*`;

export const deny = (values: string | readonly string[], operator = 'IpAddress'): string =>
  statement(values, { effect: 'Deny', operator });
