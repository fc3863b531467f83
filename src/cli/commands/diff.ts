import { diff as diffVersions } from '../../answers/diff.ts';
import type { Differences } from '../../report/differences.ts';
import { differencesJson } from '../../reporters/differences-json.ts';
import { differencesMarkdown } from '../../reporters/differences-markdown.ts';
import { differencesText } from '../../reporters/differences-text.ts';
import type { DiffArguments } from '../arguments.ts';
import { endAnswer } from '../exit-code.ts';
import { filesRead, namedIn } from '../input.ts';
import type { Io } from '../io.ts';
import { layoutFor, writeReport } from '../output.ts';
import { RunLog } from '../run-log.ts';
import type { Tool } from '../tool.ts';
import { openVersion } from '../version.ts';

/** `ipaudit diff OLD NEW`: says who newly gets in and who no longer does, and returns the exit code. */
export async function diff(args: DiffArguments, io: Io, tool: Tool): Promise<number> {
  const [older, newer] = args.versions as readonly [string, string];
  const log = new RunLog();
  const [before, after] = [await openVersion(older, args, io), await openVersion(newer, args, io, log.warn)];
  const differences = diffVersions(before, after);
  await log.print(io);
  await writeReport(textOf(differences, args, io), args, io, filesRead(before, after));
  const failing = args.failOn.filter((change) => has(differences, change));
  const { failures, notAudited } = differences;
  // a folder on one side names none of its files, whatever the other side names
  const unread = notAudited.filter((row) => [before, after].every(({ load }) => namedIn(load)(row)));
  const faults = failing.length > 0 ? [`there is what --fail-on ${failing.join(', --fail-on ')} names`] : [];
  return endAnswer({ failures, unread, faults }, tool, io);
}

function textOf(differences: Differences, args: DiffArguments, io: Io): string {
  if (args.format === 'json') return differencesJson(differences);
  return args.format === 'markdown'
    ? differencesMarkdown(differences)
    : differencesText(differences, layoutFor(args, io));
}

/** Whether something changes in a way; what is not told exactly may change in any. */
function has({ apis, notAudited }: Differences, change: DiffArguments['failOn'][number]): boolean {
  const routes = apis.flatMap((api) => api.routes);
  const opens = routes.some(({ opened }) => opened.certainly.cidrs.length > 0);
  const closes = routes.some(({ closed }) => closed.certainly.cidrs.length > 0);
  if (change === 'opened') return opens;
  if (change === 'closed') return closes;
  if (change === 'any') return opens || closes;
  return (
    notAudited.length > 0 ||
    apis.some(({ truncated }) => truncated !== undefined) ||
    routes.some(({ opened, closed }) =>
      [opened, closed].some(({ certainly, possibly }) => certainly.cidrs.join() !== possibly.cidrs.join()),
    )
  );
}
