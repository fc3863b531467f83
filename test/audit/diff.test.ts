import { expect, test } from 'vitest';
import { condition, ENVIRONMENTS, method, methodAt, statement, template } from '../rules/templates.ts';
import { diffTexts } from '../support/memory.ts';

const sources = (prod: string, dev: string) => ({
  't.yml': condition([`!If [IsProd, ${prod}, ${dev}]`], { head: ENVIRONMENTS, resources: method('GET') }),
});

test('a method that may not exist and the one for any verb are each held against themselves', () => {
  const text = (list: string) => ({
    't.yml': template(statement(list).replace('execute-api:/*', 'execute-api:/*/GET/*'), {
      head: ENVIRONMENTS.replace('AllowedValues: [prod, dev]', 'Default: prod'),
      resources: `${methodAt('a', 'GET', 'CUSTOM')}\n${methodAt('a', 'ANY', 'AWS_IAM').split('\n')[1]}`.replace(
        'AWS::ApiGateway::Method, Properties',
        'AWS::ApiGateway::Method, Condition: IsProd, Properties',
      ),
    }),
  });
  const { apis, failures } = diffTexts(text('[9.9.9.9, 9.9.9.9]'), text('[9.9.9.9]'));
  expect({ apis, failures }).toEqual({ apis: [], failures: [] });
});

test('each scenario is held against itself in the other version', () => {
  expect(diffTexts(sources('52.94.76.0/24', '9.9.9.9'), sources('52.94.76.0/24', '9.9.9.9')).apis).toEqual([]);
  const { apis } = diffTexts(sources('52.94.76.0/24', '9.9.9.9'), sources('52.94.76.0/24', '8.8.8.8'));
  expect(apis.map(({ scenarios }) => scenarios.map(({ text }) => text))).toEqual([['Env is dev']]);
  expect(
    apis.flatMap(({ routes }) => routes.map(({ opened, closed }) => [opened.certainly, closed.certainly])),
  ).toEqual([[['8.8.8.8/32'], ['9.9.9.9/32']]]);
});
