import type { Severity } from '../report/report.ts';
import { rules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import type { ActiveRule } from './problems.ts';

export type Preset = 'recommended' | 'strict';

/** Which rules run. */
export interface RuleOptions {
  /** `recommended` where absent. */
  readonly preset?: Preset;
  /** Severities that differ from the preset's, by rule id. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  /** Rules that run beside those of ipaudit. */
  readonly ownRules?: readonly Rule[];
}

/**
 * The rules of a preset with the severities that the user gave; a rule that is set by name runs in any preset. Throws an Error where
 * two rules have one id.
 */
export function activeRules({
  preset = 'recommended',
  rules: overrides = {},
  ownRules = [],
}: RuleOptions): readonly ActiveRule[] {
  const all = [...rules, ...ownRules];
  const twice = all.find(({ id }, i) => all.findIndex((rule) => rule.id === id) !== i);
  if (twice) throw new Error(`two rules have the id ${twice.id}: give one of them another`);
  return all.flatMap((rule): readonly ActiveRule[] => {
    const severity =
      overrides[rule.id] ?? (preset === 'strict' || rule.preset === 'recommended' ? rule.severity : 'off');
    return severity === 'off' ? [] : [{ rule, severity }];
  });
}
