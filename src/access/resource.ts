import type { Api } from '../model/api.ts';
import { type Pattern, patternOf } from '../model/pattern.ts';
import type { ElementValue } from '../model/policy.ts';
import { slice, type Text } from '../values/text.ts';
import type { Unknown } from '../values/value.ts';

/** Stands for what AWS puts before `/stage/VERB/path` when it expands `execute-api:/…` for an API. */
function ownPrefix(api: Api): Pattern {
  const known = ['AWS::Partition', 'AWS::Region', 'AWS::AccountId', api.id].map(
    (name): Unknown => ({
      kind: 'unknown',
      id: `Ref ${name}`,
      reason: `${name} is known at deployment only`,
      origin: api.place,
    }),
  );
  const [partition, region, account, id] = known as [Unknown, Unknown, Unknown, Unknown];
  return [...'arn:', partition, ...':execute-api:', region, ':', account, ':', id];
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
  const partition = PARTITION.exec(written);
  if (!partition) return patternOf(text);
  const [own] = ownPrefix(api).slice('arn:'.length) as [Unknown];
  return [...'arn:', own, ...patternOf(after(text, partition[0].length))];
}

/** The rest of a text whose first characters are known. */
function after(text: Text, start: number): Text {
  return slice(text, start, Number.MAX_SAFE_INTEGER);
}
