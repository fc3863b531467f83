import type { Finding, Location, Severity } from '../../report/report.ts';
import type { ReporterContext, RuleInfo } from '../reporter.ts';
import { lineHashes } from './line-hash.ts';
import { locationOf, type SarifLocation } from './locations.ts';
import { link, literal, sentence } from './message.ts';
import type { Uris } from './uris.ts';

/** How many code scanning shows: the gravest. It refuses a file with five times as many. */
export const mostResults = 5000;
/** How many related places one result names. */
const mostPlaces = 20;
const gravity: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Findings of one rule on one line. */
type Group = readonly [Finding, ...Finding[]];

/** Which findings become a result, in their order, and how many results the limit takes away. */
export function selectResults(
  findings: readonly Finding[],
  uris: Uris,
): { readonly groups: readonly Group[]; readonly leftOut: number } {
  const all = groupsOf(findings, uris);
  const gravest = all.toSorted(([a], [b]) => gravity[a.severity] - gravity[b.severity]).slice(0, mostResults);
  const chosen = new Set(gravest);
  return { groups: all.filter((group) => chosen.has(group)), leftOut: all.length - gravest.length };
}

/**
 * Code scanning knows an alert by its rule, its file and the hash of its line: two of one rule on one line would be the
 * same alert.
 */
function groupsOf(findings: readonly Finding[], uris: Uris): readonly Group[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const { file, start } = finding.location;
    const key = JSON.stringify([finding.ruleId, uris.of(file), start.line]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}

/** Makes the result of each group. */
export function resultMaker(
  uris: Uris,
  rules: readonly RuleInfo[],
  sources: ReporterContext['sources'],
): (group: Group) => object {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const hashes = new Map<string, readonly string[]>();
  const hashOf = ({ file, start }: Location): string | undefined => {
    const source = sources(file);
    const ofFile = hashes.get(file) ?? (source ? lineHashes((source.bom ? '\ufeff' : '') + source.text) : []);
    hashes.set(file, ofFile);
    return ofFile[start.line - 1];
  };
  return (group) => {
    const [{ ruleId, severity, location, fingerprint }] = group;
    const { text, related } = messageOf(group, uris);
    const hash = hashOf(location);
    return {
      ruleId,
      ruleIndex: indexes.get(ruleId) ?? -1,
      level: severity,
      message: { text },
      locations: [locationOf(location, uris)],
      ...(related.length > 0 && { relatedLocations: related }),
      partialFingerprints: {
        ...(hash !== undefined && { primaryLocationLineHash: hash }),
        'ipauditFingerprint/v1': fingerprint,
      },
    };
  };
}

/** What the first finding says, and links to the others and to the related places: they are shown only where linked. */
function messageOf(group: Group, uris: Uris): { readonly text: string; readonly related: readonly SarifLocation[] } {
  const [first, ...others] = group;
  const related: SarifLocation[] = [];
  const linksTo = (places: readonly (readonly [text: string, location: Location])[]): string => {
    const distinct = new Map(places.map((place) => [JSON.stringify(place), place]));
    const shown = [...distinct.values()].slice(0, mostPlaces - related.length);
    const links = shown.map(([text, location]) => {
      const id = related.length + 1;
      related.push({ id, ...locationOf(location, uris), message: { text: sentence(literal(text)) } });
      return link(text, id);
    });
    const rest = distinct.size - shown.length;
    return [...links, ...(rest > 0 ? [`${rest} more`] : [])].join('; ');
  };
  const beside = linksTo(others.map((one) => [textOf(one).replace(/\.$/, ''), one.location]));
  const places = linksTo(group.flatMap((one) => one.related.map(({ message, location }) => [message, location])));
  const parts = [literal(textOf(first)), beside && `On the same line: ${beside}.`, places && `See ${places}.`];
  return { text: parts.filter((part) => part !== '').join(' '), related };
}

function textOf({ message, scenarios }: Finding): string {
  const when = scenarios.map(({ text }) => `when ${text}`).join(', or ');
  return [sentence(message), ...(when ? [`This holds ${when}.`] : [])].join(' ');
}
