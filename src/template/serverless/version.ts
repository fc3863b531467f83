/** Whether a range of versions (`3`, `^3.38`, `>=2 <4 || 5`) lets nothing in before version 3. */
export function isFrom3(range: string): boolean {
  return range.split('||').every((part) => {
    const [, operator = '', major = '', rest = ''] = /^\s*(>=|>|<=|<|[~^=v])?\s*v?(\d+)(\.\d+)?/.exec(part) ?? [];
    if (major === '' || operator.startsWith('<')) return false;
    return Number(major) >= (operator === '>' && rest === '' ? 2 : 3);
  });
}
