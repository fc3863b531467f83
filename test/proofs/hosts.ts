import { encode, indent, join, type Marked, mark } from '../support/marked.ts';
import { block, escaped, flow, type Json, json, overEscaped, scalars, yaml } from './forms.ts';
import { ENTRIES, FIRST, POLICY } from './policy.ts';

const HEAD = "AWSTemplateFormatVersion: '2010-09-09'\n";
const API =
  'Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties:\n      EndpointConfiguration: { Types: [REGIONAL] }\n';

const DEPLOYMENT = '  Deployment0a1b2c3d: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }\n';

/** A YAML template whose API has this behind `Policy:`. */
function yamlTemplate(policy: Marked): Marked {
  return join(HEAD, API, '      Policy: ', policy, '\n', DEPLOYMENT);
}

function jsonTemplate(policy: Marked): Marked {
  return join(
    '{"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "🛒", "Policy": ',
    policy,
    '}}, "Deployment0a1b2c3d": {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": {"Ref": "Api"}}}}}\n',
  );
}

/** Addresses are opaque: this one is that of the API in the other forms. */
const terraform = (head: string, tail: string, policy: Marked): Marked =>
  join(
    `{"format_version": "1.2", "terraform_version": "1.11.4", ${head}"root_module": {"resources": [`,
    '{"address": "Api", "mode": "managed", "type": "aws_api_gateway_rest_api", "name": "api", "values": ',
    '{"id": "a1b2c3d4e5", "name": "🛒", "endpoint_configuration": [{"types": ["REGIONAL"]}], "policy": "',
    escaped(policy),
    '"}}, {"address": "Deployment", "type": "aws_api_gateway_deployment", "name": "api", "values": ',
    '{"rest_api_id": "a1b2c3d4e5", "triggers": {"redeployment": "0a1b2c3d"}}}]}}',
    tail,
    '}\n',
  );

const inBlock = (header: string, policy: Marked): Marked => join(`${header}\n`, ' '.repeat(8), indent(policy, 8));
const single = (policy: Marked): Marked =>
  join(
    "'",
    encode(policy, (one) => (one === "'" ? "''" : one)),
    "'",
  );

const pretty = json(POLICY, true);
const line = json(POLICY, false);

/** The policy's text cut in three at blanks between tokens, as members of a Fn::Join. */
function joined(quote: (part: Marked) => Marked): Marked {
  const cuts = [0, line.text.indexOf(' "Effect"', 100), line.text.lastIndexOf(' "Condition"'), line.text.length];
  const parts = cuts.slice(0, -1).map((from, i): Marked => {
    const to = cuts[i + 1] as number;
    const inside = [...line.marks].filter(([, [start, end]]) => start >= from && end <= to);
    return {
      text: line.text.slice(from, to),
      marks: new Map(inside.map(([name, [start, end]]) => [name, [start - from, end - from]])),
    };
  });
  return join(...parts.flatMap((part, i) => (i === 0 ? [quote(part)] : [', ', quote(part)])));
}

/** The policy in block style with its first list taken out, for forms that bring it from elsewhere. */
function withList(list: string): Marked {
  const [statement, ...others] = (POLICY as { Statement: readonly Json[] }).Statement as readonly [
    { [key: string]: Json },
    ...Json[],
  ];
  const without = {
    ...(POLICY as object),
    Statement: [{ ...statement, Condition: { IpAddress: { 'aws:SourceIp': 'LIST' } } }, ...others],
  } as Json;
  const printed = yaml(without, scalars.single);
  const marks = [...printed.marks].filter(([name]) => name !== FIRST);
  const at = printed.text.indexOf("'LIST'");
  const shift = list.length - "'LIST'".length;
  return {
    text: printed.text.replace("'LIST'", list),
    marks: new Map(
      marks.map(([name, [start, end]]) => [name, start > at ? [start + shift, end + shift] : [start, end]]),
    ),
  };
}

const commaList = join(
  "'",
  ...ENTRIES.flatMap((entry, i) => [i === 0 ? '' : ' , ', mark(`${FIRST}.${i}`, entry)]),
  "'",
);
const plainList = join(...ENTRIES.flatMap((entry, i) => ['\n      - ', mark(`${FIRST}.${i}`, entry)]));

/** The manifest of an assembly of the CDK with one stack. */
const MANIFEST = {
  'cdk.out/manifest.json':
    '{"version": "36.0.0", "artifacts": {"Shop": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Shop.template.json"}}}}',
};

/** The policy in every form that a template can hold it in, what the file is called, and the texts of files beside it. */
export const HOSTS: Readonly<
  Record<string, readonly [file: string, text: Marked, beside?: Readonly<Record<string, string>>]>
> = {
  'YAML, double-quoted': ['t.yml', yamlTemplate(block(yaml(POLICY, scalars.double)))],
  'YAML, single-quoted': ['t.yml', yamlTemplate(block(yaml(POLICY, scalars.single)))],
  'YAML, literal scalars': ['t.yml', yamlTemplate(block(yaml(POLICY, scalars.literal)))],
  'YAML, folded scalars': ['t.yml', yamlTemplate(block(yaml(POLICY, scalars.folded)))],
  'YAML, flow': ['t.yml', yamlTemplate(flow(POLICY))],
  'YAML body': [
    't.yml',
    join(
      HEAD,
      API,
      '      Body:\n        openapi: 3.0.1\n        x-amazon-apigateway-policy:',
      block(yaml(POLICY, scalars.single), 10),
      '\n        paths: {}\n',
      DEPLOYMENT,
    ),
  ],
  'JSON in a literal block': ['t.yml', yamlTemplate(inBlock('|', pretty))],
  'JSON in a folded block': ['t.yml', yamlTemplate(inBlock('>-', pretty))],
  'JSON in double quotes': ['t.yml', yamlTemplate(join('"', escaped(line), '"'))],
  'JSON in single quotes': ['t.yml', yamlTemplate(single(line))],
  '!Sub of JSON': ['t.yml', yamlTemplate(inBlock('!Sub |', pretty))],
  'Fn::Sub of JSON': ['t.yml', yamlTemplate(join('\n        Fn::Sub: |\n          ', indent(pretty, 10)))],
  '!Sub of JSON with a variable': [
    't.yml',
    yamlTemplate(join('!Sub\n        - |\n          ', indent(pretty, 10), '\n        - Unused: x')),
  ],
  '!Join of JSON': ['t.yml', yamlTemplate(join("!Join ['', [", joined(single), ']]'))],
  '!ToJsonString': ['t.yml', yamlTemplate(join('!ToJsonString', block(yaml(POLICY, scalars.double))))],
  JSON: ['t.json', jsonTemplate(pretty)],
  'JSON on one line': ['t.json', jsonTemplate(line)],
  'JSON in a JSON string': ['t.json', jsonTemplate(join('"', escaped(line), '"'))],
  'JSON with many escapes in a JSON string': ['t.json', jsonTemplate(join('"', overEscaped(escaped(line)), '"'))],
  'Fn::Join in JSON': [
    't.json',
    jsonTemplate(
      join(
        '{"Fn::Join": ["", [',
        joined((part) => join('"', escaped(part), '"')),
        ']]}',
      ),
    ),
  ],
  'a Terraform state': ['t.json', terraform('"values": {', '', line)],
  'a Terraform plan': [
    't.json',
    terraform(
      '"planned_values": {',
      ', "configuration": {"root_module": {"resources": [{"address": "aws_api_gateway_rest_api.api", "expressions": {"policy": {"references": ["var.policy"]}}}]}}',
      line,
    ),
  ],
  'a stack of the CDK': ['cdk.out/Shop.template.json', jsonTemplate(pretty), MANIFEST],
  'a .template of JSON': ['t.template', jsonTemplate(pretty)],
  'a .template of YAML': ['t.template', yamlTemplate(block(yaml(POLICY, scalars.single)))],
  'a parameter': [
    't.yml',
    join(
      HEAD,
      'Parameters:\n  Sources:\n    Type: CommaDelimitedList\n    Default: ',
      commaList,
      '\n',
      yamlTemplateBody(withList('!Ref Sources')),
    ),
  ],
  'a parameter, split': [
    't.yml',
    join(
      HEAD,
      'Parameters:\n  Sources:\n    Type: String\n    Default: ',
      join("'", ...ENTRIES.flatMap((entry, i) => [i === 0 ? '' : ',', mark(`${FIRST}.${i}`, entry)]), "'"),
      '\n',
      yamlTemplateBody(withList("!Split [',', !Ref Sources]")),
    ),
  ],
  'a mapping': [
    't.yml',
    join(
      HEAD,
      'Mappings:\n  Sources:\n    office:\n      cidrs:',
      indent(plainList, 2),
      '\n',
      yamlTemplateBody(withList('!FindInMap [Sources, office, cidrs]')),
    ),
  ],
  'an alias': [
    't.yml',
    join(HEAD, 'Metadata:\n  Sources: &sources', plainList, '\n', yamlTemplateBody(withList('*sources'))),
  ],
  'a condition': [
    't.yml',
    join(
      HEAD,
      'Conditions:\n  Yes: !Equals [a, a]\n',
      yamlTemplateBody(
        withList(''),
        join('!If\n                - Yes\n                -', indent(plainList, 12), '\n                - []'),
      ),
    ),
  ],
};

function yamlTemplateBody(policy: Marked, instead?: Marked): Marked {
  const body = join(API, '      Policy:', block(policy), '\n', DEPLOYMENT);
  if (!instead) return body;
  const at = body.text.indexOf('aws:SourceIp: \n') + 'aws:SourceIp: '.length;
  const before: Marked = {
    text: body.text.slice(0, at),
    marks: new Map([...body.marks].filter(([, [start]]) => start < at)),
  };
  const after: Marked = {
    text: body.text.slice(at),
    marks: new Map(
      [...body.marks]
        .filter(([, [start]]) => start >= at)
        .map(([name, [start, end]]) => [name, [start - at, end - at]]),
    ),
  };
  return join(before, instead, after);
}
