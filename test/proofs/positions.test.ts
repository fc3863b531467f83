import { describe, expect, test } from 'vitest';
import { encode, join, lineAndColumn, type Marked } from '../support/marked.ts';
import { auditTexts } from '../support/memory.ts';
import { DIALECTS } from './dialects.ts';
import { HOSTS } from './hosts.ts';
import { FIRST } from './policy.ts';

/** Worked out from the rules: which rule speaks of which part of the policy above. */
const EXPECTED = [
  `no-broad-source ${FIRST}.5`,
  `no-duplicate-cidrs ${FIRST}.3`,
  `no-host-bits ${FIRST}.1`,
  `no-unroutable-source ${FIRST}.2`,
  `no-wildcard-source ${FIRST}.7`,
  `prefer-explicit-prefix ${FIRST}.6`,
  `valid-cidr ${FIRST}.4`,
  'no-negated-element Statement.1.NotPrincipal#',
  'no-vpc-condition-on-public-api Statement.1.Condition.StringEquals.aws:SourceVpce#',
  'valid-policy Statement.1.Action#',
  'valid-condition Statement.2.Condition.IpAdress#',
  'valid-policy Statement.2.Effect#',
  'valid-policy Statement.2{',
].sort();

const LAYOUTS: Readonly<
  Record<string, (form: Marked, file: string) => { readonly marked: Marked; readonly bom: string }>
> = {
  LF: (form) => ({ marked: form, bom: '' }),
  CRLF: (form) => ({ marked: encode(form, (one) => (one === '\n' ? '\r\n' : one)), bom: '' }),
  'a BOM': (form) => ({ marked: form, bom: '\uFEFF' }),
  'emoji above': (form, file) => ({
    marked: file.endsWith('.yml') ? join('# 🏢 é\n', form) : join('\n', form),
    bom: '',
  }),
};

const FORMS = { ...HOSTS, ...DIALECTS };

/** Told to those that cannot say it: an OpenAPI definition, a policy by itself. */
const told = { apiType: 'REGIONAL' } as const;

describe.each(Object.keys(LAYOUTS))('with %s', (layout) => {
  test.each(Object.keys(FORMS))('%s: findings stand where they were written', (name) => {
    const [file, form, beside] = FORMS[name] as (typeof FORMS)[string];
    const { marked, bom } = (LAYOUTS[layout] as (typeof LAYOUTS)[string])(form, file);
    const report = auditTexts({ [file]: bom + marked.text, ...beside }, told);
    expect(report.failures).toEqual([]);
    const byPlace = (part: string): string => {
      const [start, end] = marked.marks.get(part) as readonly [number, number];
      return `${lineAndColumn(marked.text, start)}-${lineAndColumn(marked.text, end)}`;
    };
    const found = report.findings.map(
      ({ ruleId, location: { start, end } }) => `${ruleId} ${start.line}:${start.column}-${end.line}:${end.column}`,
    );
    const wanted = EXPECTED.map((one) => {
      const [rule, part] = one.split(' ') as [string, string];
      return `${rule} ${byPlace(part)}`;
    });
    expect(found.sort()).toEqual(wanted.sort());
  });
});

const findingsIn = (name: string, key: 'fingerprint' | 'severity'): readonly string[] => {
  const [file, { text }, beside] = FORMS[name] as (typeof FORMS)[string];
  return auditTexts({ [file]: text, ...beside }, told)
    .findings.map((finding) => [finding.ruleId, finding[key], finding.message].join(' '))
    .sort();
};

test.each(Object.keys(HOSTS))('%s: the findings are the same as in plain YAML', (name) => {
  expect(findingsIn(name, 'fingerprint')).toEqual(findingsIn('YAML, single-quoted', 'fingerprint'));
});

// the API has another id there, and a fingerprint holds it
test.each(Object.keys(DIALECTS))('%s: the findings say the same as in plain YAML', (name) => {
  expect(findingsIn(name, 'severity')).toEqual(findingsIn('YAML, single-quoted', 'severity'));
});
