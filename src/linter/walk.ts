import type { Answer } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import type { Placed, Statement } from '../model/policy.ts';
import type { Context, Detail, Rule } from '../rules/rule.ts';

/** Where a rule's reports and open questions go. */
export interface Sink {
  report(rule: Rule, message: string, at: Placed, statement: Statement | undefined, detail: Detail): void;
  undecided(rule: Rule, answer: Extract<Answer, { is: 'unknown' }>): void;
}

/** Shows every part of an API to the rules that have a hook for it. */
export function walk(api: Api, rules: readonly Rule[], sink: Sink): void {
  for (const rule of rules) {
    if (!(rule.kinds ?? ['rest', 'domain']).includes(api.kind)) continue;
    visitApi(api, rule, sink);
  }
}

function visitApi(api: Api, rule: Rule, sink: Sink): void {
  let current: Statement | undefined;
  const context: Context = {
    api,
    report: (message, at, detail = {}) => sink.report(rule, message, at, current, detail),
    when: (answer, then) => {
      if (answer.is === 'yes') then(answer.value);
      else if (answer.is === 'unknown') sink.undecided(rule, answer);
    },
  };
  rule.api?.(api, context);
  for (const deployment of api.deployments) rule.deployment?.(deployment, context);
  for (const domain of api.domains) rule.domain?.(domain, context);
  for (const revision of api.revisions) {
    const inRevision = { ...context, revision };
    rule.revision?.(revision, inRevision);
    for (const route of revision.routes) rule.route?.(route, inRevision);
    for (const policy of revision.policies) {
      const inPolicy = { ...inRevision, policy };
      rule.policy?.(policy, inPolicy);
      for (const defect of policy.defects) rule.defect?.(defect, inPolicy);
      if (!rule.statement && !rule.resource && !rule.condition && !rule.list && !rule.entry) continue;
      for (const statement of policy.statements) {
        current = statement;
        const inStatement = { ...inPolicy, statement };
        rule.statement?.(statement, inStatement);
        const { resource: element } = statement;
        if (element) for (const value of element.values) rule.resource?.(value, { ...inStatement, element });
        for (const condition of statement.conditions) {
          const inCondition = { ...inStatement, condition };
          rule.condition?.(condition, inCondition);
          const { list } = condition;
          if (!list) continue;
          const inList = { ...inCondition, list };
          rule.list?.(list, inList);
          if (rule.entry) for (const entry of list.entries) rule.entry(entry, inList);
        }
      }
      current = undefined;
    }
  }
}
