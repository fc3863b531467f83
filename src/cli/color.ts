/**
 * Whether to colour: what the command line says, else what FORCE_COLOR and NO_COLOR say, else whether it is a terminal.
 * The environment speaks of the terminal: a file gets colours by the command line only.
 */
export function useColor(
  flag: boolean | undefined,
  env: Readonly<Record<string, string | undefined>>,
  target: 'terminal' | 'pipe' | 'file',
): boolean {
  if (flag !== undefined) return flag;
  if (target === 'file') return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (env.NO_COLOR) return false;
  return target === 'terminal' && env.TERM !== 'dumb';
}
