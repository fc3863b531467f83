import { type Answer, any, NO, unknown } from '../../model/answer.ts';
import { covers, type Pattern, patternOf, unknownsIn } from '../../model/pattern.ts';
import { isHole } from '../../values/text.ts';
import { isUnknown, type Unknown, type Value } from '../../values/value.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { isPseudo } from '../kernel/parameters.ts';
import { isDeployed, property } from '../kernel/properties.ts';
import type { Resource } from '../kernel/template.ts';

const TYPES: readonly string[] = ['AWS::WAFv2::WebACLAssociation', 'AWS::WAFRegional::WebACLAssociation'];

/** Whether the template associates a web ACL with a stage of an API, which a resource of type Stage or Deployment makes. */
export function hasWebAcl(api: string, stage: Resource, evaluator: Evaluator): Answer {
  const associations = TYPES.flatMap((type) => evaluator.template.byType.get(type) ?? []);
  const before = evaluator.scenario.quietly(() => {
    const own = [...constant(api), ...'/stages/', ...tokens(property(stage, 'StageName', evaluator), idOf)];
    const idOrName = (one: Unknown): Pattern => nameOfStage(one, evaluator) ?? idOf(one);
    return associations.map((one) => ({
      one,
      guards: isOf(own, tokens(property(one, 'ResourceArn', evaluator), idOrName)),
    }));
  });
  return any(
    ...before.filter(({ one, guards }) => guards.is !== 'no' && isDeployed(one, evaluator)).map(({ guards }) => guards),
  );
}

const PREFIX = /^arn:[^:]*:apigateway:[^:]*::\/restapis\//;
const HOLE = '\uFFFC';

/** Whether an ARN is that of a stage, given from the id of its API on. */
function isOf(stage: Pattern, arn: Pattern): Answer {
  const text = arn.map((token) => (typeof token === 'string' ? token : HOLE)).join('');
  const prefix = PREFIX.exec(text);
  if (prefix) return covers(stage, arn.slice(prefix[0].length));
  const [head = ''] = text.split(HOLE);
  const [scheme = 'arn', , service = 'apigateway'] = head.split(':').slice(0, -1);
  return head !== text && scheme === 'arn' && service === 'apigateway' ? unknown(unknownsIn(arn)) : NO;
}

function tokens(value: Value | undefined, ofUnknown: (one: Unknown) => Pattern): Pattern {
  if (isUnknown(value)) return ofUnknown(value);
  if (value?.kind !== 'text') return [];
  return value.pieces.flatMap((piece) => (isHole(piece) ? ofUnknown(piece.unknown) : patternOf(piece.text)));
}

/** `Ref` of a stage is its name. */
function nameOfStage({ source }: Unknown, evaluator: Evaluator): Pattern | undefined {
  const stage = source?.kind === 'resource' ? evaluator.template.resources.get(source.logicalId) : undefined;
  return stage?.type === 'AWS::ApiGateway::Stage' ? tokens(property(stage, 'StageName', evaluator), idOf) : undefined;
}

/** What a resource of AWS gives is like nothing else, unless it runs a template or looks something up. */
function idOf(one: Unknown): Pattern {
  const { source } = one;
  if (source?.kind === 'parameter') return isPseudo(source.name) ? constant(source.name) : [one];
  if (!source || !/^AWS::(?!CloudFormation::|Serverless::|ServiceCatalog::|SSM::)/.test(source.type)) return [one];
  const { logicalId, attribute = 'RestApiId' } = source;
  return constant(attribute === 'RestApiId' ? logicalId : `${logicalId}.${attribute}`);
}

/** Stands for a value by its name, in characters that no ARN has. */
const constant = (name: string): Pattern => [...`\0${name.replaceAll(':', '\0')}\0`];
