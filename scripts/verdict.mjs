// `npm run verdict -- FILE`: writes what is said of a real template to test/corpus.tsv, to be judged by somebody else than its author.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSession } from '../dist/index.js';

const CORPUS = fileURLToPath(new URL('../../shared/corpus/', import.meta.url));
const TABLE = fileURLToPath(new URL('../test/corpus.tsv', import.meta.url));
const [named = ''] = process.argv.slice(2);
const file = named.startsWith(CORPUS) ? named.slice(CORPUS.length) : named;
const host = {
  read: (path) => readFileSync(CORPUS + path),
  list: (path) => readdirSync(CORPUS + path).sort(),
};

const lines = readFileSync(TABLE, 'utf8').trimEnd().split('\n');
const keyOf = (line) => line.split('\t').slice(0, 4).join('\t').replace(/^#/, '');
const known = new Set(lines.map(keyOf));
const rows = ['recommended', 'strict'].flatMap((preset) => {
  const { findings, failures } = createSession(host, { preset }).lint([file]);
  const mark = preset === 'strict' ? '#' : '';
  return [
    ...findings.map(({ ruleId, location, scenarios }) => [
      location,
      ruleId,
      scenarios.map(({ text }) => text).join(', '),
    ]),
    ...failures.map(({ location }) => [location, 'failure', '']),
  ].map(([location, rule, scenario]) =>
    [mark + location.file, rule, location.start.line, scenario, '', '', ''].join('\t'),
  );
});
const added = rows.filter((row) => {
  const isNew = !known.has(keyOf(row));
  known.add(keyOf(row));
  return isNew;
});
writeFileSync(TABLE, `${[...lines, ...added].join('\n')}\n`);
process.stdout.write(
  added.length === 0
    ? `${file} has all its rows\n`
    : `${added.join('\n')}\nwritten to test/corpus.tsv: each wants a verdict (right, noise or doubted) and a reason that a user would give\n`,
);
