import { afterEach, describe, expect, test, vi } from 'vitest';
import { lint } from '../../src/linter/linter.ts';
import { rules } from '../../src/rules/index.ts';
import { defineRule, type Hooks, type Rule } from '../../src/rules/rule.ts';
import { loadFiles } from '../../src/session/loading.ts';
import { inMemory } from '../../src/testing/in-memory.ts';
import { reportOf, run as runProgram } from '../cli/run.ts';
import { condition, ENVIRONMENTS, method, stage, statement, template } from '../rules/templates.ts';
import { auditTexts } from '../support/memory.ts';

const boom = (): never => {
  throw new TypeError('boom');
};

/** A rule of which this alone is defined. */
const ruleWith = (hooks: Partial<Rule>): Rule =>
  defineRule({
    id: 'bad',
    description: 'Disallow nothing',
    severity: 'error',
    preset: 'recommended',
    messages: { found: 'This is {{what}}.' },
    ...hooks,
  });

function run(rule: Rule, text: string) {
  const { apis } = loadFiles(['t.yml'], { fs: inMemory({ 't.yml': text }) });
  const others = rules.filter(({ id }) => id === 'no-broad-source');
  return lint(
    apis,
    [rule, ...others].map((one) => ({ rule: one, severity: one.severity })),
  );
}

const text = template(statement(['8.0.0.0/8'], { also: 'Sid: Office' }), {
  resources: [method('GET'), stage('prod')].join('\n'),
});

const HOOKS: readonly (keyof Hooks)[] = [
  'api',
  'revision',
  'policy',
  'sources',
  'statement',
  'resource',
  'condition',
  'list',
  'entry',
];

describe('a rule that throws', () => {
  test.each(HOOKS)('in its hook %s is a failure that names rule, API and place, and the others go on', (hook) => {
    const { findings, failures } = run(ruleWith({ [hook]: boom }), text);
    expect(failures.map(({ message, place }) => `${message} ${place.at.file.path}`)).toEqual([
      'The rule bad failed here, on the API Api: TypeError: boom. This is a bug: please report it. t.yml',
    ]);
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['no-broad-source']);
  });

  test.each([
    ['the statement', ruleWith({ statement: boom }), '- Effect: Allow', 2],
    ['the entry', ruleWith({ entry: boom }), '8.0.0.0/8', 0],
    ['the API, where it is shown nothing else', ruleWith({ api: boom }), 'Api:', 0],
  ])('fails at %s', (_, rule, shown, from) => {
    const [failure] = run(rule, text).failures;
    expect(failure?.place.at.start).toBe(text.indexOf(shown) + from);
  });

  test('keeps what it has said before', () => {
    const rule = ruleWith({
      statement: (one, { report }) => report('found', one, { data: { what: 'a statement' } }),
      list: boom,
    });
    const { findings, failures } = run(rule, text);
    expect(findings.map(({ message }) => message)).toContain('This is a statement.');
    expect(failures).toHaveLength(1);
  });

  test('is one failure for a place, in however many scenarios', () => {
    const two = template(statement(['8.0.0.0/8', '!If [IsProd, 1.1.1.1, 2.2.2.2]']), { head: ENVIRONMENTS });
    expect(run(ruleWith({ statement: boom }), two).failures).toHaveLength(1);
  });

  test.each([
    ['without a value', {}, 'Error: the message has no value for {{what}}: This is {{what}}.'],
    ['that there is not', { messages: {} }, 'Error: there is no message found'],
  ])('as one that has a message %s', (_, different, reason) => {
    const rule = ruleWith({ statement: (one, { report }) => report('found', one), ...different });
    expect(run(rule, text).failures.map(({ message }) => message)).toEqual([
      `The rule bad failed here, on the API Api: ${reason}. This is a bug: please report it.`,
    ]);
  });
});

describe('in a run', () => {
  const [broad] = rules.filter(({ id }) => id === 'no-broad-source');
  afterEach(() => vi.restoreAllMocks());

  test('the report has all else, and the failures of the rule in their order', () => {
    vi.spyOn(broad as Required<Rule>, 'entry').mockImplementation(boom);
    const files = { 'b.yml': condition(['8.0.0.0/8', '10.0.0.0/8']), 'a.yml': condition(['9.0.0.0/8']) };
    const { findings, failures, summary } = auditTexts(files);
    expect(findings.map(({ ruleId, location }) => `${ruleId} ${location.file}`)).toEqual([
      'no-unroutable-source b.yml',
    ]);
    expect(
      failures.map(({ location: { file, start, path } }) => `${file}:${start.line} ${path?.split('.').at(-1)}`),
    ).toEqual(['a.yml:19 aws:SourceIp[0]', 'b.yml:19 aws:SourceIp[0]', 'b.yml:20 aws:SourceIp[1]']);
    expect(summary.failures).toBe(3);
  });

  test('it ends with 2, after the report of all the rest', async () => {
    vi.spyOn(broad as Required<Rule>, 'entry').mockImplementation(boom);
    const stdin = (async function* () {
      yield condition(['8.0.0.0/8', '10.0.0.0/8']);
    })();
    const outcome = await runProgram(['--stdin', '--format', 'json'], { stdin });
    expect(outcome).toMatchObject({ code: 2, stderr: '' });
    expect(reportOf(outcome).findings.map(({ ruleId }) => ruleId)).toEqual(['no-unroutable-source']);
    expect(reportOf(outcome).failures).toHaveLength(2);
  });
});
