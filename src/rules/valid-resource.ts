import { ARN_PARTS, readArn } from '../access/resource.ts';
import { type Answer, NO, unknown, yes } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { meets, patternOf } from '../model/pattern.ts';
import type { Element, ElementValue } from '../model/policy.ts';
import { readResource, type Slot } from '../model/resource-arn.ts';
import { isRegion } from '../text/region.ts';
import { defineRule, filling, type Rule } from './rule.ts';
import { leftBeside } from './words.ts';

type Message =
  | 'malformed'
  | 'service'
  | 'unexpanded'
  | 'account'
  | 'region'
  | 'placeholder'
  | 'foreign'
  | 'elsewhere'
  | 'missing'
  | 'any'
  | 'case'
  | 'parameter';
type Fault = readonly [message: Message, data: Readonly<Record<string, string>>];

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html */
const rule: Rule = defineRule({
  id: 'valid-resource',
  description: 'Require every Resource to be one that calls to this API can match',
  severity: 'error',
  preset: 'recommended',
  kinds: ['rest'],
  messages: {
    malformed:
      '{{written}} is no ARN and no short form of one, so no call matches it{{left}}. Write execute-api:/stage/VERB/path, or execute-api:/* for all of the API.',
    service:
      '{{written}} is no resource of execute-api, the service that calls to an API go to, so no call matches it{{left}}. Write execute-api:/stage/VERB/path, or execute-api:/* for all of the API.',
    unexpanded:
      '{{written}} has no slash after the colon: AWS stores it as it is instead of making an ARN of it, and nothing documents that a call matches it{{left}}. Write execute-api:/stage/VERB/path, or execute-api:/* for all of the API.',
    account:
      '{{written}} names no account of twelve digits, so no call matches it{{left}}. Begin it with execute-api:/ instead.',
    region: '{{written}} names no Region, so no call matches it{{left}}. Begin it with execute-api:/ instead.',
    placeholder:
      '{{written}} has {{placeholder}}, which nothing fills in, so no call matches it{{left}}. Write its value.',
    foreign:
      '{{written}} is a resource of the API {{other}}, but this policy is that of {{id}}, so no call matches it{{left}}. Begin it with execute-api:/, which stands for the API that the policy belongs to.',
    elsewhere:
      '{{written}} names the {{part}} {{other}}, but this API has {{own}}, so no call matches it{{left}}. Begin it with execute-api:/, which stands for the API that the policy belongs to.',
    missing:
      '{{written}} has no {{missing}}, so no call matches it{{left}}. Calls are resources like execute-api:/prod/GET/pets, or /prod/GET/ for the root: write all three, or end it with /* to cover the rest.',
    any: '{{written}} has the verb {{verb}}, but every call has the verb that its caller used, so none matches it{{left}}. Write * for any verb.',
    case: '{{written}} has the verb {{verb}}, but verbs are compared by case, so no call matches it{{left}}. Write {{upper}}.',
    parameter:
      '{{written}} has {{parameter}} in its path, but calls carry the value of a parameter and not its name, so none matches it{{left}}. Write * for {{parameter}}.',
  },
  resource(value, context) {
    const { element, api, statement, when } = context;
    const report = filling(context);
    if (element.negated) return;
    const written = value.written === '' ? "''" : value.written;
    for (const fault of faultsOf(value, api))
      when(fault, ([message, data]) => {
        const left = isVoid(element, api) ? leftBeside(context, statement) : '';
        report(message, value, { data: { written, ...data, left }, meaning: value.written });
      });
  },
});

export default rule;

/** Whether no value of an element can match. */
function isVoid({ values, open }: Element, api: Api): boolean {
  return open.length === 0 && values.every((value) => faultsOf(value, api).some(({ is }) => is === 'yes'));
}

function faultsOf(value: ElementValue, api: Api): readonly Answer<Fault>[] {
  const read = readResource(value);
  if (read.is !== 'yes') return [read];
  const { value: resource } = read;
  if (resource.form === 'all') return [];
  if (resource.form === 'other-service') return [yes<Fault>(['service', {}])];
  if (resource.form !== 'slots') return [yes<Fault>([resource.form, {}])];
  const literal = value.known.is === 'yes' ? literalFault(value.written) : NO;
  if (literal.is === 'yes') return [literal];
  const { slots, api: other = api.id } = resource;
  if (other !== api.id) return [yes<Fault>(['foreign', { other, id: api.id }])];
  const elsewhere = elsewhereOf(value, api);
  if (elsewhere.is !== 'no') return [elsewhere];
  const missing = missingOf(slots);
  if (missing.is !== 'no') return [missing];
  return [verbFault(slots[2]), pathFault(slots.slice(3))];
}

/** What stands between braces, and is no variable that the policy's version knows. */
const PLACEHOLDER = /\$\{[^{}]*\}|\{\{[^{}]*\}\}/;

/** What is wrong with a text whatever the API is. */
function literalFault(written: string): Answer<Fault> {
  const [placeholder] = PLACEHOLDER.exec(written) ?? [];
  if (placeholder !== undefined) return yes<Fault>(['placeholder', { placeholder }]);
  const { region, account } = readArn(written);
  if (account !== undefined && !/[*?]|^\d{12}$/.test(account)) return yes<Fault>(['account', {}]);
  return region === undefined || /[*?]/.test(region) || isRegion(region) ? NO : yes<Fault>(['region', {}]);
}

/** Where the API is may be known: a part of an ARN that is another one's matches no call to it. */
function elsewhereOf({ written, known }: ElementValue, { arn }: Api): Answer<Fault> {
  if (arn === undefined || known.is !== 'yes') return NO;
  const [own, named] = [readArn(arn), readArn(written)];
  const part = ARN_PARTS.find((one) => meets(patternOf(named[one] ?? '*'), patternOf(own[one] ?? '*')).is === 'no');
  if (!part) return NO;
  return yes<Fault>(['elsewhere', { part, other: named[part] ?? '', own: own[part] ?? '' }]);
}

const VERBS = ['GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'DELETE', 'ANY'];
const isVerb = (slot: Slot | undefined): boolean => VERBS.includes(slot?.text.toUpperCase() ?? '');

/** A wildcard covers slashes too: what follows one may be missing, but for a verb that ends the resource. */
function missingOf(slots: readonly Slot[]): Answer<Fault> {
  const missing = ['stage', 'verb', 'path'].filter((name, i) => {
    const slot = slots[i + 1];
    if (slots.slice(0, i + 1).some(({ text }) => text.includes('*')))
      return name === 'path' && !slot && isVerb(slots.at(-1));
    if (!slot || (slot.text === '' && name !== 'path')) return true;
    return name === 'verb' && /^[\w.-]*$/.test(slot.text) && !isVerb(slot);
  });
  if (missing.length === 0) return NO;
  if (slots.some(({ open }) => open.length > 0)) return openOf(slots);
  return yes<Fault>(['missing', { missing: missing.join(' or ').replace(/ or (?=.* or )/, ', ') }]);
}

function verbFault(slot: Slot | undefined): Answer<Fault> {
  if (!slot) return NO;
  if (slot.open.length > 0) return openOf([slot]);
  const { text: verb } = slot;
  const upper = verb.toUpperCase();
  if (upper === 'ANY') return yes<Fault>(['any', { verb }]);
  return isVerb(slot) && verb !== upper ? yes<Fault>(['case', { verb, upper }]) : NO;
}

/** `${aws:username}` is a variable of the policy language. */
function pathFault(path: readonly Slot[]): Answer<Fault> {
  const [parameter] = /(?<!\$)\{[^{}]*\}/.exec(path.map(({ text }) => text).join('/')) ?? [];
  if (parameter !== undefined) return yes<Fault>(['parameter', { parameter }]);
  return openOf(path);
}

/** What the value of a variable is, every request says for itself: a resource with one is not malformed. */
function openOf(slots: readonly Slot[]): Answer<Fault> {
  const open = slots.flatMap((slot) => slot.open).filter(({ id }) => !/^(?:aws:.*|[*?$])$/i.test(id));
  return open.length > 0 ? unknown(open) : NO;
}
