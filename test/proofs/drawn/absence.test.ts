import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/report/report.ts';
import { auditTexts, explainTexts } from '../../support/memory.ts';
import { CLAIMS, type Claim } from './absent.ts';
import { draws } from './draws.ts';
import { HIDINGS, type Hiding, type Parts, toTemplate } from './hidings.ts';
import type { Json } from './templates.ts';

const textOf = (parts: Parts): Readonly<Record<string, string>> => ({
  't.json': JSON.stringify(toTemplate(parts), undefined, 1),
});

const audited = (parts: Parts): Report => auditTexts(textOf(parts), { preset: 'strict' });

const claims = (report: Report, rule: string): boolean =>
  report.findings.some(({ ruleId, api }) => ruleId === rule && api.id === 'Api');
const leavesOpen = (report: Report, rule: string): boolean =>
  report.undecided.some(({ rules, api }) => rules.includes(rule) && api.id === 'Api');

describe('nothing is missing for lack of looking', () => {
  for (const [name, { rule, parts, hidden }] of Object.entries(CLAIMS)) {
    test(`${name}: ${rule}`, () => {
      fc.assert(
        fc.property(parts, fc.constantFrom(...hidden), ({ own, refuting }, kind) => {
          const { may, hides } = HIDINGS[kind] as Hiding;
          expect(claims(audited(own), rule), 'the claim itself').toBe(true);
          const report = audited(hides(own, refuting));
          expect({ kind, claimed: claims(report, rule), open: leavesOpen(report, rule) }).toEqual({
            kind,
            claimed: !may,
            open: may,
          });
        }),
        draws(60),
      );
    });
  }
});

test('explain tells for certain who gets in without a policy only where none is hidden', () => {
  const { parts, hidden } = CLAIMS['no policy of a private API'] as Claim;
  fc.assert(
    fc.property(parts, fc.constantFrom(...hidden), ({ own, refuting }, kind) => {
      const { may, hides } = HIDINGS[kind] as Hiding;
      const api = explainTexts(textOf(hides(own, refuting))).apis.find(({ id }) => id === 'Api');
      const known = api?.routes.map(({ access }) => access.every(({ because }) => because.length === 0));
      expect({ kind, statements: api?.statements, known: known?.includes(true) }).toEqual({
        kind,
        statements: [],
        known: !may,
      });
    }),
    draws(30),
  );
});

describe('what SAM makes a policy of is none for certain only where it is known', () => {
  const rule = 'require-private-api-policy';
  const lists = ['SourceVpcWhitelist', 'SourceVpcBlacklist', 'IntrinsicVpcWhitelist', 'IntrinsicVpceBlacklist'];
  const types = ['String', 'AWS::EC2::VPC::Id', 'AWS::SSM::Parameter::Value<String>'];
  const hiding = fc.oneof(
    fc.tuple(fc.constantFrom(...lists), fc.constantFrom(...types)).map(([list, type]) => ({
      type,
      policy: { [list]: [{ Ref: 'Hidden' }] },
      isOpen: list.startsWith('Source') && type !== 'AWS::EC2::VPC::Id',
    })),
    fc.constantFrom('List<AWS::EC2::VPC::Id>', 'CommaDelimitedList').map((type) => ({
      type,
      policy: { SourceVpcBlacklist: { Ref: 'Hidden' } },
      isOpen: type === 'CommaDelimitedList',
    })),
    fc.constantFrom<Json>('missing.yml', 's3://bucket/policy.yml').map((file) => ({
      type: 'String',
      policy: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: file } } },
      isOpen: true,
    })),
  );
  const template = (type: string, auth: Json): Parts => ({
    transforms: ['AWS::Serverless-2016-10-31'],
    parameters: { Hidden: { Type: type } },
    root: {},
    type: 'AWS::Serverless::Api',
    properties: {
      StageName: 'live',
      EndpointConfiguration: { Type: 'PRIVATE' },
      DefinitionBody: { openapi: '3.0.1', paths: { '/': { get: {} } } },
      ...(auth && { Auth: auth }),
    },
    resources: {},
  });

  test('a list, a parameter, an include', () => {
    expect(claims(audited(template('String', null)), rule)).toBe(true);
    fc.assert(
      fc.property(hiding, ({ type, policy, isOpen }) => {
        const report = audited(template(type, { ResourcePolicy: policy }));
        expect({ claimed: claims(report, rule), open: leavesOpen(report, rule) }).toEqual({
          claimed: false,
          open: isOpen,
        });
      }),
      draws(60),
    );
  });
});
