import type { Differences, RouteChange } from '../report/differences.ts';
import { doorInWords } from '../report/doors.ts';
import type { RouteRef } from '../report/explanation.ts';
import { changedParts, differencesSummary } from './differences-text.ts';
import { escaped } from './escaped.ts';
import { groupsOf } from './groups.ts';

/** A comment for a pull request: a table for each API of which something is different. */
export function differencesMarkdown(differences: Differences): string {
  const { apis, failures, notAudited } = differences;
  const tables = apis.map((api) =>
    [
      `#### ${code(api.name || api.id)} in ${code(api.location.file)}${api.change === 'changed' ? '' : `, ${api.change}`}`,
      ...(api.scenarios.length > 0
        ? ['', `When ${api.scenarios.map(({ text }) => code(text)).join(', or when ')}.`]
        : []),
      '',
      '| route | caller | opened to | closed to |',
      '| --- | --- | --- | --- |',
      ...groupsOf(api.routes, rowKey).map((group) => row(group)),
    ].join('\n'),
  );
  const unread = [
    ...failures.map(({ location, message }) => `- ${code(`${location.file}:${location.start.line}`)} ${code(message)}`),
    ...notAudited.map(({ file, reason }) => `- ${code(file)} ${code(reason)}`),
  ];
  return `${[
    `### ${differencesSummary(differences)}`,
    ...tables,
    ...(unread.length > 0 ? [`Not compared:\n\n${unread.join('\n')}`] : []),
  ].join('\n\n')}\n`;
}

/** Callers and doors of which the same is to be said share a row. */
function rowKey({ caller: _, door: _door, ...rest }: RouteChange): string {
  return JSON.stringify(rest);
}

function row(group: readonly [RouteChange, ...RouteChange[]]): string {
  const [first] = group;
  const callers = groupsOf(group, ({ door }) => JSON.stringify(door))
    .map((alike) => {
      const names = alike.map(({ caller }) => caller).join(', ');
      const { door } = alike[0];
      return door.via === 'internet' ? names : `${names} by ${code(doorInWords(door))}`;
    })
    .join('; ');
  const sources = (what: 'opened' | 'closed'): string =>
    changedParts(first)
      .filter((part) => part.what === what)
      .map(({ perhaps, sources: { words } }) => `${perhaps ? 'perhaps ' : ''}${code(words)}`)
      .join('');
  return `| ${routeCell(first)} | ${callers} | ${sources('opened')} | ${sources('closed')} |`;
}

function routeCell({ stage, method, path, witness }: RouteRef): string {
  const route = `${code(`${method} ${path}`)}${witness === undefined ? '' : ` such as ${code(witness)}`}`;
  return stage === null ? route : `${route} on ${code(stage)}`;
}

/** A text of a file as code, in which GitHub looks for no markup, mention, reference, address or emoji. */
function code(text: string): string {
  return `\`${escaped(text).replace(/[`|]/g, ' ') || ' '}\``;
}
