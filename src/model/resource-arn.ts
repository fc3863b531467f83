import { type Hole, render, slice, split, type Text, unknownsOf } from '../values/text.ts';
import type { Unknown } from '../values/value.ts';
import { type Answer, unknown, yes } from './answer.ts';
import { apiOf } from './ids.ts';
import type { ElementValue } from './policy.ts';

/** A part of a `Resource` between two separators; each unknown part of it is one character. */
export interface Slot {
  readonly text: string;
  /** What may stand for anything, separators too. */
  readonly open: readonly Unknown[];
}

/** How a `Resource` reads. `unexpanded` is a short form that AWS does not take for one. */
export type ResourceForm =
  | { readonly form: 'all' | 'malformed' | 'other-service' | 'unexpanded' }
  /** The API's id (empty in a short form, which stands for the API itself), stage, verb and the path's parts. */
  | { readonly form: 'slots'; readonly slots: readonly Slot[]; readonly api?: string };

const OPEN = '\uFFFC';
const CLOSED = '\uFFFD';
const BEGINNINGS = ['arn:', 'execute-api:/'];

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html */
export function readResource({ text, written, place }: ElementValue): Answer<ResourceForm> {
  const whole = render(text, mark);
  const open = unknownsOf(text).filter(isOpen);
  if (whole === '*') return yes({ form: 'all' });
  const [head = ''] = whole.split(OPEN);
  if (head !== whole && BEGINNINGS.some((one) => one.length > head.length && one.startsWith(head)))
    return unknown(open);
  if (whole.startsWith('execute-api:/')) return yes(slotsFrom('execute-api:'.length, text));
  if (whole.startsWith('execute-api:')) return yes({ form: 'unexpanded' });
  if (!whole.startsWith('arn:')) return yes({ form: 'malformed' });
  const [prefix, service = ''] = /^arn:[^:]*:([^:]*):[^:]*:[^:]*:/.exec(whole) ?? [];
  if (prefix === undefined) {
    if (open.length > 0) return unknown(open);
    // no Region begins with a slash
    if (!whole.includes('*') || /^arn:[^:]*:execute-api:\//.test(whole)) return yes({ form: 'malformed' });
    const reason = `AWS does not say whether the wildcard of ${written} spans a colon`;
    return unknown([{ kind: 'unknown', id: written, reason, origin: place }]);
  }
  if (service.includes(OPEN)) return unknown(open);
  return yes(service === 'execute-api' ? slotsFrom(prefix.length, text) : { form: 'other-service' });
}

function slotsFrom(start: number, text: Text): ResourceForm {
  const parts = split(slice(text, start, Number.MAX_SAFE_INTEGER), '/').map(({ part }) => part);
  const slots = parts.map((part) => ({ text: render(part, mark), open: unknownsOf(part).filter(isOpen) }));
  const api = unknownsOf(parts[0] as Text)
    .map(apiOf)
    .find((id) => id !== undefined);
  return { form: 'slots', slots, ...(api !== undefined && { api }) };
}

const WITHOUT_SEPARATORS = /^AWS::(?:AccountId|Partition|Region|StackName|URLSuffix|ApiGateway::Stage)$/;

/** Neither a pseudo parameter nor the id of an API nor the name of a stage holds a separator. */
function isOpen(unknown: Unknown): boolean {
  const { source } = unknown;
  if (source?.kind === 'parameter') return !WITHOUT_SEPARATORS.test(source.name);
  const isName = source?.attribute === undefined && WITHOUT_SEPARATORS.test(source?.type ?? '');
  return !isName && apiOf(unknown) === undefined;
}

const mark = (hole: Hole): string => (isOpen(hole.unknown) ? OPEN : CLOSED);
