import type { Severity } from '../report/report.ts';
import { rules } from '../rules/index.ts';
import type { ActiveRule } from './problems.ts';

export type Preset = 'recommended' | 'strict';

/** The rules of a preset with the severities that the user gave; a rule that is set by name runs in any preset. */
export function activeRules({
  preset = 'recommended',
  rules: overrides = {},
}: {
  readonly preset?: Preset;
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
}): readonly ActiveRule[] {
  return rules.flatMap((rule): readonly ActiveRule[] => {
    const severity =
      overrides[rule.id] ?? (preset === 'strict' || rule.preset === 'recommended' ? rule.severity : 'off');
    return severity === 'off' ? [] : [{ rule, severity }];
  });
}
