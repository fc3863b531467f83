import type { Finding, Position, Report, Suggestion } from '../report/report.ts';

/** What is wrong with a suggestion: it has to mend its finding and break nothing, and a safe one brings no other finding. */
export function faultsOf(
  before: Report,
  finding: Finding,
  { message, safe }: Suggestion,
  after: Report,
): readonly string[] {
  if (after.failures.length > 0) return [`"${message}" leaves what does not parse`];
  const left = countMeanings(after);
  const mended = meaningOf(finding);
  const allowed = countMeanings(before);
  allowed.set(mended, (allowed.get(mended) ?? 0) - 1);
  const isMended = (left.get(mended) ?? 0) <= (allowed.get(mended) ?? 0);
  const brought = after.findings.filter((one) => (left.get(meaningOf(one)) ?? 0) > (allowed.get(meaningOf(one)) ?? 0));
  return [
    ...(isMended ? [] : [`"${message}" does not mend the finding`]),
    ...(safe ? brought.map((one) => `"${message}" is safe, and brings: ${one.message}`) : []),
  ];
}

/** What a finding means, wherever it stands: its fingerprint but for the number that tells twins apart. */
function meaningOf({ ruleId, fingerprint }: Finding): string {
  return `${ruleId} ${fingerprint.split(':').slice(0, 2).join(':')}`;
}

function countMeanings({ findings }: Report): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of findings) counts.set(meaningOf(one), (counts.get(meaningOf(one)) ?? 0) + 1);
  return counts;
}

/** The texts that a suggestion changes, after its edits. */
export function applied(
  texts: Readonly<Record<string, string>>,
  { edits }: Pick<Suggestion, 'edits'>,
): Readonly<Record<string, string>> {
  const files = [...new Set(edits.map(({ file }) => file))];
  return Object.fromEntries(
    files.map((file) => {
      const text = texts[file];
      if (text === undefined) throw new Error(`there is no file ${file} to edit`);
      const parts = edits
        .filter((edit) => edit.file === file)
        .map((edit) => ({ from: offsetAt(text, edit.start), to: offsetAt(text, edit.end), text: edit.text }))
        .sort((a, b) => a.from - b.from);
      let end = 0;
      let result = '';
      for (const part of parts) {
        if (part.from < end || part.to < part.from) throw new Error(`edits of ${file} overlap`);
        result += text.slice(end, part.from) + part.text;
        end = part.to;
      }
      return [file, result + text.slice(end)];
    }),
  );
}

function offsetAt(text: string, { line, column }: Position): number {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const [length, start] = [lines[line - 1]?.length ?? -1, column - 1];
  if (start < 0 || start > length) throw new Error(`there is no place ${line}:${column}`);
  return before + start;
}
