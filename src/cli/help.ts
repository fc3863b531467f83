import { inWords } from '../text/words.ts';
import { type Command, callers, type Option, optionsOf } from './options.ts';

/** What --help says of a command. */
export function helpText(command: Command = 'lint'): string {
  const rows = optionsOf(command).map((option) => ({ ...option, usage: usageOf(option) }));
  const width = Math.max(...rows.map(({ usage }) => usage.length));
  const groups = [...new Set(rows.map(({ group }) => group))].map((group) => {
    const lines = rows
      .filter((row) => row.group === group)
      .flatMap(({ name, usage, help }) => [
        `  ${usage.padEnd(width)}  ${help}`,
        ...(name === 'caller' ? kinds.map((line) => `  ${''.padEnd(width)}  ${line}`) : []),
      ]);
    return `${group}:\n${lines.join('\n')}\n`;
  });
  const { head, foot } = texts[command];
  return `${head}\n${groups.join('\n')}\n${foot}`;
}

const kinds = [`  ${callers.slice(0, 3).join(', ')},`, `  ${inWords(callers.slice(3), 'or')}`];

function usageOf({ name, short, value }: Option): string {
  return `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`;
}

const file = `FILE is a template, or a directory with .json, .yml, .yaml or .template files below it; without
one, the working directory. What .gitignore or .ipauditignore leaves out is read where it is named.`;

const texts: Readonly<Record<Command, { readonly head: string; readonly foot: string }>> = {
  lint: {
    head: `Usage: ipaudit [options] [FILE…]
       ipaudit COMMAND [options] …

Audits the IP conditions in Amazon API Gateway resource policies.
${file}

Commands, with a --help of their own:
  explain [FILE…]           Say who gets in, or what becomes of one request
  who ADDRESS|CIDR [FILE…]  Say which APIs and routes let an address in
  diff OLD NEW              Say who newly gets in between two versions, and who no longer does
  live                      Audit the REST APIs of an AWS account
`,
    foot: `Exit status:
  0  nothing that --fail-on names; without it, no error, and all files that were named are audited
  1  something of it, or more warnings than --max-warnings
  2  could not run, or could not read something
`,
  },
  explain: {
    head: `Usage: ipaudit explain [options] [FILE…]

Says who gets into each API, route by route and by which statements.
With --from it says what becomes of one request, and why.
${file}
`,
    foot: `Exit status:
  0  all was read
  1  with --expect: another answer, an undecided one, or a named file that is not audited
  2  could not run, or could not read something
`,
  },
  who: {
    head: `Usage: ipaudit who [options] ADDRESS|CIDR [FILE…]

Says which APIs and routes let the addresses in (fully, partly or perhaps), and by which statements.
${file}
`,
    foot: `Exit status:
  0  all was read
  1  with --expect: another answer, an undecided one, or a named file that is not audited
  2  could not run, or could not read something
`,
  },
  diff: {
    head: `Usage: ipaudit diff [options] OLD NEW

Says who newly gets into each route, and who no longer does.
OLD and NEW are files, directories of them, or git:REF:PATH for a version in git.
`,
    foot: `Exit status:
  0  all was read
  1  something changed that --fail-on names
  2  could not run, or could not read something
`,
  },
  live: {
    head: `Usage: ipaudit live [options]

Audits the REST APIs of an AWS account as they are: what is deployed, and what is not deployed yet.
Credentials are found as the AWS CLI finds them. Nothing is changed: AWS is only asked.
`,
    foot: `Exit status:
  0  nothing that --fail-on names; without it, no error
  1  something of it, or more warnings than --max-warnings
  2  could not run, or something was not audited that --allow-unaudited does not name
`,
  },
};
