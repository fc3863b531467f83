import type { Cause, StatementRef } from '../report/explanation.ts';
import type { Location } from '../report/report.ts';
import { escaped } from './escaped.ts';
import { placeOf } from './places.ts';
import { shortList } from './short-list.ts';

/** `Allow Offices at line 12`, with the file where it is not that of the API. */
export function statementInWords({ sid, effect, location }: StatementRef, api: Location): string {
  const name = [effect ?? 'a statement', ...(sid === null ? [] : [escaped(sid)])].join(' ');
  const { file, start } = location;
  return `${name} at ${file === api.file ? `line ${start.line}` : `${escaped(file)}:${start.line}`}`;
}

export function statementsInWords(statements: readonly StatementRef[], api: Location): string {
  return shortList(
    statements.map((one) => statementInWords(one, api)),
    'statement',
  );
}

/** What keeps something from being decided, a line each. */
export function undecidedTexts(because: readonly Cause[]): readonly string[] {
  return because.map(({ reason, location }) => `undecided: ${escaped(reason)} (${placeOf(location)})`);
}
