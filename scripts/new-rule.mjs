// `npm run new-rule -- NAME`: the files of a rule that is to be written, with a test that fails until it is.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [id = ''] = process.argv.slice(2);
const rules = join(root, 'src/rules');
const files = {
  rule: join(rules, `${id}.ts`),
  test: join(root, `test/rules/${id}.test.ts`),
  page: join(root, `docs/rules/${id}.md`),
};
const DESCRIPTION = 'Disallow …';

if (!/^[a-z]+(?:-[a-z][a-z0-9]*)+$/.test(id)) stop('Name the rule in small words: npm run new-rule -- no-such-thing');
for (const file of Object.values(files)) if (existsSync(file)) stop(`${file} is there already: choose another name.`);

writeFileSync(
  files.rule,
  `import { defineRule, type Rule } from './rule.ts';

/** The page of AWS that it rests on. */
const rule: Rule = defineRule({
  id: '${id}',
  description: '${DESCRIPTION}',
  severity: 'warning',
  preset: 'recommended',
  messages: {
    wrong: '{{written}} is wrong, because … Write … in its place.',
  },
  entry(entry, { report }) {
    report('wrong', entry, { data: { written: entry.written } });
  },
});

export default rule;
`,
);
writeFileSync(
  files.test,
  `import { ruleTester } from './rule-tester.ts';
import { condition } from './templates.ts';

ruleTester('${id}', {
  valid: [{ name: 'a network', text: condition('52.94.76.0/22') }],
  invalid: [
    { name: '…', text: condition('«52.94.80.0/22»'), findings: [{ message: 'wrong', data: { written: '52.94.80.0/22' } }] },
  ],
});
`,
);
const sections = ['Why', 'Bad', 'Good', 'How to fix', 'When it is silent', 'AWS says'];
writeFileSync(
  files.page,
  `# ${id}\n\n${DESCRIPTION}.\n\nSeverity: warning. Preset: recommended.\n\n${sections.map((title) => `## ${title}\n`).join('\n')}`,
);
writeIndex();
writeRow();
process.stdout.write(`${Object.values(files).join('\n')}
The rule is in the lists of src/rules/index.ts and docs/rules/README.md. What is left: npx vitest run test/rules test/docs.test.ts -t ${id}
`);

/** The list of all rules, from the files that are there. */
function writeIndex() {
  const index = join(rules, 'index.ts');
  const text = readFileSync(index, 'utf8');
  const ids = readdirSync(rules)
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => name === id || text.includes(`'./${name}.ts';`))
    .filter((name) => name !== 'rule')
    .sort();
  const nameOf = (one) => one.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const imports = ids.map((one) => [one, `import ${nameOf(one)} from './${one}.ts';`]);
  const lines = [...imports, ['rule', "import type { Rule } from './rule.ts';"]].sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(
    index,
    `${lines.map(([, line]) => line).join('\n')}

/** Every rule, by id. */
export const rules: readonly Rule[] = [
${ids.map((one) => `  ${nameOf(one)},`).join('\n')}
];
`,
  );
}

function writeRow() {
  const readme = join(root, 'docs/rules/README.md');
  const lines = readFileSync(readme, 'utf8').split('\n');
  const row = `| [\`${id}\`](${id}.md) | ${DESCRIPTION} | warning | recommended |`;
  const after = lines.findIndex((line) => line.startsWith('| [') && line > row);
  const last = lines.findLastIndex((line) => line.startsWith('| ['));
  lines.splice(after < 0 ? last + 1 : after, 0, row);
  writeFileSync(readme, lines.join('\n'));
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
