import { expect, test } from 'vitest';
import type { Failure, NotAudited } from '../../src/report/report.ts';
import { stylish } from '../../src/reporters/stylish.ts';
import { PIPE, place, report, undecided } from './reports.ts';

const refused = (file: string, message = 'GetStages was refused.'): Failure => ({
  message,
  location: place(file, 1, 1),
});
const source = (file: string): NotAudited => ({ file, reason: 'Terraform source is not evaluated' });
const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `a${i}.json`);

/** The lines of a report but for its summary. */
function linesOf(parts: Parameters<typeof report>[0], debug = false): readonly string[] {
  return stylish(report(parts), { ...PIPE, debug })
    .trimEnd()
    .split('\n')
    .slice(0, -2);
}

test('what befell up to three files is a line for each', () => {
  expect(linesOf({ failures: numbered(3).map((file) => refused(file)) })).toEqual([
    'failed',
    '  a0.json:1:1  GetStages was refused.',
    '  a1.json:1:1  GetStages was refused.',
    '  a2.json:1:1  GetStages was refused.',
  ]);
});

test('what befell many is one line with a number, where the first of them stands', () => {
  const failures = [
    refused('a.json', 'Something else.'),
    ...numbered(100).flatMap((file) => [refused(file), refused(file, 'GetResources was refused.')]),
    refused('z.json', 'Something else.'),
  ];
  expect(linesOf({ failures })).toEqual([
    'failed',
    '  a.json:1:1  Something else.',
    '  a0.json:1:1 and 99 more places  GetStages was refused.',
    '  a0.json:1:1 and 99 more places  GetResources was refused.',
    '  z.json:1:1  Something else.',
  ]);
  expect(linesOf({ notAudited: numbered(4).map(source) })).toEqual([
    'not audited',
    '  a0.json and 3 more files  Terraform source is not evaluated',
  ]);
});

test('what is not known at many places is one line for each reason', () => {
  const rows = numbered(4).flatMap((file) => [
    undecided({ location: place(file, 1, 1) }),
    undecided({ location: place(file, 2, 1), reason: 'the stages are not known' }),
  ]);
  expect(linesOf({ undecided: rows })).toEqual([
    'not decided: 2 reasons  valid-cidr',
    '  a0.json:1:1 and 3 more places parameter P has no default',
    '  a0.json:2:1 and 3 more places the stages are not known',
  ]);
});

test('--debug names all', () => {
  expect(linesOf({ notAudited: numbered(100).map(source) }, true)).toHaveLength(101);
});
