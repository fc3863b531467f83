import { type Answer, unknown, yes } from '../../model/answer.ts';
import type { Authorization } from '../../model/api.ts';
import { resolveAlias } from '../../source/tree.ts';
import { display, originOf, render, type Text } from '../../values/text.ts';
import { isUnknown, unknownAt, type Value } from '../../values/value.ts';
import { blame } from '../kernel/blame.ts';
import { callOf } from '../kernel/calls.ts';
import { isNode, type Part, type Parts } from './parts.ts';

const USER_POOL = /^arn:[a-z-]*:cognito-idp:/;
const OTHER_SERVICE = /^arn:[^:\uFFFC]*:[^:\uFFFC]+:/;

/**
 * The authorization of an `http` event: `aws_iam`, the name of a function, an ARN, or a mapping with one of them.
 * https://www.serverless.com/framework/docs/providers/aws/events/apigateway#http-endpoints-with-aws_iam-authorizers
 */
export function authorizationOf(authorizer: Part | undefined, parts: Parts): Answer<Authorization> {
  const { members, open } = parts.members(authorizer);
  if (open.length > 0) return unknown(open);
  if (members.length > 0) return described(authorizer as Part, parts);
  const value = parts.value(authorizer);
  if (!value) return yes('NONE');
  if (isUnknown(value)) return unknown([value]);
  if (value.kind === 'text') return named(value);
  return unknown([
    unknownAt('authorizer', `the authorizer is ${value.kind === 'list' ? 'a list' : 'empty'}`, value.origin.at),
  ]);
}

/** `{ type, authorizerId }`, `{ arn }` or `{ name }`: the type counts first, then the ARN. */
function described(authorizer: Part, parts: Parts): Answer<Authorization> {
  const told = (name: string): Value | undefined => parts.value(parts.member(authorizer, name)?.part);
  const type = told('type');
  const because = type && blame(type);
  if (because) return unknown([because]);
  const text = type?.kind === 'text' ? type : undefined;
  const written = text ? display(text).toUpperCase() : '';
  if (written === 'AWS_IAM' || written === 'COGNITO_USER_POOLS') return yes(written);
  if (text && !LAMBDA_TYPES.includes(written)) {
    const id = `authorizer of type ${written}`;
    // an authorizer that the framework does not make
    return written === 'JWT' && told('authorizerId')
      ? yes(written)
      : unknown([unknownAt(id, `the framework makes no ${id}`, originOf(text).at)]);
  }
  const arn = parts.member(authorizer, 'arn')?.part;
  // to the framework an ARN that CloudFormation makes is that of a function, unless the type says otherwise
  if (!arn || isCall(arn)) return yes('CUSTOM');
  const value = parts.value(arn);
  if (value && isUnknown(value)) return value.source?.kind === 'resource' ? yes('CUSTOM') : unknown([value]);
  return value?.kind === 'text' ? named(value) : yes('CUSTOM');
}

/** What the framework takes for an authorizer that is a function. */
const LAMBDA_TYPES: readonly string[] = ['', 'TOKEN', 'REQUEST', 'CUSTOM'];

function named(authorizer: Text): Answer<Authorization> {
  const written = render(authorizer, '\uFFFC');
  if (written.toUpperCase() === 'AWS_IAM') return yes('AWS_IAM');
  if (USER_POOL.test(written)) return yes('COGNITO_USER_POOLS');
  const because = blame(authorizer);
  return because && !OTHER_SERVICE.test(written) ? unknown([because]) : yes('CUSTOM');
}

function isCall(part: Part): boolean {
  const node = isNode(part) ? resolveAlias(part) : undefined;
  return node !== undefined && callOf(node) !== undefined;
}
