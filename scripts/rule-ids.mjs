// Prints the ids of all rules, for --only of the cases: rules that are not written yet are left out of the comparison.
import { readdirSync } from 'node:fs';

const files = readdirSync(new URL('../docs/rules', import.meta.url));
process.stdout.write(
  files
    .filter((file) => file !== 'README.md')
    .map((file) => file.replace(/\.md$/, ''))
    .join(','),
);
