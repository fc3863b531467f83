import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { helpText } from '../src/cli/help.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the README shows the help that the program prints', () => {
  expect(readme).toContain(`\`\`\`text\n${helpText()}\`\`\`\n`);
});

test('its commands are those that the continuous integration runs', () => {
  const ci = readFileSync(new URL('../.ci/run', import.meta.url), 'utf8');
  for (const command of ['npm ci', 'npx ipaudit examples', 'npm test']) {
    expect(readme).toContain(command);
    expect(ci).toContain(command);
  }
});
