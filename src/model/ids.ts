import { isOfParameter, type Unknown } from '../values/value.ts';

/** What is known of values that only a deployment knows. */

/** The API whose id an unknown value is. */
export function apiOf({ source }: Unknown): string | undefined {
  if (source?.kind !== 'resource' || !/^(?:Rest)?ApiId$/.test(source.attribute ?? 'ApiId')) return undefined;
  const isApi = /^AWS::(?:ApiGateway::RestApi|ApiGatewayV2::Api|Serverless::(?:Http)?Api)$/.test(source.type);
  return isApi ? source.logicalId : undefined;
}

/** The types of AWS's own resources; none of one that SAM makes. */
const NATIVE = /^(?:AWS::(?!CloudFormation::).*)?$/;

/** Whether it is the ARN of one of AWS's resources; what a custom resource or a nested stack gives may be anything. */
export function isArnOfResource({ source }: Unknown): boolean {
  return source?.kind === 'resource' && source.attribute === 'Arn' && NATIVE.test(source.type);
}

const ID_OF: ReadonlyMap<string, string> = new Map([
  ['AWS::EC2::VPC', 'VpcId'],
  ['AWS::EC2::VPCEndpoint', 'Id'],
]);

/** The resource whose id an unknown value is, where AWS makes the ids: those of one kind are of one length. */
function resourceOf(unknown: Unknown): { readonly kind: string; readonly name: string } | undefined {
  const { source } = unknown;
  const api = apiOf(unknown);
  if (api !== undefined) return { kind: 'API', name: api };
  if (source?.kind !== 'resource') return undefined;
  const attribute = ID_OF.get(source.type);
  const isId = attribute !== undefined && (source.attribute ?? attribute) === attribute;
  return isId ? { kind: source.type, name: source.logicalId } : undefined;
}

/** Whether two unknown values are the ids of two resources: one is never the other, nor a part of it. */
export function areApart(one: Unknown, other: Unknown): boolean {
  const [own, another] = [resourceOf(one), resourceOf(other)];
  return own !== undefined && own.kind === another?.kind && own.name !== another.name;
}

/** Whether a character may be one of an unknown value: an account has digits alone. */
export function mayHave(unknown: Unknown, character: string): boolean {
  return !isOfParameter(unknown, 'AWS::AccountId') || /\d/.test(character);
}
