import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import type { ReporterContext } from '../../src/reporters/reporter.ts';
import { stylish } from '../../src/reporters/stylish.ts';
import { FULL, finding, PIPE, place, report, terminal, undecided } from './reports.ts';

function expectLines(from: Report, lines: readonly string[], context: ReporterContext = PIPE): void {
  expect(stylish(from, context)).toBe(`${lines.join('\n')}\n`);
}

describe('findings', () => {
  test('stand in columns, one line each, under their file', () => {
    const findings = [
      finding({ location: place('a.yml', 9, 14) }),
      finding({ location: place('a.yml', 38, 2), severity: 'warning', ruleId: 'valid-cidr', message: 'A mistake.' }),
      finding({ location: place('a.yml', 100, 120), severity: 'note' }),
      finding({ location: place('dir/b c.yml', 1, 1), severity: 'note' }),
    ];
    expectLines(report({ findings }), [
      'a.yml',
      '    9:14   error    Too broad.  no-broad-source',
      '   38:2    warning  A mistake.  valid-cidr',
      '  100:120  note     Too broad.  no-broad-source',
      '',
      'dir/b c.yml',
      '  1:1  note  Too broad.  no-broad-source',
      '',
      '✖ 4 problems (1 error, 1 warning, 2 notes)',
    ]);
  });

  test('name related places, scenarios and fixes', () => {
    const one = finding({
      related: [
        { message: 'used here', location: place('a.yml', 7, 3) },
        { message: 'exported here', location: place('other/b.yml', 70, 30) },
      ],
      scenarios: [
        { text: 'Env is prod', where: { Env: { is: ['prod'] } } },
        { text: 'Size is not big', where: { Size: { not: ['big'] } } },
      ],
      suggestions: [{ message: 'Remove it', safe: true, edits: [] }],
    });
    expectLines(report({ findings: [one] }), [
      'a.yml',
      '  1:1  error  Too broad.  no-broad-source',
      '    a.yml:7:3 used here',
      '    other/b.yml:70:30 exported here',
      '    when Env is prod, or when Size is not big',
      '    fix: Remove it',
      '',
      '✖ 1 problem (1 error, 0 warnings)',
    ]);
  });

  test('name three scenarios, and how many more there are', () => {
    const scenarios = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ text: `Env is ${name}`, where: {} }));
    const of = (count: number): string | undefined =>
      stylish(report({ findings: [finding({ scenarios: scenarios.slice(0, count) })] }), PIPE).split('\n')[2];
    expect(of(4)).toBe('    when Env is a, or when Env is b, or when Env is c, or when Env is d');
    expect(of(5)).toBe('    when Env is a, or when Env is b, or when Env is c, or in 2 more scenarios');
  });

  test('that are not shown are counted', () => {
    const all = report({ findings: [finding(), finding({ severity: 'warning' }), finding({ severity: 'note' })] });
    expectLines({ ...all, findings: all.findings.slice(0, 1) }, [
      'a.yml',
      '  1:1  error  Too broad.  no-broad-source',
      '',
      '✖ 3 problems (1 error, 1 warning, 1 note, 2 not shown)',
    ]);
  });
});

describe('what is open', () => {
  test('undecided rows of one reason and the same rules stand together', () => {
    const rows = [
      undecided({ rules: ['no-broad-source', 'valid-cidr'] }),
      undecided({ reason: 'another' }),
      undecided({
        rules: ['no-broad-source', 'valid-cidr'],
        location: place('b.yml', 10, 20),
        scenarios: [{ text: 'Env is dev', where: { Env: { is: ['dev'] } } }],
      }),
    ];
    expectLines(report({ undecided: rows }), [
      'not decided: parameter P has no default  no-broad-source, valid-cidr',
      '  a.yml:2:3',
      '  b.yml:10:20 when Env is dev',
      '',
      'not decided: another  valid-cidr',
      '  a.yml:2:3',
      '',
      '⚠ 1 API in 1 file, no findings, 3 undecided',
    ]);
  });

  test('several reasons that keep the same rules from deciding stand together', () => {
    const rules = ['no-broad-source', 'valid-cidr'];
    const rows = [
      undecided({ rules }),
      undecided({ rules, reason: 'parameter Q has no default', location: place('a.yml', 4, 3) }),
      undecided({
        rules,
        reason: 'parameter R has no default',
        location: place('b.yml', 10, 20),
        scenarios: [{ text: 'Env is dev', where: { Env: { is: ['dev'] } } }],
      }),
    ];
    expectLines(report({ undecided: rows }), [
      'not decided: 3 reasons  no-broad-source, valid-cidr',
      '  a.yml:2:3 parameter P has no default',
      '  a.yml:4:3 parameter Q has no default',
      '  b.yml:10:20 parameter R has no default, when Env is dev',
      '',
      '⚠ 1 API in 1 file, no findings, 3 undecided',
    ]);
  });

  describe('of many rules', () => {
    const rules = ['max-policy-size', 'no-broad-source', 'no-host-bits', 'no-ipv6-gap', 'valid-cidr'];
    const line = (names: string): readonly string[] => [
      `not decided: parameter P has no default  ${names}`,
      '  a.yml:2:3',
      '',
      '⚠ 1 API in 1 file, no findings, 1 undecided',
    ];
    test.each([
      ['three are named, of five', 5, 'max-policy-size, no-broad-source, no-host-bits and 2 more rules'],
      ['three are named, of four', 4, 'max-policy-size, no-broad-source, no-host-bits and 1 more rule'],
      ['all are named where there are no more', 3, 'max-policy-size, no-broad-source, no-host-bits'],
    ])('%s', (_, number, names) => {
      expectLines(report({ undecided: [undecided({ rules: rules.slice(0, number) })] }), line(names));
    });

    test('all are named with --debug', () => {
      const all = report({ undecided: [undecided({ rules })] });
      expectLines(all, line(rules.join(', ')), { ...PIPE, debug: true });
    });
  });

  describe('for many reasons', () => {
    const reasons = Array.from({ length: 12 }, (_, i) => `parameter P${i} has no default`);
    const all = report({
      undecided: reasons.map((reason, i) => undecided({ reason, location: place('a.yml', i + 1, 3) })),
    });
    const line = (reason: string, i: number): string => `  a.yml:${i + 1}:3 ${reason}`;
    const head = 'not decided: 12 reasons  valid-cidr';
    const summary = ['', '⚠ 1 API in 1 file, no findings, 12 undecided'];

    test('the first are shown, and the others counted', () => {
      expectLines(all, [head, ...reasons.slice(0, 9).map(line), '  and 3 more places: see --debug', ...summary]);
    });

    test('all are shown with --debug', () => {
      expectLines(all, [head, ...reasons.map(line), ...summary], { ...PIPE, debug: true });
    });
  });

  test('everything at once', () => {
    expectLines(FULL, [
      'a.yml',
      '  3:5  error    Too broad.  no-broad-source',
      '    b.yml:7:2 used here',
      '    when Env is prod',
      '    fix: Remove it',
      '  1:1  warning  Too broad.  no-broad-source',
      '  1:1  note     Too broad.  no-broad-source',
      '    deployed on stage prod',
      '',
      'not decided: parameter P has no default  valid-cidr',
      '  a.yml:2:3 when Env is not prod',
      '',
      'not audited',
      '  sam.yml  AWS SAM is not read yet',
      '',
      'failed',
      '  c.yml:1:1  broken',
      '  d.yml:2:1  twice',
      '    d.yml:1:1 first',
      '',
      '✖ 3 problems (1 error, 1 warning, 1 note), 1 undecided, 1 not audited, 2 failures, 2 suppressed',
      'covers account 111122223333, Region eu-west-1: 3 REST APIs seen, 2 audited; HTTP and WebSocket APIs cannot have a resource policy and are not listed',
    ]);
  });
});

describe('the last line', () => {
  const failures = [{ message: 'broken', location: place('c.yml', 1, 1) }];
  const notAudited = [{ file: 's.yml', reason: 'SAM' }];
  const suppressed = [{ by: 'comment', reason: '', finding: finding() }] as const;
  test.each<[what: string, from: Report, line: string]>([
    ['all is well', report(), '\u001b[32m\u001b[1m✔ 1 API in 1 file, no findings\u001b[22m\u001b[39m'],
    [
      'several',
      report({ apis: 2, files: 3 }),
      '\u001b[32m\u001b[1m✔ 2 APIs in 3 files, no findings\u001b[22m\u001b[39m',
    ],
    ['nothing to audit', report({ apis: 0 }), 'nothing to audit: no API Gateway REST API in 1 file'],
    ['no file', report({ apis: 0, files: 0 }), 'nothing to audit: no API Gateway REST API in 0 files'],
    [
      'accepted',
      report({ suppressed }),
      '\u001b[32m\u001b[1m✔ 1 API in 1 file, no findings, 1 suppressed\u001b[22m\u001b[39m',
    ],
    ['open', report({ apis: 0, notAudited }), '\u001b[33m\u001b[1m⚠ 1 file, 1 not audited\u001b[22m\u001b[39m'],
    ['failed', report({ apis: 0, failures }), '\u001b[31m\u001b[1m✖ 1 file, 1 failure\u001b[22m\u001b[39m'],
    [
      'warnings',
      report({ findings: [finding({ severity: 'warning' })] }),
      '\u001b[33m\u001b[1m✖ 1 problem (0 errors, 1 warning)\u001b[22m\u001b[39m',
    ],
    [
      'errors',
      report({ findings: [finding()] }),
      '\u001b[31m\u001b[1m✖ 1 problem (1 error, 0 warnings)\u001b[22m\u001b[39m',
    ],
  ])('%s', (_, from, line) => {
    expect(
      stylish(from, { ...PIPE, color: true })
        .split('\n')
        .at(-2),
    ).toBe(line);
  });
});

test('colours', () => {
  const source = 'a: 8.0.0.0/8\n';
  const parts = { findings: [finding({ location: place('a.yml', 1, 4, 9) })], undecided: [undecided()] };
  expectLines(
    report(parts),
    [
      '\u001b[4ma.yml\u001b[24m',
      '',
      '  1:4  \u001b[31merror\u001b[39m  Too broad.  \u001b[2mno-broad-source\u001b[22m',
      '',
      '    \u001b[2m1\u001b[22m \u001b[2m|\u001b[22m a: 8.0.0.0/8',
      '      \u001b[2m|\u001b[22m    \u001b[31m^^^^^^^^^\u001b[39m',
      '',
      '\u001b[33mnot decided:\u001b[39m parameter P has no default  \u001b[2mvalid-cidr\u001b[22m',
      '  a.yml:2:3',
      '',
      '\u001b[31m\u001b[1m✖ 1 problem (1 error, 0 warnings), 1 undecided\u001b[22m\u001b[39m',
    ],
    { ...terminal({ 'a.yml': source }), color: true },
  );
});

describe('nothing that a terminal could obey gets through', () => {
  const evil = '\u001b[31m\u001b]0;x\u0007\u009b2J\r\n\u202e\u2066\u200f\u2028\u0000\u007f\u{e0041}\ud800';
  const shown =
    '\\u001b[31m\\u001b]0;x\\u0007\\u009b2J\\u000d\\u000a\\u202e\\u2066\\u200f\\u2028\\u0000\\u007f\\udb40\\udc41\\ud800';

  test('from names and messages', () => {
    const at = place(`${evil}.yml`, 1, 1);
    const scenarios = [{ text: evil, where: { [evil]: { is: [evil] } } }];
    const related = [{ message: evil, location: at }];
    const suggestions = [{ message: evil, safe: true, edits: [] }];
    const all = report({
      findings: [finding({ message: evil, location: at, related, scenarios, suggestions })],
      undecided: [undecided({ reason: evil, location: at, scenarios })],
      notAudited: [{ file: evil, reason: evil }],
      failures: [{ message: evil, location: at, related }],
    });
    expectLines(all, [
      `${shown}.yml`,
      `  1:1  error  ${shown}  no-broad-source`,
      `    ${shown}.yml:1:1 ${shown}`,
      `    when ${shown}`,
      `    fix: ${shown}`,
      '',
      `not decided: ${shown}  valid-cidr`,
      `  ${shown}.yml:1:1 when ${shown}`,
      '',
      'not audited',
      `  ${shown}  ${shown}`,
      '',
      'failed',
      `  ${shown}.yml:1:1  ${shown}`,
      `    ${shown}.yml:1:1 ${shown}`,
      '',
      '✖ 1 problem (1 error, 0 warnings), 1 undecided, 1 not audited, 1 failure',
    ]);
  });

  test('from source lines, which keep their columns', () => {
    const source = 'a\u001b[31m: \u202e\u0007\u009b\u{e0041}8.0.0.0/8\u007f # \u2066\n';
    expect(
      stylish(report({ findings: [finding({ location: place('a.yml', 1, 14, 9) })] }), terminal({ 'a.yml': source })),
    ).toBe(`a.yml

  1:14  error  Too broad.  no-broad-source

    1 | a␛[31m: \ufffd␇\ufffd\ufffd\ufffd8.0.0.0/8␡ # \ufffd
      |              ^^^^^^^^^

✖ 1 problem (1 error, 0 warnings)
`);
  });
});
