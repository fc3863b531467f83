import type { Location, Report } from '../../report/report.ts';
import { locationOf } from './locations.ts';
import { literal, sentence } from './message.ts';
import { mostResults } from './results.ts';
import type { Uris } from './uris.ts';

/** What is told beside the results. They are told apart by id, so that nobody has to read their texts. */
const kinds = [
  { id: 'failure', level: 'error', about: 'A file could not be read or parsed.' },
  { id: 'left-out', level: 'warning', about: 'There are more results than code scanning shows.' },
  {
    id: 'not-audited',
    level: 'warning',
    about: 'An API is in a form that cannot be audited, or a named file is none that is known.',
  },
  { id: 'undecided', level: 'note', about: 'Rules could not decide, because a value is not known.' },
] as const;

/** The kinds of notifications, as the tool describes them. */
export const notificationDescriptors: readonly object[] = kinds.map(({ id, level, about }) => ({
  id,
  shortDescription: { text: about },
  defaultConfiguration: { level },
}));

/** All that a report has beside its findings; what is suppressed stays out, or alerts would stay open. */
export function notificationsOf(
  { failures, notAudited, undecided }: Report,
  leftOut: number,
  uris: Uris,
): readonly object[] {
  const at = (location: Location): object => locationOf(location, uris);
  return [
    ...failures.map(({ message, location, related = [] }) =>
      notification('failure', message, [at(location), ...related.map((one) => at(one.location))]),
    ),
    ...(leftOut > 0 ? [notification('left-out', leftOutText(leftOut), [])] : []),
    ...notAudited.map(({ file, reason }) =>
      notification('not-audited', `Not audited: ${reason}`, [
        { physicalLocation: { artifactLocation: { uri: uris.of(file) } } },
      ]),
    ),
    ...undecided.map(({ rules, reason, location, scenarios }) => {
      const when = scenarios.map(({ text }) => ` when ${text}`).join(', or');
      return notification('undecided', `Not decided${when}: ${reason} (${rules.join(', ')})`, [at(location)]);
    }),
  ];
}

/** That the limit took results away. */
export function leftOutText(leftOut: number): string {
  const results = leftOut === 1 ? '1 result is' : `${leftOut} results are`;
  return `${results} left out: code scanning shows ${mostResults}, the gravest.`;
}

function notification(kind: (typeof kinds)[number]['id'], text: string, locations: readonly object[]): object {
  const index = kinds.findIndex(({ id }) => id === kind);
  return {
    descriptor: { id: kind, index },
    level: kinds[index]?.level,
    message: { text: sentence(literal(text)) },
    ...(locations.length > 0 && { locations }),
  };
}
