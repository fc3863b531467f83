import { type Answer, all, andThen, any, fromBoolean, NO, not, unknown } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import type { KeyName } from '../model/conditions.ts';
import { covers as coversPattern, type Pattern, patternOf } from '../model/pattern.ts';
import type { Condition, Policy, Statement } from '../model/policy.ts';
import { hasEffect } from '../model/questions.ts';
import { covers, meets, type Scope, scopeOf } from './scope.ts';
import type { SourceCondition } from './sources.ts';

/** Whether who passes an allowlist has to come from a VPC, or through an endpoint, that the policy names. */
export function limitedToVpc(api: Api, policy: Policy, { statement, scope }: SourceCondition): Answer {
  return any(
    all(hasEffect(statement, 'Allow'), namesVpc(statement)),
    all(hasEffect(statement, 'Deny'), allowsOnlyVpc(api, policy, scope)),
    ...policy.statements.map((other) => deniesOthers(api, other, scope)),
    policy.open.length > 0 ? unknown(policy.open) : NO,
  );
}

/** Whether a statement denies every request of a scope that comes from elsewhere. */
function deniesOthers(api: Api, statement: Statement, scope: Scope): Answer {
  const denials = statement.conditions.map((condition) => {
    const limits = condition.operator.negated ? isLimit(condition) : NO;
    return limits.is === 'no' ? NO : all(limits, covers(scopeOf(api, statement, condition), scope));
  });
  return all(hasEffect(statement, 'Deny'), any(...denials));
}

/** Whether requests of a scope are allowed, and none but from a VPC that the statement names which allows it. */
function allowsOnlyVpc(api: Api, { statements }: Policy, scope: Scope): Answer {
  const allowing = statements.map((statement) => {
    return { statement, applies: all(hasEffect(statement, 'Allow'), meets(scopeOf(api, statement), scope)) };
  });
  return all(
    any(...allowing.map(({ applies }) => applies)),
    ...allowing.map(({ statement, applies }) => any(not(applies), namesVpc(statement))),
  );
}

function namesVpc({ conditions, conditionsOpen }: Statement): Answer {
  const named = conditions.map((condition) => (condition.operator.negated ? NO : isLimit(condition)));
  return any(...named, conditionsOpen.length > 0 ? unknown(conditionsOpen) : NO);
}

/** What ids of its kind are made as: seventeen letters, whose each may be any. */
const EVERY_ID: Readonly<Partial<Record<KeyName, Pattern>>> = {
  'aws:SourceVpc': patternOf(`vpc-${'?'.repeat(17)}`),
  'aws:SourceVpce': patternOf(`vpce-${'?'.repeat(17)}`),
};

/** Whether a condition tests for certain VPCs or endpoints: a pattern that every id matches is no limit. */
function isLimit({ key, operator, values, open }: Condition): Answer {
  const everyId = key.name && EVERY_ID[key.name];
  if (
    !everyId ||
    (operator.ifExists && !operator.negated) ||
    (operator.family !== 'string' && operator.family !== 'like')
  )
    return NO;
  const limits = values.map(({ known, text }) =>
    operator.family === 'string'
      ? fromBoolean(true)
      : andThen(known, () => not(coversPattern(patternOf(text), everyId))),
  );
  return all(...limits, operator.family === 'like' && open.length > 0 ? unknown(open) : fromBoolean(true));
}
