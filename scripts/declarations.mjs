// Writes the types of the API to dist/types: the declarations that index.ts leads to, and no others.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = resolve(root, process.argv[2] ?? 'dist', 'types');
const scratch = mkdtempSync(join(tmpdir(), 'types-'));
const IMPORTED = /(from\s+|import\()'(\.[^']*)\.ts'/g;

try {
  const emit = ['--emitDeclarationOnly', '--noEmit', 'false', '--outDir', scratch];
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', root, ...emit], { cwd: root, stdio: 'inherit' });
  rmSync(outdir, { recursive: true, force: true });
  const source = join(scratch, 'src');
  const reached = [join(source, 'index')];
  // grows as it is read
  for (const file of reached) {
    const text = readFileSync(`${file}.d.ts`, 'utf8');
    for (const [, , path] of text.matchAll(IMPORTED)) {
      const other = join(dirname(file), path);
      if (!reached.includes(other)) reached.push(other);
    }
    const target = join(outdir, `${relative(source, file)}.d.ts`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text.replace(IMPORTED, "$1'$2.js'"));
  }
} finally {
  rmSync(scratch, { recursive: true });
}
