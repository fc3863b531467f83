import type { Api } from '../model/api.ts';
import { type Pattern, patternOf } from '../model/pattern.ts';
import type { ElementValue } from '../model/policy.ts';
import { isNameless } from '../model/questions.ts';
import { display, slice, type Text } from '../values/text.ts';
import { memo } from './memo.ts';

/** What AWS puts before `/stage/VERB/path` when it expands `execute-api:/…` for an API. */
export const ownPrefix: (api: Api) => Pattern = memo((api: Api) => {
  const { region, account, id } = namedByPolicy(api);
  const start = [...'arn:', ...part(api, 'AWS::Partition'), ...':execute-api:', ...part(api, 'AWS::Region', region)];
  return [...start, ':', ...part(api, 'AWS::AccountId', account), ':', ...ownId(api, id)];
});

/** The id of the account that an API belongs to, as far as it is known. */
export function ownAccount(api: Api): Pattern {
  return part(api, 'AWS::AccountId', namedByPolicy(api).account);
}

/** The id of a private custom domain stands elsewhere in the ARN of a call. */
function ownId(api: Api, known?: string): Pattern {
  const source = { kind: 'resource', logicalId: api.id, type: 'AWS::ApiGateway::RestApi' } as const;
  return part(api, api.id, known).map((one) =>
    typeof one === 'object' && api.kind === 'rest' ? { ...one, source } : one,
  );
}

function part({ place }: Api, name: string, known?: string): Pattern {
  if (known !== undefined) return [...known];
  const what = PSEUDO.get(name);
  const reason = `${what ?? 'the id of the API'} is known at deployment only`;
  const source = { kind: 'parameter', name, type: '', list: false } as const;
  return [{ kind: 'unknown', id: `Ref ${name}`, reason, origin: place, ...(what !== undefined && { source }) }];
}

const PSEUDO: ReadonlyMap<string, string> = new Map([
  ['AWS::Partition', 'the partition of the API'],
  ['AWS::Region', 'the Region of the API'],
  ['AWS::AccountId', 'the account of the API'],
]);

/** What an ARN says of an API. */
interface NamedArn {
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
  readonly id?: string;
}

/** What ARNs of one API have in common. */
export const ARN_PARTS = ['partition', 'region', 'account', 'id'] as const;

const FULL = /^arn:(?<partition>[^:]*):execute-api:(?<region>[^:]*):(?<account>[^:]*):(?<id>[^:/]*)/;

/** What an ARN of execute-api says of its API. */
export function readArn(arn: string): NamedArn {
  return FULL.exec(arn)?.groups ?? {};
}

/** The ARN of an API where it is known, else what the resources of its policies name literally, as far as they agree. */
export function namedArn({ arn, revisions }: Api): NamedArn {
  if (arn !== undefined) return readArn(arn);
  const policies = revisions.flatMap((revision) => revision.policies);
  const resources = policies.flatMap(({ statements }) => statements.flatMap(({ resource }) => resource?.values ?? []));
  const named = resources.map(({ written }) => readArn(written));
  const agreed = ARN_PARTS.flatMap((name): (readonly [string, string])[] => {
    const [only, ...others] = new Set(named.map((groups) => groups[name] ?? '').filter((one) => /^[\w-]+$/.test(one)));
    return only !== undefined && others.length === 0 ? [[name, only]] : [];
  });
  return Object.fromEntries(agreed);
}

/** A policy without a template is that of the API which its resources name. */
function namedByPolicy(api: Api): NamedArn {
  return isNameless(api) || api.arn !== undefined ? namedArn(api) : {};
}

const SHORT = 'execute-api:/';
/** No request for an API has such an ARN; a character that no ARN has keeps its pattern apart from all that do. */
const OTHER_SERVICE = /^arn:[\w-]*:(?!execute-api:)[\w-]+:/;
const PARTITION = /^(arn:)aws(?:-cn|-us-gov)?(?=:execute-api:)/;

/**
 * A `Resource` as a pattern of full ARNs. What `*` matches across colons AWS does not say for too few of them: such a
 * resource is unknown. A partition that is written is taken for the API's own.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */
export function resourcePattern({ text, written, place }: ElementValue, api: Api): Pattern {
  if (written === '*') return patternOf(text);
  if (written.startsWith(SHORT)) return [...ownPrefix(api), ...patternOf(after(text, SHORT.length - 1))];
  if (written.startsWith('arn:') && written.includes('*') && written.split(':').length < 6) {
    const reason = `AWS does not say whether the wildcard of ${written} spans a colon`;
    return [{ kind: 'unknown', id: written, reason, origin: place }];
  }
  if (OTHER_SERVICE.test(written)) return ['\0', ...patternOf(text)];
  const unclear = withoutBeginning(text);
  if (unclear) return unclear;
  const partition = PARTITION.exec(written);
  if (!partition) return patternOf(text);
  return [...ownPrefix(api).slice(0, 'arn:'.length + 1), ...patternOf(after(text, partition[0].length))];
}

/** The pattern of a text that may turn out to have the short form; undefined where its unknown parts leave that decided. */
function withoutBeginning(text: Text): Pattern | undefined {
  const pattern = patternOf(text);
  const first = pattern.findIndex((token) => typeof token === 'object');
  const whole = pattern[first];
  if (typeof whole !== 'object' || !SHORT.startsWith(pattern.slice(0, first).join(''))) return undefined;
  // from the next slash on the text is the same in its full form
  const slash = pattern.indexOf('/', first);
  const end = slash < 0 ? pattern.length : slash;
  const isWhole = first === 0 && end === 1;
  return [isWhole ? whole : { ...whole, id: display(slice(text, 0, end)) }, ...pattern.slice(end)];
}

/** The rest of a text whose first characters are known. */
function after(text: Text, start: number): Text {
  return slice(text, start, Number.MAX_SAFE_INTEGER);
}
