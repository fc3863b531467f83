import type { Api } from '../../src/model/api.ts';
import type { Entry, Policy, SourceList } from '../../src/model/policy.ts';
import { describe as inWords } from '../../src/model/scenario.ts';
import { Reader } from '../../src/session/reader.ts';
import { positionAt } from '../../src/source/lines.ts';
import { parse } from '../../src/source/parse.ts';
import type { Span } from '../../src/source/tree.ts';
import { load } from '../../src/template/load.ts';
import type { Loaded } from '../../src/template/loaded.ts';
import type { Told } from '../../src/template/told.ts';
import { inMemory } from '../../src/testing/in-memory.ts';
import { type Marks, type Range, readMarks } from '../../src/testing/marks.ts';
import type { Origin, Unknown, Value } from '../../src/values/value.ts';
import { NO_FILES } from '../support/no-files.ts';

interface LoadOptions {
  readonly file?: string;
  /** Values of parameters, as the user gives them. */
  readonly given?: Readonly<Record<string, string>>;
  readonly imports?: (name: string) => Value | undefined;
  readonly told?: Told;
  /** The files that it may bring in, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Loads one document. */
export function loaded(
  text: string,
  { file = 't.yml', given = {}, imports = () => undefined, told = {}, files }: LoadOptions = {},
): Loaded {
  const parsed = parse({ path: file, text });
  if (parsed.failures.length > 0) throw new Error(parsed.failures.map(({ message }) => message).join('\n'));
  const brought = files ? new Reader(inMemory(files)).files(() => {}) : NO_FILES;
  return load(parsed, { given: new Map(Object.entries(given)), imports, files: brought, told });
}

/** The first API of a document, in each of its scenarios. */
export function worldsOf(text: string, options: LoadOptions = {}): readonly Api[] {
  const { apis, failures } = loaded(text, options);
  if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('\n'));
  return apis[0]?.worlds ?? [];
}

/** The API of a document that has but one scenario. */
export function apiOf(text: string, options: LoadOptions = {}): Api {
  const worlds = worldsOf(text, options);
  if (worlds.length !== 1) throw new Error(`${worlds.length} scenarios`);
  return worlds[0] as Api;
}

/** A template whose API lists this behind `aws:SourceIp:`; `head` holds the sections before its resources. */
export function listing(sources: string, head = '', more = ''): string {
  return `${head.replace(/^\n/, '')}
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Policy:
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: execute-api:Invoke
            Resource: execute-api:/*
            Condition:
              IpAddress:
                aws:SourceIp: ${sources.replaceAll('\n', `\n${' '.repeat(18)}`)}
${more}`;
}

export function policyOf({ revisions }: Api): Policy | undefined {
  return revisions[0]?.policies[0];
}

function listOf(api: Api): SourceList | undefined {
  return policyOf(api)?.statements[0]?.conditions[0]?.list;
}

/** The entries as written, and `…` where there may be more. */
export function entriesOf(api: Api): readonly string[] {
  const list = listOf(api);
  return list ? [...list.entries.map(({ written }) => written), ...(list.open.length > 0 ? ['…'] : [])] : ['no list'];
}

/**
 * The entries of the one scenario of a marked template: what each reads as, why it is not known, the `«mark»` where it was
 * written and the `⟨mark⟩` that uses it, both counted from 1.
 */
export function placedEntries(marked: string, options: LoadOptions = {}): readonly string[] {
  const marks = readMarks(marked);
  const list = listOf(apiOf(marks.text, options));
  if (!list) return ['no list'];
  return [
    ...list.entries.map((entry) => entryInWords(entry, marks)),
    ...list.open.map((one) => `… ${unknownInWords(one, marks)}`),
  ];
}

function entryInWords(entry: Entry, marks: Marks): string {
  const { address, written, place } = entry;
  const because = address.is === 'unknown' ? address.because : [];
  const [only] = because;
  // the expression of what has no name is its place
  if (only && written === `\${${only.id.replace(/^(?:Ref|GetAtt) /, '')}}`)
    return `${only.id.includes(' t.yml:') ? '?' : written} ${unknownInWords(only, marks)}`;
  return [`${written} ${placeInWords(place, marks)}`, ...because.map((one) => unknownInWords(one, marks))].join('; ');
}

export function unknownInWords({ reason, origin }: Unknown, marks: Marks): string {
  return `(${reason}) ${placeInWords(origin, marks)}`;
}

export function placeInWords({ at, use }: Origin, marks: Marks): string {
  const same = use?.start === at.start && use.end === at.end;
  return [named(at, '«', marks), ...(use && !same ? [named(use, '⟨', marks)] : [])].join(' ');
}

function named(span: Span, kind: '«' | '⟨', marks: Marks): string {
  const range: Range = { start: positionAt(span.file, span.start), end: positionAt(span.file, span.end) };
  const same = ({ start, end }: Range): boolean =>
    start.line === range.start.line &&
    start.column === range.start.column &&
    end.line === range.end.line &&
    end.column === range.end.column;
  const index = marks.ranges[kind].findIndex(same);
  if (index >= 0) return kind === '«' ? `«${index + 1}»` : `⟨${index + 1}⟩`;
  return `${kind}${range.start.line}:${range.start.column}-${range.end.line}:${range.end.column}`;
}

/** Each scenario in words, with what its list holds (or `no policy`). */
export function scenariosOf(text: string, options: LoadOptions = {}): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    worldsOf(text, options).map((api) => [inWords(api.world), policyOf(api) ? entriesOf(api) : ['no policy']]),
  );
}
