import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draws } from '../proofs/drawn/draws.ts';
import { type Outcome, run, workspace } from './run.ts';

/**
 * What a CI would obey in the log of a job: GitHub `##[command]` anywhere in a line and `::command::` at its start, blanks left
 * aside; Azure Pipelines `##vso[command]` and TeamCity `##teamcity[command]` anywhere.
 */
function commandsIn({ stdout, stderr }: Outcome): readonly string[] {
  const lines = `${stdout}\n${stderr}`.split(/[\n\r\u2028\u2029]/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the styles of a terminal
  return lines.filter((line) => /##\w*\[/.test(line) || /^(?:\s|\u001b\[\d*m)*::/.test(line));
}

const directory = workspace();
const env = { PATH: process.env.PATH ?? '' };

/** A template that says a text wherever one can, with a finding, an undecided rule and two scenarios. */
const saying = (text: string, sources: readonly unknown[]): string => {
  const Allow = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  return JSON.stringify({
    Parameters: { Env: { Type: 'String', AllowedValues: [text, 'dev'] }, Unknown: { Type: 'String' } },
    Conditions: { IsIt: { 'Fn::Equals': [{ Ref: 'Env' }, text] } },
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: {
          Name: text,
          EndpointConfiguration: { Types: ['REGIONAL'] },
          Policy: {
            Statement: [
              { ...Allow, Sid: text, Condition: { IpAddress: { 'aws:SourceIp': sources } } },
              { ...Allow, Effect: text, [text]: 1, Condition: { [text]: { [text]: text } } },
              { 'Fn::If': ['IsIt', { ...Allow, Resource: `execute-api:/${text}/GET/x` }, { Ref: 'AWS::NoValue' }] },
            ],
          },
        },
      },
      Path: {
        Type: 'AWS::ApiGateway::Resource',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          PathPart: text,
        },
      },
      Method: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResourceId: { Ref: 'Path' },
          HttpMethod: 'GET',
          AuthorizationType: 'NONE',
        },
      },
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: { RestApiId: { Ref: 'Api' }, StageName: text, DeploymentId: 'x' },
      },
    },
  });
};

/** All that the program says of two versions of it, in every format. */
function everything(text: string): readonly Promise<Outcome>[] {
  const name = `${text.replace(/[/\0]/g, '_')}.json`.slice(-60);
  const old = saying(text, ['9.9.9.0/24', { Ref: 'Unknown' }]);
  const cwd = directory({ [name]: saying(text, [text, '8.8.8.0/24', { Ref: 'Unknown' }]), 'old.json': old });
  return [
    ['--', name],
    ['--format', 'json', '--', name],
    ['--format', 'sarif', '--', name],
    ['explain', '--', name],
    ['explain', '--format', 'json', '--', name],
    ['explain', '--from', '8.8.8.8', '--', name],
    ['who', '8.8.8.8', '--', name],
    ['diff', '--', 'old.json', name],
    ['diff', '--format', 'markdown', '--', 'old.json', name],
    ['diff', '--format', 'json', '--', 'old.json', name],
    ['--', `no such ${name}`],
    ['--debug', '.'],
    [text],
  ].map((argv, i) => run(argv, { cwd, env, ...(i % 2 === 0 && { terminal: 40 }) }));
}

const HOSTILE: readonly string[] = [
  '::error file=x::pwn',
  '  ::add-mask::a',
  '\u00a0::stop-commands::a',
  '\u3000::debug::a',
  'x ::set-output name=a::b',
  'x\n::error::a',
  'x\u2028::error::a',
  '##[stop-commands]x',
  'a##[group]b',
  '##vso[task.setvariable variable=X]y',
  '##teamcity[buildStatus text=a]',
  '###[x]',
  '##[##[x]',
  '\u001b[1m::error::x',
  ':::',
];

describe('no text of a template commands a CI', () => {
  test.each(HOSTILE.map((text) => [JSON.stringify(text), text] as const))('%s', async (_, text) => {
    for (const outcome of await Promise.all(everything(text))) expect(commandsIn(outcome)).toEqual([]);
  });

  test('nor any other', async () => {
    const parts = ['::', ':', '##', '#', '[', 'vso', ']', ' ', '\n', '\t', '\u00a0', '\u001b[1m', 'a', '\\', '"'];
    const texts = fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 8 }).map((some) => some.join(''));
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        for (const outcome of await Promise.all(everything(text))) expect(commandsIn(outcome)).toEqual([]);
      }),
      draws(10),
    );
  });

  test('in a file neither, which a job may print', async () => {
    const cwd = directory({ 'a.json': saying('::debug::##[x]', ['##vso[x]']) });
    for (const format of ['stylish', 'json', 'sarif']) {
      await run(['--format', format, '-o', 'report', 'a.json'], { cwd });
      const stdout = readFileSync(join(cwd, 'report'), 'utf8');
      expect(stdout).toContain('debug::##');
      expect(commandsIn({ code: 0, stdout, stderr: '' })).toEqual([]);
    }
  });

  test('and a report holds what the template said', async () => {
    const [text] = HOSTILE.slice(7);
    const { stdout } = await run(['--format', 'json', 'a.json'], {
      cwd: directory({ 'a.json': saying(text ?? '', [text]) }),
    });
    expect(stdout).toContain('##\\u005bstop-commands]x');
    expect(
      JSON.parse(stdout)
        .findings.map(({ message }: { message: string }) => message)
        .join(),
    ).toContain(text);
  });
});
