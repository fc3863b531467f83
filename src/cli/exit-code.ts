import type { Failure, NotAudited, Report } from '../report/report.ts';
import { escaped } from '../reporters/escaped.ts';
import type { AuditArguments } from './arguments.ts';
import { type Io, print } from './io.ts';
import type { Tool } from './tool.ts';

/** How a run that answers a question ends: what is at fault is said, and an answer needs all files that were named. */
export async function endAnswer(
  {
    failures,
    unread,
    faults,
  }: { failures: readonly Failure[]; unread: readonly NotAudited[]; faults: readonly string[] },
  { name }: Tool,
  io: Io,
): Promise<number> {
  const left = faults.length === 0 && unread[0] ? [`${escaped(unread[0].file)} is not audited: see the report`] : [];
  const all = [...faults, ...left];
  for (const one of all) await print(io.stderr, `${name}: ${one}\n`);
  if (failures.length > 0) return 2;
  return all.length > 0 ? 1 : 0;
}

/** How a run of an audit ends, and what is to be said of it where the report shows no error. */
export function exitCodeOf(
  { failures, notAudited, summary }: Report,
  { maxWarnings, failOn }: Pick<AuditArguments, 'maxWarnings' | 'failOn'>,
  isNamed: (row: { readonly file: string }) => boolean,
): { readonly code: number; readonly why: readonly string[] } {
  const { errors, warnings, notes, undecided } = summary;
  // what a search has met is only counted, unless it is asked for
  const unread = failOn ? notAudited : notAudited.filter(isNamed);
  const counts = {
    error: errors,
    warning: errors + warnings,
    note: errors + warnings + notes,
    undecided,
    'not-audited': unread.length,
  };
  const failing = (failOn ?? (['error', 'not-audited'] as const)).filter((one) => counts[one] > 0);
  const why = [
    ...(warnings > maxWarnings ? [`more warnings than --max-warnings ${maxWarnings} allows: ${warnings}`] : []),
    ...(failOn ?? [])
      .filter((one) => one !== 'error' && counts[one] > 0)
      .map((one) => `there is what --fail-on ${one} names: ${counts[one]}`),
    ...(failOn || unread.length === 0
      ? []
      : [`not all that was named is audited: see the report, or let it pass with --fail-on error`]),
  ];
  if (failures.length > 0) return { code: 2, why };
  return { code: failing.length > 0 || warnings > maxWarnings ? 1 : 0, why };
}
