import { type Answer, all, unknown, YES } from '../model/answer.ts';
import type { Api, Revision } from '../model/api.ts';
import { openEntry, openValue } from '../model/entries.ts';
import type { Placed, Policy, Statement } from '../model/policy.ts';
import { isPrivate, isPublic } from '../model/questions.ts';
import type { Context, Detail, Hooks, Rule } from '../rules/rule.ts';
import type { Unknown } from '../values/value.ts';

/** Where a rule's reports and open questions go. */
export interface Sink {
  report(rule: Rule, message: string, at: Placed, within: Within, detail: Detail): void;
  undecided(rule: Rule, because: readonly Unknown[]): void;
  /** Is told of a hook that threw, and what it was shown. */
  crashed(rule: Rule, error: unknown, at: Placed): void;
}

/** The revision and the statement that a report is about. */
export interface Within {
  readonly revision?: Revision;
  readonly statement?: Statement;
}

/** Whether a rule has anything to say of an API. */
export function applies(rule: Rule, api: Api): Answer {
  if (!(rule.kinds ?? ['rest', 'domain']).includes(api.kind)) return { is: 'no' };
  if (!rule.endpoint) return YES;
  return rule.endpoint === 'private' ? isPrivate(api) : isPublic(api);
}

/** Shows every part of an API to the rules that have a hook for it. */
export function walk(api: Api, rules: readonly Rule[], sink: Sink): void {
  for (const rule of rules) {
    const applicable = applies(rule, api);
    if (applicable.is !== 'no') new Walk(api, rule, applicable, sink).visit();
  }
}

type HookName = keyof Hooks;

/** What an unknown part of a policy may hold, from the outside in. */
const IN_CONDITION: readonly HookName[] = ['sources', 'defect', 'condition', 'value', 'list', 'entry'];
const IN_STATEMENT: readonly HookName[] = ['statement', 'resource', ...IN_CONDITION];
const IN_POLICY: readonly HookName[] = ['policy', ...IN_STATEMENT];

/** One rule's way through an API. */
class Walk {
  private readonly api: Api;
  private readonly rule: Rule;
  private readonly sink: Sink;
  private readonly context: Context;
  private within: Within = {};

  constructor(api: Api, rule: Rule, applicable: Answer, sink: Sink) {
    this.api = api;
    this.rule = rule;
    this.sink = sink;
    this.context = {
      api,
      report: (message, at, detail = {}) => {
        if (applicable.is === 'unknown') sink.undecided(rule, applicable.because);
        else sink.report(rule, message, at, this.within, detail);
      },
      when: (answer, act) => {
        const open = answer.is === 'unknown' && all(applicable, answer);
        if (answer.is === 'yes') act(answer.value);
        else if (open && open.is === 'unknown') sink.undecided(rule, open.because);
      },
    };
  }

  visit(): void {
    this.guard(this.api, () => this.visitApi());
  }

  private visitApi(): void {
    const { api, rule, context } = this;
    this.guard(api, () => rule.api?.(api, context));
    for (const revision of api.revisions) {
      const inRevision = { ...context, revision };
      this.within = { revision };
      this.guard(api, () => rule.revision?.(revision, inRevision));
      for (const policy of revision.policies) this.visitPolicy(policy, { ...inRevision, policy });
      this.open(revision.policyOpen, IN_POLICY);
    }
  }

  private visitPolicy(policy: Policy, context: Parameters<NonNullable<Rule['policy']>>[1]): void {
    const { rule, within } = this;
    this.guard(policy, () => rule.policy?.(policy, context));
    this.guard(policy, () => rule.sources?.(policy, context));
    for (const defect of policy.defects) this.guard(defect, () => rule.defect?.(defect, context));
    this.open(policy.open, IN_STATEMENT);
    if (!this.has(IN_STATEMENT)) return;
    for (const statement of policy.statements) {
      this.within = { ...within, statement };
      this.visitStatement(statement, { ...context, statement });
    }
    this.within = within;
  }

  private visitStatement(statement: Statement, context: Parameters<NonNullable<Rule['statement']>>[1]): void {
    const { rule } = this;
    this.guard(statement, () => rule.statement?.(statement, context));
    this.open(statement.open, IN_STATEMENT);
    this.open(statement.conditionsOpen, IN_CONDITION);
    const { resource: element } = statement;
    if (element && rule.resource) {
      for (const value of [...element.values, ...element.open.map(openValue)])
        this.guard(value, () => rule.resource?.(value, { ...context, element }));
    }
    for (const condition of statement.conditions) {
      const inCondition = { ...context, condition };
      this.guard(condition, () => rule.condition?.(condition, inCondition));
      if (rule.value)
        for (const value of [...condition.values, ...condition.open.map(openValue)])
          this.guard(value, () => rule.value?.(value, inCondition));
      const { list } = condition;
      if (!list) continue;
      const inList = { ...inCondition, list };
      this.guard(list, () => rule.list?.(list, inList));
      if (rule.entry)
        for (const entry of [...list.entries, ...list.open.map(openEntry)])
          this.guard(entry, () => rule.entry?.(entry, inList));
    }
  }

  /** A rule that throws costs what it had to say here, and the run goes on. */
  private guard(at: Placed, visit: () => void): void {
    try {
      visit();
    } catch (error) {
      this.sink.crashed(this.rule, error, at);
    }
  }

  /** What is not known may hold what the rule looks for: it cannot decide. */
  private open(because: readonly Unknown[], hooks: readonly HookName[]): void {
    if (because.length > 0 && this.has(hooks)) this.context.when(unknown(because), () => {});
  }

  private has(hooks: readonly HookName[]): boolean {
    return hooks.some((hook) => this.rule[hook] !== undefined);
  }
}
