import { byPlace, compare } from '../audit/order.ts';
import type { Collection, Gap } from '../live/collection.ts';
import type { Failure, NotAudited, Report } from '../report/report.ts';

/** The report of snapshot documents, with what was not fetched and what it covers; `nameOf` says how it names a document. */
export function liveReport(
  report: Report,
  { gaps, accounts, regions, seen, audited }: Collection,
  allowUnaudited: readonly string[],
  nameOf: (path: string) => string,
): Report {
  const patterns = allowUnaudited.map(patternOf);
  const isAllowed = ({ place, hides }: Gap): boolean => !hides || patterns.some((pattern) => pattern.test(place));
  const fileOf = ({ place }: Gap): string => (place.endsWith('.json') ? nameOf(place) : place);
  const failures = [
    ...report.failures,
    ...gaps.filter((gap) => !isAllowed(gap)).map((gap) => failure(gap, fileOf(gap))),
  ];
  const notAudited: NotAudited[] = [
    ...report.notAudited,
    ...gaps.filter(isAllowed).map((gap) => ({ file: fileOf(gap), reason: gap.message })),
  ];
  return {
    ...report,
    failures: failures.sort(byPlace(({ message }) => [message])),
    notAudited: notAudited.sort((a, b) => compare(a.file, b.file) || compare(a.reason, b.reason)),
    summary: {
      ...report.summary,
      failures: failures.length,
      notAudited: notAudited.length,
      coverage: {
        accounts: [...accounts].sort(),
        regions: [...regions].sort(),
        restApis: seen,
        audited,
        notListed: ['HTTP', 'WebSocket'],
      },
    },
  };
}

function failure({ message }: Gap, file: string): Failure {
  const start = { line: 1, column: 1 };
  return { message, location: { file, start, end: start } };
}

/** A place with `*` for any characters; `.json` may be left out. */
function patternOf(text: string): RegExp {
  const literal = text.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}(?:\\.json)?$`);
}
