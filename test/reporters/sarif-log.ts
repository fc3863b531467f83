import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

/** The parts of a log that the tests look at. */
export interface Log {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly Run[];
}

export interface Run {
  readonly tool: {
    readonly driver: { readonly name: string; readonly rules: readonly Rule[]; [key: string]: unknown };
  };
  readonly invocations: readonly [
    {
      readonly executionSuccessful: boolean;
      readonly workingDirectory?: { readonly uri: string };
      readonly toolExecutionNotifications: readonly Notification[];
    },
  ];
  readonly columnKind: string;
  readonly results: readonly Result[];
}

export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown: string };
  readonly helpUri?: string;
  readonly defaultConfiguration: { readonly level: string };
  readonly properties: {
    readonly tags: readonly string[];
    readonly precision: string;
    readonly 'security-severity': string;
  };
}

interface Place {
  readonly id?: number;
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>;
  };
  readonly message?: { readonly text: string };
}

export interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [Place];
  readonly relatedLocations?: readonly Place[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

interface Notification {
  readonly descriptor: { readonly id: string; readonly index: number };
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations?: readonly Place[];
}

// OASIS's schema, from the npm package @microsoft/jest-sarif 1.0.0-beta.0 (MIT); it is of draft 04, which ajv no longer names
const {
  $schema: _draft,
  id: _id,
  ...schema
} = JSON.parse(readFileSync(new URL('../fixtures/sarif-2.1.0.schema.json', import.meta.url), 'utf8'));
const characters = String.raw`(?:[\w.~!$&'()*+,;=:@/?-]|%[\dA-F]{2})*(?:#[\w.-]*)?`;
const validate = new Ajv({
  strict: false,
  unicodeRegExp: false,
  formats: {
    uri: new RegExp(`^[a-z]+:${characters}$`),
    // a colon in the first segment would end a scheme
    'uri-reference': new RegExp(`^(?:(?![^/]*:)|file:///)${characters}$`),
    'date-time': true,
  },
}).compile(schema);

/** What the schema has against a log. */
export function schemaFaults(log: unknown): readonly string[] {
  return validate(log) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
}

/** What GitHub would refuse, ignore or cut, by the rules of Microsoft's validator and the limits that GitHub documents. */
export function githubFaults(log: Log): readonly string[] {
  const faults: string[] = [];
  const check = (is: unknown, what: string): void => {
    if (!is) faults.push(what);
  };
  check(/^https:\/\/.*[-/]2\.1\.0\.json$/.test(log.$schema), 'GH1011: a schema that is not final');
  check(log.version === '2.1.0' && log.runs.length === 1, 'GH1013: version, runs');
  for (const { tool, invocations, results, columnKind, ...others } of log.runs) {
    const { name, rules } = tool.driver;
    const [{ workingDirectory, toolExecutionNotifications }] = invocations;
    check(results, 'GH1014: results');
    check(name && rules, 'GH1018: name, rules');
    check(columnKind === 'utf16CodeUnits', 'the unit of columns');
    check(Object.keys(others).length === 0, 'what GitHub does not read, or takes before its own');
    check(results.length <= 5000 && rules.length <= 25_000, 'limits of a run');
    for (const rule of rules) {
      const { tags, precision, 'security-severity': score } = rule.properties;
      const texts = [rule.shortDescription.text, rule.fullDescription.text];
      for (const text of texts) check(text.length > 0 && text.length <= 1024 && text.endsWith('.'), `GH2012: ${text}`);
      check(rule.help.text && rule.help.markdown, `GH2012: help of ${rule.id}`);
      check(
        /^(?:[A-Z][a-z0-9]*)+$/.test(rule.name) && rule.name !== rule.id && rule.name.length <= 255,
        'SARIF1001: name',
      );
      check(['error', 'warning', 'note'].includes(rule.defaultConfiguration.level), 'level');
      check(tags.includes('security') && tags.length <= 10, 'tags');
      check(['very-high', 'high', 'medium', 'low'].includes(precision), 'precision');
      check(['9.5', '8.0', '5.5', '2.5'].includes(score), 'security-severity');
    }
    const alerts = new Set<string>();
    for (const result of results) {
      const { ruleId, ruleIndex, message, locations, relatedLocations = [], partialFingerprints } = result;
      check(ruleId && rules[ruleIndex]?.id === ruleId, 'GH1015: rule');
      check(/[.?!]$/.test(message.text) && !('id' in message), `GH1007, SARIF2001: ${message.text}`);
      check(locations.length === 1, 'GH1016: one location');
      check(!('suppressions' in result) && !('codeFlows' in result), 'GH1002');
      const places = [...locations, ...relatedLocations];
      for (const { physicalLocation } of places) {
        const { uri } = physicalLocation.artifactLocation;
        const { startLine, startColumn, endLine, endColumn } = physicalLocation.region;
        check(uri, 'GH1001, GH1017: uri');
        check(!/^\/|\\|(?:^|\/)\.\.(?:\/|$)/.test(uri), `GH1005: ${uri}`);
        check(!uri.startsWith('file:') || workingDirectory, 'GH1006: workingDirectory');
        check(startLine >= 1 && startColumn >= 1, 'GH1003: start');
        check(endLine > startLine || (endLine === startLine && endColumn >= startColumn), 'GH1003: end');
      }
      check(places.length <= 100, 'limits of a result');
      const linked = [...message.text.matchAll(/\\.|\]\((\d+)\)/g)].flatMap(([, id]) => (id ? [Number(id)] : []));
      const ids = relatedLocations.map(({ id }) => id);
      check(JSON.stringify(linked) === JSON.stringify(ids), `related locations that are not linked: ${message.text}`);
      check(
        relatedLocations.every((one) => one.message?.text),
        'related locations say something',
      );
      const { primaryLocationLineHash: hash } = partialFingerprints;
      const alert = JSON.stringify([ruleId, locations[0].physicalLocation.artifactLocation.uri, hash]);
      check(hash === undefined || !alerts.has(alert), `the same alert twice: ${alert}`);
      alerts.add(alert);
    }
    for (const { message, locations = [] } of toolExecutionNotifications) {
      check(/[.?!]$/.test(message.text), `SARIF2001: ${message.text}`);
      for (const { physicalLocation } of locations) check(physicalLocation.artifactLocation.uri, 'GH1001: uri');
    }
  }
  return faults;
}
