import { type Answer, unknown, yes } from '../../model/answer.ts';
import type { Authorization } from '../../model/api.ts';
import { literal } from '../../values/text.ts';
import { isUnknown, type Value } from '../../values/value.ts';
import { blame, unknownAt } from '../cloudformation/evaluator.ts';
import { entry } from '../openapi/definition.ts';

const USER_POOL = /^arn:[^:]*:cognito-idp:[^:]*:[^:]*:userpool\//i;

/**
 * The authorization of an `http` event: `aws_iam`, the name of a function, an ARN, or a mapping with one of them.
 * https://www.serverless.com/framework/docs/providers/aws/events/apigateway#http-endpoints-with-aws_iam-authorizers
 */
export function authorizationOf(authorizer: Value | undefined): Answer<Authorization> {
  if (!authorizer) return yes('NONE');
  if (isUnknown(authorizer)) return unknown([authorizer]);
  if (authorizer.kind === 'text') return named(authorizer);
  if (authorizer.kind === 'list')
    return unknown([unknownAt('authorizer', 'the authorizer is a list', authorizer.origin.at)]);
  if (authorizer.open.length > 0) return unknown(authorizer.open);
  const type = entry(authorizer, 'type')?.value;
  const because = type && blame(type);
  if (because) return unknown([because]);
  const written = type?.kind === 'text' ? literal(type)?.toUpperCase() : undefined;
  if (written === 'AWS_IAM' || written === 'COGNITO_USER_POOLS') return yes(written);
  const arn = entry(authorizer, 'arn')?.value;
  // an ARN that CloudFormation makes is that of a function, unless the type says otherwise
  return arn?.kind === 'text' && !blame(arn) ? named(arn) : yes('CUSTOM');
}

function named(authorizer: Value): Answer<Authorization> {
  const because = blame(authorizer);
  if (because) return unknown([because]);
  const written = authorizer.kind === 'text' ? (literal(authorizer) ?? '') : '';
  if (written.toUpperCase() === 'AWS_IAM') return yes('AWS_IAM');
  return yes(USER_POOL.test(written) ? 'COGNITO_USER_POOLS' : 'CUSTOM');
}
