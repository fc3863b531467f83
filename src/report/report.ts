/** The severities that a finding can have; `off` is for configurations only. */
export type Severity = 'error' | 'warning' | 'note';

/** 1-based line and column; columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A range of a file, `end` exclusive; `file` relative to the working directory, with forward slashes. */
export interface Location {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
  /** The member path of the node there, `Resources.Api.Properties.Policy`; absent where the file has no such node. */
  readonly path?: string;
}

export interface Related<Place = Location> {
  readonly message: string;
  readonly location: Place;
}

export interface ApiRef {
  readonly id: string;
  readonly name: string | null;
  readonly endpoint: string | null;
  /** Of a live API: its ARN, and where it is. */
  readonly arn?: string;
  readonly account?: string;
  readonly region?: string;
  /** The stage of a live API that something is about. */
  readonly stage?: string;
}

/** One alternative under which something holds: what each deciding parameter or condition is, or is not. */
export interface Scenario {
  readonly text: string;
  readonly where: Readonly<Record<string, { readonly is: readonly string[] } | { readonly not: readonly string[] }>>;
}

/** A route that a finding is about. */
export interface FindingRoute {
  /** Null where the document has no stages. */
  readonly stage: string | null;
  readonly method: string;
  readonly path: string;
  /** Whether it asks for an API key; null where that is not known. */
  readonly apiKey: boolean | null;
  readonly scenarios: readonly Scenario[];
}

export interface Edit {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
  readonly text: string;
}

/** A text in place of what stands somewhere, or the removal of a list's member. */
export interface Change<Place> {
  readonly at: Place;
  /** Absent for a removal. */
  readonly text?: string;
}

/** A change that would mend the finding; `safe` where who gets in stays as it is, certainly and possibly. */
export interface Suggestion<Fix = Edit> {
  readonly message: string;
  readonly safe: boolean;
  readonly edits: readonly Fix[];
}

export interface Finding<Place = Location, Fix = Edit> {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  readonly location: Place;
  readonly related: readonly Related<Place>[];
  readonly api: ApiRef;
  /** Alternatives; empty where the finding holds in every scenario of its API. */
  readonly scenarios: readonly Scenario[];
  /** All the routes that it is about; absent where it is not about routes. */
  readonly routes?: readonly FindingRoute[];
  readonly suggestions: readonly Suggestion<Fix>[];
  /** Stable over moves and reformatting: see `linter/fingerprint.ts`. */
  readonly fingerprint: string;
  /** The rule's page, null while the package has no homepage. */
  readonly url: string | null;
}

/** What cannot be known, and the rules that it keeps from deciding. */
export interface Undecided<Place = Location> {
  readonly rules: readonly string[];
  readonly reason: string;
  readonly location: Place;
  readonly api: ApiRef;
  readonly scenarios: readonly Scenario[];
}

/** A file that could not be read or parsed, or a call to AWS that was not answered. */
export interface Failure {
  readonly message: string;
  readonly location: Location;
  readonly related?: readonly Related[];
}

/** An API in a form that cannot be audited, one that was not read and need not be, or a named file that may have been meant to hold one. */
export interface NotAudited {
  readonly file: string;
  readonly reason: string;
}

export interface Suppressed {
  readonly by: 'comment' | 'baseline';
  readonly reason: string;
  readonly finding: Finding;
}

/** What of AWS a live run looked at: all that it says holds for these alone. */
export interface Coverage {
  readonly accounts: readonly string[];
  /** Those whose REST APIs were listed, in one account at least. */
  readonly regions: readonly string[];
  /** How many REST APIs were asked for and listed. */
  readonly restApis: number;
  /** How many of them were fetched. */
  readonly audited: number;
  /** The kinds of APIs that cannot have a resource policy, and are not listed. */
  readonly notListed: readonly ['HTTP', 'WebSocket'];
}

export interface Summary {
  readonly files: number;
  readonly apis: number;
  readonly policies: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly undecided: number;
  readonly notAudited: number;
  readonly failures: number;
  readonly suppressed: number;
  readonly fixable: number;
  readonly durationMs: number;
  /** Of a live run only. */
  readonly coverage?: Coverage;
}

/** All that one run found, in order of file, line, column, rule and message. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  readonly failures: readonly Failure[];
  readonly notAudited: readonly NotAudited[];
  readonly suppressed: readonly Suppressed[];
  readonly summary: Summary;
}
