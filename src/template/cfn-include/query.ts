import type { Target } from './functions.ts';
import type { JmesPath, QueryNode } from './host.ts';
import { bare, hasMarks, idOf, refusedIn } from './marks.ts';
import type { Plain } from './plain.ts';

const MAX_LENGTH = 1000;
/** What finds parts of the data; all else may multiply them. https://jmespath.org/specification.html */
const SAFE: ReadonlySet<string> = new Set(
  `Field Subexpression Index IndexExpression Slice Projection ValueProjection FilterProjection Comparator Literal Flatten
  Identity Current Pipe AndExpression OrExpression NotExpression`.split(/\s+/),
);

/** What a JMESPath query finds in marked data: the parts themselves, so that they keep their marks. */
export function search(data: unknown, query: unknown, jmespath: JmesPath, plain: Plain, call: Target): unknown {
  const scalar = typeof query === 'string' ? plain.marks.last(query)?.scalar : undefined;
  const refuse = (message?: string): unknown =>
    plain.refuse(
      (scalar && plain.calls.get(scalar)) ?? call,
      message === undefined ? undefined : { message, at: (scalar ?? call).span },
    );
  const text = typeof query === 'string' ? bare(query) : '';
  if (text === '' || text.length > MAX_LENGTH || !isSafe(text, jmespath)) return refuse(UNSAFE);
  const originals = new Map<unknown, unknown>();
  let isOpen = false;
  const strip = (value: unknown): unknown => {
    if (typeof value === 'string') {
      isOpen ||= refusedIn(value) !== undefined;
      return bare(value);
    }
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).filter(([key]) => idOf(key) === undefined);
    isOpen ||= members.some(([key]) => refusedIn(key) !== undefined);
    const stripped = Array.isArray(value)
      ? value.map(strip)
      : Object.fromEntries(members.map(([key, one]) => [bare(key), strip(one)]));
    originals.set(stripped, value);
    return stripped;
  };
  const restore = (value: unknown): unknown => {
    if (originals.has(value)) return originals.get(value);
    if (Array.isArray(value)) return value.map(restore);
    // a literal of the query is no part of the data
    if (typeof value === 'object' && value !== null) return refuse(UNSAFE);
    // a text has no identity: it stands where the query does
    if (typeof value === 'string' && value !== '' && !hasMarks(value) && scalar)
      return value + plain.marks.mark({ scalar, end: text.length });
    return value;
  };
  const bareData = strip(data);
  // what is not known may be what is looked for
  return isOpen ? refuse() : restore(jmespath.search(bareData, text));
}

const UNSAFE = `This query is not evaluated: use a path, an index, a slice or a filter of JMESPath, at most ${MAX_LENGTH} characters long.`;

function isSafe(query: string, jmespath: JmesPath): boolean {
  // a slice has numbers for children
  const check = ({ type, children = [] }: QueryNode): boolean =>
    SAFE.has(type) && (type === 'Slice' || children.every((one) => check(one)));
  try {
    return check(jmespath.compile(query));
  } catch {
    return false;
  }
}
