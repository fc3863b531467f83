import { expect, test } from 'vitest';
import type { Finding, Report } from '../../src/report/report.ts';
import { json } from '../../src/reporters/json.ts';
import { FULL, finding, PIPE, place, report } from './reports.ts';

test('a report in full', () => {
  const found = finding({
    location: { ...place('a.yml', 3, 5, 9), path: 'Resources.Api' },
    related: [{ message: 'used here', location: place('b.yml', 7, 2) }],
    scenarios: [{ text: 'Env is prod', where: { Env: { is: ['prod'] } } }],
  });
  expect(json(report({ findings: [found], notAudited: [{ file: 's.yml', reason: 'SAM' }] }), PIPE)).toBe(`{
  "version": 1,
  "tool": {
    "name": "ipaudit",
    "version": "1.2.3"
  },
  "findings": [
    {
      "ruleId": "no-broad-source",
      "severity": "error",
      "message": "Too broad.",
      "location": {
        "file": "a.yml",
        "start": {
          "line": 3,
          "column": 5
        },
        "end": {
          "line": 3,
          "column": 14
        },
        "path": "Resources.Api"
      },
      "related": [
        {
          "message": "used here",
          "location": {
            "file": "b.yml",
            "start": {
              "line": 7,
              "column": 2
            },
            "end": {
              "line": 7,
              "column": 3
            }
          }
        }
      ],
      "api": {
        "id": "Api",
        "name": "shop",
        "endpoint": "REGIONAL"
      },
      "scenarios": [
        {
          "text": "Env is prod",
          "where": {
            "Env": {
              "is": [
                "prod"
              ]
            }
          }
        }
      ],
      "suggestions": [],
      "fingerprint": "v1:000000000000000000000000",
      "url": null
    }
  ],
  "undecided": [],
  "failures": [],
  "notAudited": [
    {
      "file": "s.yml",
      "reason": "SAM"
    }
  ],
  "suppressed": [],
  "summary": {
    "files": 1,
    "apis": 1,
    "policies": 1,
    "errors": 1,
    "warnings": 0,
    "notes": 0,
    "undecided": 0,
    "notAudited": 1,
    "failures": 0,
    "suppressed": 0,
    "fixable": 0,
    "durationMs": 5
  }
}
`);
});

/** The same values with the keys of every object in the other order. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, key === 'where' ? member : reversed(member)]),
  ) as T;
}

test('the order of keys does not depend on how the report was made', () => {
  expect(Object.keys(reversed(FULL))[0]).toBe('summary');
  expect(json(reversed(FULL), PIPE)).toBe(json(FULL, PIPE));
});

test('what a report has beside its fields stays out', () => {
  const more = { ...FULL, secret: 1, findings: FULL.findings.map((one): Finding => ({ ...one, ...{ secret: 1 } })) };
  expect(json(more as Report, PIPE)).toBe(json(FULL, PIPE));
});

test('the terminal makes no difference', () => {
  expect(json(FULL, { ...PIPE, color: true, frames: true, width: 20 } as typeof PIPE)).toBe(json(FULL, PIPE));
});

test.each([
  ['a control sequence', '\u001b[31mred', '\\u001b[31mred'],
  ['a C1 control character', '\u009b31m', '\\u009b31m'],
  ['DEL', '\u007f', '\\u007f'],
  ['bidi characters', '\u202eevil\u2066', '\\u202eevil\\u2066'],
  ['a line separator', '\u2028', '\\u2028'],
  ['an invisible character', 'a\u200bb', 'a\\u200bb'],
  ['an invisible character past U+FFFF', '\u{e0041}', '\\udb40\\udc41'],
  ['half of a pair', '\ud83d', '\\ud83d'],
  ['line breaks and tabs', 'a\r\n\tb', 'a\\r\\n\\tb'],
  ['a quote and a backslash', '"\\u001b', '\\"\\\\u001b'],
])('%s is escaped, and read back as it was', (_, text, written) => {
  const found = finding({ message: text, location: place(text, 1, 1) });
  const output = json(report({ findings: [found], notAudited: [{ file: text, reason: text }] }), PIPE);
  expect(output.split(`"${written}"`)).toHaveLength(5);
  expect(output).toMatch(/^[\n -~]*$/);
  const read = JSON.parse(output) as Report;
  expect([read.findings[0]?.message, read.findings[0]?.location.file, read.notAudited[0]?.reason]).toEqual([
    text,
    text,
    text,
  ]);
});

test('other characters stand as they are', () => {
  expect(json(report({ findings: [finding({ message: 'Büro 東京 🏢' })] }), PIPE)).toContain('"Büro 東京 🏢"');
});
