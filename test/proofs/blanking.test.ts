import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Finding, Report } from '../../src/report/report.ts';
import { rules } from '../../src/rules/index.ts';
import { parse } from '../../src/source/parse.ts';
import { type Node, type Scalar, scalarText } from '../../src/source/tree.ts';
import { auditTexts } from '../support/memory.ts';
import { blocksOf, readPage } from '../support/pages.ts';

/**
 * Any value that decides something is replaced by a parameter of which nothing is known. What was found goes or stays, and
 * where it goes the rule says that it cannot decide, and why; nothing is passed over, and nothing new is made up.
 */
const REASON = 'parameter Blank has no default';

interface Template {
  readonly name: string;
  readonly text: string;
}

const CASES = new URL('../../../shared/cases/', import.meta.url);
const pending = readFileSync(new URL('../cases-pending.txt', import.meta.url), 'utf8');
const shared = ['cloudformation', 'sam'].flatMap((dialect) => {
  const folder = new URL(`${dialect}/`, CASES);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const names = files.filter((file) => file.endsWith('.yml')).map((file) => `${dialect}/${file}`);
  return names.filter((name) => !pending.includes(name));
});
if (shared.length === 0) process.stderr.write('skipped: there are no cases beside this project\n');

const templates: readonly Template[] = [
  ...rules.flatMap(({ id }) => {
    const { text = '' } = readPage(`${id}.md`).sections.find(({ title }) => title === 'Bad') ?? {};
    return blocksOf(text)
      .filter(({ file, text: block }) => file === 'template.yaml' && block.includes('Resources:'))
      .map((block, i) => ({ name: `${id}, bad example ${i + 1}`, text: block.text }));
  }),
  ...shared.map((file) => ({ name: file, text: readFileSync(fileURLToPath(new URL(file, CASES)), 'utf8') })),
];

const strict = { preset: 'strict' } as const;

/** The template with a parameter that has no default. Lines below it keep their numbers but for one. */
function withBlank(text: string): string {
  const declaration = '  Blank: { Type: String }\n';
  const [section] = /^Parameters:\s*(?:#.*)?\n/m.exec(text) ?? [];
  return section ? text.replace(section, section + declaration) : `Parameters:\n${declaration}${text}`;
}

/** The values of the APIs' own properties, each a scalar that a parameter could stand for. */
function valuesOf(text: string): readonly Scalar[] {
  const { root } = parse({ path: 't.yml', text });
  const found: Scalar[] = [];
  const visit = (node: Node, path: readonly string[]): void => {
    const decides =
      /^Resources \w+ Properties (?:Policy|EndpointConfiguration|(?:Definition)?Body|Auth ResourcePolicy)\b/.test(
        path.join(' '),
      );
    if (node.kind === 'scalar' && decides) found.push(node);
    const isChosen = node.kind === 'sequence' && ['!If', '!Split'].includes(node.tag ?? '');
    // what a function chooses or splits is a value; its other arguments are none
    if (isChosen) for (const item of node.items.slice(1)) visit(item, path);
    if (node.tag !== undefined || node.kind === 'alias') return;
    if (node.kind === 'sequence') for (const item of node.items) visit(item, path);
    if (node.kind !== 'mapping') return;
    for (const { key, value } of node.members) {
      const name = scalarText(key);
      // a function's own arguments are no values
      if (name !== 'Ref' && !name.startsWith('Fn::')) visit(value, [...path, name]);
    }
  };
  if (root) visit(root, []);
  return found.filter(
    ({ span: { start, end } }) => (end > start || isQuoted(text, start)) && isOneLine(text, start, end),
  );
}

const isQuoted = (text: string, start: number): boolean => /['"]/.test(text[start - 1] ?? '');
const isOneLine = (text: string, start: number, end: number): boolean => !text.slice(start, end).includes('\n');

function blank(text: string, { span: { start, end }, tagSpan }: Scalar): string {
  const quote = isQuoted(text, start) ? 1 : 0;
  return `${text.slice(0, tagSpan?.start ?? start - quote)}!Ref Blank${text.slice(end + quote)}`;
}

/** Rules that keys and elements decide, whatever their values. */
const STRUCTURAL =
  /^(?:no-undeployed-policy|require-redeploy|valid-policy|valid-condition|max-policy-size|no-two-policies|no-http-api-policy|require-policy|valid-sam-resource-policy) /;

/** What a finding is, whatever line it stands on and whatever else its message names. */
const keyOf = ({ ruleId, location, api }: Finding): string => [ruleId, api.id, location.path].join(' ');

const undecidedRules = ({ undecided }: Report): ReadonlySet<string> =>
  new Set(undecided.filter(({ reason }) => reason === REASON).flatMap((row) => row.rules));

const yielding = new Map(rules.map(({ id, yieldsTo }) => [id, yieldsTo ?? []]));

describe.each(templates.map(({ name, text }) => [name, withBlank(text)] as const))('%s', (_, text) => {
  const before = auditTexts({ 't.yml': text }, strict);
  const keys = before.findings.map(keyOf);
  const blanked = valuesOf(text).map((value) => {
    const after = auditTexts({ 't.yml': blank(text, value) }, strict);
    return { without: scalarText(value), left: after.findings, open: undecidedRules(after) };
  });

  test('nothing is passed over, whichever value is unknown', () => {
    const lost = blanked.flatMap(({ without, left, open }) => {
      const found = new Set(left.map(keyOf));
      return before.findings
        .filter((finding) => !found.has(keyOf(finding)) && !open.has(finding.ruleId))
        .map((finding) => `${keyOf(finding)} is lost without ${without}`);
    });
    expect(lost).toEqual([]);
  });

  test('nothing is made up', () => {
    const invented = blanked.flatMap(({ without, left, open }) =>
      left
        .filter((finding) => !keys.includes(keyOf(finding)))
        // what it was silent for may be open now
        .filter(({ ruleId }) => !(yielding.get(ruleId) ?? []).some((id) => open.has(id)))
        .map((finding) => `${keyOf(finding)} is new without ${without}`),
    );
    expect(invented).toEqual([]);
  });

  test('each finding rests on a value, unless it is about what is there at all', () => {
    const stays = (key: string): boolean => blanked.every(({ left }) => left.some((finding) => keyOf(finding) === key));
    expect(keys.filter((key) => stays(key) && !STRUCTURAL.test(key))).toEqual([]);
  });
});
