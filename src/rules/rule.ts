import type { Network } from '../ip/network.ts';
import type { Answer } from '../model/answer.ts';
import type { Api, Revision, Route, Stage } from '../model/api.ts';
import type {
  Condition,
  Defect,
  Element,
  ElementValue,
  Entry,
  Place,
  Placed,
  Policy,
  SourceList,
  Statement,
  TypedEntry,
} from '../model/policy.ts';
import type { Change, Severity } from '../report/report.ts';

/** A change that would mend a finding. */
export interface Proposal {
  readonly message: string;
  /** Whether it leaves who gets in as it is, certainly and possibly: `test/proofs/drawn/suggestions.test.ts` tries it. */
  readonly safe: boolean;
  /** Offered only where the finding holds wherever its place is used, and in every scenario. */
  readonly everywhere?: true;
  readonly changes: readonly Change<Entry>[];
}

/** A route that a finding is about, on one of its stages. */
export interface AffectedRoute {
  readonly stage?: Stage;
  /** Absent where the document has no routes: then all that there may be are meant. */
  readonly route?: Route;
  readonly method: string;
  readonly path: string;
}

/** What fills the `{{placeholders}}` of a message. */
type Data = Readonly<Record<string, string | number>>;

/** The placeholders of a text; the routes of a finding fill `{{routes}}`. */
type Placeholders<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Exclude<Name, 'routes'> | Placeholders<Rest>
  : never;

/** What a report has to say for a message: all of its placeholders, and none that it lacks. */
export type Filled<Text extends string> = string extends Text
  ? Detail
  : [Placeholders<Text>] extends [never]
    ? Detail & { readonly data?: never }
    : Detail & { readonly data: Readonly<Record<Placeholders<Text>, string | number>> };

/**
 * What may be to blame: a rule that yields to others is silent where one of them blames the same. The network of an entry is not the
 * entry: who blames the one says nothing of a rule that blames the other.
 */
export type Cause =
  | (Api | Policy | Statement | Element | ElementValue | Condition | SourceList | Entry | Defect)
  | (Network | TypedEntry);

/** What a finding says beside its message. */
export interface Detail {
  readonly data?: Data;
  /** Fills `{{routes}}`, grouped by their scenarios; the report lists them all. */
  readonly routes?: readonly AffectedRoute[];
  /** Set where a message says the same as another one, of routes that something else guards: beside others these words name them. */
  readonly variant?: { readonly of: string; readonly words: string };
  readonly related?: readonly { readonly message: string; readonly place: Place }[];
  /** The statements, entries, lists or conditions to blame; what is pointed at where absent. */
  readonly cause?: readonly Cause[];
  /**
   * What the finding means whatever its place: the networks concerned. What is reported with one meaning and one message at one
   * place is one finding, in whatever scenarios, and of its values each may be meant. For the fingerprint too.
   */
  readonly meaning?: string;
  readonly propose?: readonly Proposal[];
  /** The stage of a live API that it is about. */
  readonly stage?: Stage;
  /** Lowers the severity of this finding where the rule's own is higher. */
  readonly atMost?: Severity;
  /** Raises it where the rule runs with its own. */
  readonly atLeast?: Severity;
}

/** The texts of a rule by their names. */
export type Messages = Readonly<Record<string, string>>;

/** Nothing has to be said where a text has no placeholder. */
type DetailOf<Text extends string> = string extends Text
  ? [detail?: Detail]
  : [Placeholders<Text>] extends [never]
    ? [detail?: Filled<Text>]
    : [detail: Filled<Text>];

/** What a hook may do. A rule never reads what is unknown: it hands the question to `when`. */
export interface Context<M extends Messages = Messages> {
  readonly api: Api;
  readonly report: <Name extends keyof M & string>(message: Name, at: Placed, ...detail: DetailOf<M[Name]>) => void;
  /** Goes on with the evidence of a yes; counts the rule undecided where the answer is unknown. */
  readonly when: <T>(answer: Answer<T>, then: (evidence: T) => void) => void;
}

export interface RevisionContext<M extends Messages = Messages> extends Context<M> {
  readonly revision: Revision;
}

export interface PolicyContext<M extends Messages = Messages> extends RevisionContext<M> {
  readonly policy: Policy;
}

export interface StatementContext<M extends Messages = Messages> extends PolicyContext<M> {
  readonly statement: Statement;
}

export interface ConditionContext<M extends Messages = Messages> extends StatementContext<M> {
  readonly condition: Condition;
}

export interface ListContext<M extends Messages = Messages> extends ConditionContext<M> {
  readonly list: SourceList;
}

/**
 * What a rule looks at, from the outside in. The engine walks, and shows what stands for an unknown number of values as one
 * unknown value. Where a part of a policy is unknown as a whole, it counts the rule undecided.
 */
export interface Hooks<M extends Messages = Messages> {
  api?(api: Api, context: Context<M>): void;
  revision?(revision: Revision, context: RevisionContext<M>): void;
  policy?(policy: Policy, context: PolicyContext<M>): void;
  /** The IP conditions of a policy, taken together. */
  sources?(policy: Policy, context: PolicyContext<M>): void;
  defect?(defect: Defect, context: PolicyContext<M>): void;
  statement?(statement: Statement, context: StatementContext<M>): void;
  resource?(resource: ElementValue, context: StatementContext<M> & { readonly element: Element }): void;
  condition?(condition: Condition, context: ConditionContext<M>): void;
  /** A value that a condition compares with; the entries of a list have a hook of their own. */
  value?(value: ElementValue, context: ConditionContext<M>): void;
  list?(list: SourceList, context: ListContext<M>): void;
  entry?(entry: Entry, context: ListContext<M>): void;
}

export interface Rule<M extends Messages = Messages> extends Hooks<M> {
  readonly id: string;
  /** One line, beginning with a verb. */
  readonly description: string;
  readonly severity: Severity;
  /** `recommended` runs by default, `strict` adds its own. */
  readonly preset: 'recommended' | 'strict';
  readonly messages: M;
  /** Rules that speak instead of this one where both see one cause. */
  readonly yieldsTo?: readonly string[];
  /** Kinds of API that it looks at; all that a resource policy governs where absent. */
  readonly kinds?: readonly Api['kind'][];
  /** The endpoint type of the APIs that it looks at; any where absent. Where an API's is unknown, its reports are undecided. */
  readonly endpoint?: 'private' | 'public';
}

/** Reports by a name that goes with its data: that they fit no type holds, and `fill` throws where they do not. */
export function filling<M extends Messages>({ report }: Context<M>): Context['report'] {
  return report as unknown as Context['report'];
}

/** Checks a rule's messages against its reports at compile time. */
export function defineRule<const M extends Messages>(rule: Rule<M>): Rule {
  return rule as unknown as Rule;
}
