/** What is a text for people, and may be said otherwise. */
const TEXTS = new Set(['message', 'why', 'help']);
/** What is no answer. */
const ASIDE = new Set(['durationMs', 'tool', 'version']);

/** How much was compared, and what one report has and the other has not, with the label that `test/same.allow` knows it by. */
export function compare(command, before, after, withoutTexts) {
  const [olds, news] = [before, after].map((report) => rowsOf(command, report, withoutTexts));
  return { count: olds.length, rows: [...only('-', olds, news), ...only('+', news, olds)] };
}

function only(sign, some, others) {
  const left = new Map();
  for (const { said } of others) left.set(said, (left.get(said) ?? 0) + 1);
  return some
    .filter(({ said }) => {
      const count = left.get(said) ?? 0;
      if (count > 0) left.set(said, count - 1);
      return count === 0;
    })
    .map((row) => ({ sign, ...row }));
}

/** Each member of each list by itself, in any order, and all else by its key. */
function rowsOf(command, report, withoutTexts) {
  return Object.entries(report).flatMap(([key, value]) => {
    if (ASIDE.has(key)) return [];
    const rows = Array.isArray(value) ? value : [value];
    return rows.map((row) => ({
      label: [command, key, fileOf(row), nameOf(row)].filter((word) => word !== undefined).join(' '),
      said: JSON.stringify(row, (name, one) => (isLeftOut(name, withoutTexts) ? undefined : one)),
    }));
  });
}

const isLeftOut = (name, withoutTexts) => ASIDE.has(name) || (withoutTexts && TEXTS.has(name));

const fileOf = (row) => row?.location?.file ?? row?.file;
const nameOf = (row) => row?.ruleId ?? row?.id;

/** Lines of `LABEL: REASON`, where a star stands for anything, in a file in which `#` begins a comment. */
export function allowances(text) {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const [, label, reason] = /^(.+?): +(\S.*)$/.exec(line) ?? [];
    if (!reason) throw new Error(`test/same.allow:${i + 1}: write LABEL: REASON`);
    const pattern = label
      .split('*')
      .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
      .join('.*');
    return [{ line, matches: (row) => new RegExp(`^${pattern}$`).test(row.label) }];
  });
}
