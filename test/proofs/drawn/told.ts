import type { Scenario } from '../../../src/report/report.ts';

/** Whether what is told of some scenarios is told of an assignment of the deciding parameters. */
export function isTold(scenarios: readonly Scenario[], given: Readonly<Record<string, string>>): boolean {
  return (
    scenarios.length === 0 ||
    scenarios.some(({ where }) =>
      Object.entries(where).every(([name, one]) => {
        const value = given[name] ?? '';
        return 'is' in one ? one.is.includes(value) : !one.not.includes(value);
      }),
    )
  );
}
