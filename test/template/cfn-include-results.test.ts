import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFileSystem } from '../../src/cli/file-system.ts';
import { prepare } from '../../src/session/prepare.ts';
import { type Node, resolveAlias, scalarText } from '../../src/source/tree.ts';
import { textOf } from '../../src/values/text.ts';
import { workspace } from '../cli/run.ts';

const directory = workspace();

// its AWS SDK says on loading that it is old
process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = '1';
/** cfn-include as it is shipped. */
const shipped = createRequire(import.meta.url)('cfn-include') as (options: { url: string }) => Promise<unknown>;

/** A tree as JSON, functions in their long form. */
function jsonOf(node: Node): unknown {
  const target = resolveAlias(node);
  if (target.tag !== undefined) {
    const { tag, tagSpan: _, ...rest } = target;
    const name = tag === '!Ref' ? 'Ref' : `Fn::${tag.slice(1)}`;
    return { [name]: argumentOf(name, jsonOf(rest as Node)) };
  }
  if (target.kind === 'sequence') return target.items.map(jsonOf);
  if (target.kind === 'mapping')
    return Object.fromEntries(
      target.members.map(({ key, value }) => [scalarText(key), argumentOf(scalarText(key), jsonOf(value))]),
    );
  const { scalar } = textOf(target);
  const text = scalarText(target);
  if (scalar === 'null') return null;
  return scalar === 'number' ? Number(text) : scalar === 'boolean' ? text === 'true' : text;
}

/** `Fn::GetAtt` as a list. */
function argumentOf(name: string, value: unknown): unknown {
  return name === 'Fn::GetAtt' && typeof value === 'string' ? value.split('.') : value;
}

const FILES = {
  'list.yml': '[10.0.0.0/8, 203.0.113.0/24]',
  'statement.yml': 'Effect: Allow\nPrincipal: "*"\nCondition: { IpAddress: { "aws:SourceIp": !Include list.yml } }',
  'body.yml': `Name: "\${name}-\${AWS::Region}"\nSame: name\n"\${name}Key": !Sub "\${name}/\${Api}"`,
  'deep/inner.json': '{"Up": {"Fn::Include": "../list.yml"}, "Here": {"Fn::Include": "leaf.json"}}',
  'deep/leaf.json': '["leaf", 1, true, null, 1.5]',
  'policy.txt': '{\n  "Resource": "{{resource}}",\r\n  "Other": "{{none}}x"\n}\n',
  'data.yml': 'lists:\n  office: [1.1.1.1/32, 2.2.2.2/32]\n  home: [3.3.3.3/32]\nitems: [{n: a, v: 1}, {n: b, v: 2}]',
};

test.each([
  ['an include of a mapping', '!Include statement.yml'],
  ['an include of a list', '!Include list.yml'],
  ['an include in the long form', '{ Fn::Include: list.yml }'],
  ['with members beside it, which win', '{ Fn::Include: statement.yml, Effect: Deny, Sid: Own }'],
  ['an include in an included file', '!Include deep/inner.json'],
  ['a text', '!Include { location: policy.txt, type: string }'],
  ['a literal', '!Include { location: policy.txt, type: literal }'],
  ['a literal with a context', '!Include { location: policy.txt, type: literal, context: { resource: here } }'],
  ['with a function in it', '!Include { location: policy.txt, type: literal, context: { resource: !Ref Api } }'],
  ['a query of a list', '!Include { location: data.yml, query: lists.office }'],
  ['a query of members', '!Include { location: data.yml, query: "items[?n==\'b\'].n" }'],
  ['a query with a slice', '!Include { location: data.yml, query: "lists.office[:1]" }'],
  ['a query of numbers', '!Include { location: data.yml, query: "items[].v" }'],
  ['a map of a list', `!Map [!Include list.yml, cidr, { CidrIp: cidr, Text: "from \${cidr} on" }]`],
  ['a map with an index and a size', `!Map [[a, b], [x, i, n], { Name: "\${x}\${i}", Index: i, Size: n }]`],
  ['a map without a name', `!Map [[a, b], { Name: _, Other: "\${_}" }]`],
  ['a map of mappings', '!Map [[{ a: 1 }, { a: 2 }], x, [x, { y: x }]]'],
  ['a map in a map', `!Map [[a, b], x, !Map [[c, d], y, "\${x}\${y}"]]`],
  ['a map of includes', '!Map [[foo, bar], name, !Include body.yml]'],
  [
    'a map with functions',
    `!Map [[Foo, Bar], x, [!Ref x, !GetAtt "\${x}.Arn", !Sub "\${x} \${AWS::Region}", !If [C, x, 1]]]`,
  ],
  ['a flattened list', '!Flatten [[a], [b, [c]], !Include list.yml]'],
  ['merged mappings', '!Merge [{ a: 1, b: { c: x } }, { b: { d: "y" } }, !Include statement.yml]'],
  ['merged with members beside', '{ Fn::Merge: [{ a: 1 }, { b: 2 }], b: 3 }'],
  ['deeply merged', '{ Fn::DeepMerge: [{ a: [1], b: { c: x } }, { a: [2], b: { d: !Ref Y } }] }'],
  ['a string', '!Stringify { a: [1, x, true, null], b: { c: "q\\"" } }'],
  ['a string of an include', '!Stringify [!Include list.yml, !Ref Api]'],
  ['the length of a list', '!Map [[a], x, { Fn::Length: [1, 2, 3] }]'],
  ['camel case', '!Flatten [{ Fn::UpperCamelCase: some-name_here }, { Fn::LowerCamelCase: Some.Name }]'],
  ['numbers', '!Sequence [1, 10, 3]'],
  ['letters', '!Sequence [a, d]'],
  ['outputs', `!Outputs { One: "\${Api}", Two: { Value: !Ref X, Condition: C } }`],
  ['a merge key', '!Merge [{ <<: { a: x, b: "y" }, b: z }, {}]'],
  ['numbers as keys', '!Merge [{ 200: ok, 404: none }, { default: x }]'],
  ['empty things', '!Merge [{}, { a: "", b: [], c: {} }]'],
])('is what cfn-include makes: %s', async (_, written) => {
  const cwd = directory({
    ...FILES,
    'a.yml': `Resources: { Api: { Type: AWS::ApiGateway::RestApi } }\nX: ${written}\n`,
  });
  const { reader } = await prepare(['a.yml'], { fs: openFileSystem({ cwd, root: cwd, named: [] }) });
  const [expanded] = reader?.expanded.values() ?? [];
  expect(expanded?.failures).toEqual([]);
  const theirs = (await shipped({ url: `file://${join(cwd, 'a.yml')}` })) as { readonly X: unknown };
  expect((jsonOf(expanded?.parsed.root as Node) as { X: unknown }).X).toEqual(JSON.parse(JSON.stringify(theirs.X)));
});
