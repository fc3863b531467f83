import type { Collection, Gap } from '../live/collection.ts';
import type { Failure, NotAudited, Report } from '../report/report.ts';
import { byPlace, compare } from '../session/order.ts';

/** The report of snapshot documents, with what of the account it covers; `nameOf` says how it names a document. */
export function liveReport(
  report: Report,
  { documents, gaps, accounts, regions, seen, audited }: Collection,
  allowUnaudited: readonly string[],
  nameOf: (path: string) => string,
): Report {
  const patterns = allowUnaudited.map(patternOf);
  // `ACCOUNT`, `ACCOUNT/REGION` or the path of an API's document
  const places = new Map([...documents.keys()].map((path) => [nameOf(path), path.replace(/\/unread\.json$/, '')]));
  const isAllowed = ({ location }: Failure): boolean => {
    const place = places.get(location.file) ?? location.file;
    // a pattern for all of an account, or of a Region, names it too
    return patterns.some((pattern) => pattern.test(place) || pattern.test(`${place}/`));
  };
  const all = [...report.failures, ...gaps.map(failure)];
  const failures = all.filter((one) => !isAllowed(one));
  const notAudited: NotAudited[] = [
    ...report.notAudited,
    ...all.filter(isAllowed).map(({ message, location }) => ({ file: location.file, reason: message })),
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

function failure({ name, message }: Gap): Failure {
  const start = { line: 1, column: 1 };
  return { message, location: { file: name, start, end: start } };
}

/** A place with `*` for any characters; `.json` may be left out. */
function patternOf(text: string): RegExp {
  const literal = text.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}(?:\\.json)?$`);
}
