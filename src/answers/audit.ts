import { lint } from '../linter/linter.ts';
import { activeRules, type RuleOptions } from '../linter/presets.ts';
import type { Results } from '../linter/problems.ts';
import type { Api } from '../model/api.ts';
import type { Finding, Report, Severity, Undecided } from '../report/report.ts';
import { type LoadedFiles, type LoadOptions, loadFiles } from '../session/loading.ts';
import { byPlace } from '../session/order.ts';
import { withBase } from './base.ts';
import type { DiffInput } from './diff.ts';

export interface AuditOptions extends LoadOptions, RuleOptions {
  /** An earlier version of the files, which what is deployed is held against. */
  readonly base?: DiffInput;
  /** The `homepage` of package.json; rule pages' URLs are null without it. */
  readonly homepage?: string;
  /** What the same rules have found before of APIs that are still the same. */
  readonly known?: WeakMap<Api, Results>;
}

/**
 * Audits files by their paths, relative to the working directory. Never throws for what a file holds: what cannot be
 * read or parsed is in the report's `failures`.
 */
export function audit(files: readonly string[], options: AuditOptions): Report {
  const started = performance.now();
  const now = loadFiles(files, options);
  const loaded = options.base ? withBase(now, options.base) : now;
  const { findings, undecided, failures } = lint(loaded.apis, activeRules(options), options.homepage, options.known);
  const located = findings
    .map((finding) => loaded.locator.finding(finding))
    .sort(byPlace(({ ruleId, message }) => [ruleId, message]));
  const open = undecided.map((one) => loaded.locator.undecided(one)).sort(byPlace(({ reason }) => [reason]));
  const failed = failures.map(({ message, place }) => ({ message, location: loaded.locator.locate(place.at) }));
  const all = { ...loaded, failures: [...loaded.failures, ...failed].sort(byPlace(({ message }) => [message])) };
  return summarize(located, open, all, files.length, Math.round(performance.now() - started));
}

function summarize(
  findings: readonly Finding[],
  undecided: readonly Undecided[],
  { apis, failures, notAudited }: LoadedFiles,
  files: number,
  durationMs: number,
): Report {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const policies = apis.filter(({ worlds }) =>
    worlds.some(({ revisions }) => revisions.some((revision) => revision.policies.length > 0)),
  );
  return {
    findings,
    undecided,
    failures,
    notAudited,
    suppressed: [],
    summary: {
      files,
      apis: apis.length,
      policies: policies.length,
      errors: count('error'),
      warnings: count('warning'),
      notes: count('note'),
      undecided: undecided.length,
      notAudited: notAudited.length,
      failures: failures.length,
      suppressed: 0,
      fixable: findings.filter(({ suggestions }) => suggestions.some(({ safe }) => safe)).length,
      durationMs,
    },
  };
}
