import { type Node, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { mergedMember } from '../../values/convert.ts';
import { textAt } from '../../values/text.ts';
import { scalarOf } from '../kernel/calls.ts';
import { scalarOfText } from '../kernel/rounds.ts';
import type { Made, Resource, Template } from '../kernel/template.ts';
import { IMPLICIT } from './events.ts';

/**
 * The resources that SAM makes of an API, which other resources may refer to.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-api.html
 */
export function withMade(template: Template, budget: Budget): Template {
  const apis = template.byType.get('AWS::Serverless::Api') ?? [];
  return apis.length === 0 ? template : { ...template, made: new Map(apis.flatMap((api) => madeOf(api, budget))) };
}

function madeOf({ id, key, properties }: Resource, budget: Budget): readonly (readonly [string, Made])[] {
  const named = properties && mergedMember(properties, 'StageName', budget)?.value;
  const name = named ?? (id === IMPLICIT ? scalarOfText(textAt('Prod', key.span), key.span) : undefined);
  const stage: Made = { type: 'AWS::ApiGateway::Stage', ...(name && { value: name }) };
  return [
    [`${id}.Stage`, stage],
    [`${id}${prefixOf(name)}Stage`, stage],
    [`${id}.Deployment`, { type: 'AWS::ApiGateway::Deployment' }],
    [`${id}.DomainName`, { type: 'AWS::ApiGateway::DomainName' }],
    [`${id}.DomainNameV2`, { type: 'AWS::ApiGateway::DomainNameV2' }],
    [`${id}.UsagePlan`, { type: 'AWS::ApiGateway::UsagePlan' }],
  ];
}

/** What of its name the logical id of a stage has. */
function prefixOf(name: Node | undefined): string {
  const written = scalarOf(name);
  const text = written ? scalarText(written) : '';
  return /^[a-zA-Z0-9]+$/.test(text) ? text : '';
}
