import type { Answer } from '../model/answer.ts';
import type { Api, Deployment, Domain, Revision, Route, Stage } from '../model/api.ts';
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

/** What a finding says beside its message. */
export interface Detail {
  /** Fills the message's `{{placeholders}}`. */
  readonly data?: Readonly<Record<string, string | number>>;
  /** Fills `{{routes}}`, grouped by their scenarios; the report lists them all. */
  readonly routes?: readonly AffectedRoute[];
  /** Set where a message says the same as another one, of routes that something else guards: beside others these words name them. */
  readonly variant?: { readonly of: string; readonly words: string };
  readonly related?: readonly { readonly message: string; readonly place: Place }[];
  /** The statements, entries, lists or conditions to blame; what is pointed at where absent. */
  readonly cause?: readonly object[];
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

/** What a hook may do. A rule never reads what is unknown: it hands the question to `when`. */
export interface Context<Message extends string = string> {
  readonly api: Api;
  readonly report: (message: Message, at: Placed, detail?: Detail) => void;
  /** Goes on with the evidence of a yes; counts the rule undecided where the answer is unknown. */
  readonly when: <T>(answer: Answer<T>, then: (evidence: T) => void) => void;
}

export interface RevisionContext<Message extends string = string> extends Context<Message> {
  readonly revision: Revision;
}

export interface PolicyContext<Message extends string = string> extends RevisionContext<Message> {
  readonly policy: Policy;
}

export interface StatementContext<Message extends string = string> extends PolicyContext<Message> {
  readonly statement: Statement;
}

export interface ConditionContext<Message extends string = string> extends StatementContext<Message> {
  readonly condition: Condition;
}

export interface ListContext<Message extends string = string> extends ConditionContext<Message> {
  readonly list: SourceList;
}

/**
 * What a rule looks at, from the outside in. The engine walks, and shows what stands for an unknown number of values as one
 * unknown value. Where a part of a policy is unknown as a whole, it counts the rule undecided.
 */
export interface Hooks<Message extends string = string> {
  api?(api: Api, context: Context<Message>): void;
  revision?(revision: Revision, context: RevisionContext<Message>): void;
  route?(route: Route, context: RevisionContext<Message>): void;
  policy?(policy: Policy, context: PolicyContext<Message>): void;
  /** The IP conditions of a policy, taken together. */
  sources?(policy: Policy, context: PolicyContext<Message>): void;
  defect?(defect: Defect, context: PolicyContext<Message>): void;
  statement?(statement: Statement, context: StatementContext<Message>): void;
  resource?(resource: ElementValue, context: StatementContext<Message> & { readonly element: Element }): void;
  condition?(condition: Condition, context: ConditionContext<Message>): void;
  /** A value that a condition compares with; the entries of a list have a hook of their own. */
  value?(value: ElementValue, context: ConditionContext<Message>): void;
  list?(list: SourceList, context: ListContext<Message>): void;
  entry?(entry: Entry, context: ListContext<Message>): void;
  deployment?(deployment: Deployment, context: Context<Message>): void;
  domain?(domain: Domain, context: Context<Message>): void;
}

export interface Rule<Message extends string = string> extends Hooks<Message> {
  readonly id: string;
  /** One line, beginning with a verb. */
  readonly description: string;
  readonly severity: Severity;
  /** `recommended` runs by default, `strict` adds its own. */
  readonly preset: 'recommended' | 'strict';
  readonly messages: Readonly<Record<Message, string>>;
  /** Rules that speak instead of this one where both see one cause. */
  readonly yieldsTo?: readonly string[];
  /** Kinds of API that it looks at; all that a resource policy governs where absent. */
  readonly kinds?: readonly Api['kind'][];
  /** The endpoint type of the APIs that it looks at; any where absent. Where an API's is unknown, its reports are undecided. */
  readonly endpoint?: 'private' | 'public';
}

/** Checks a rule's messages against its reports at compile time. */
export function defineRule<Message extends string>(rule: Rule<Message>): Rule {
  return rule as Rule;
}
