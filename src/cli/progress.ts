import type { Progress } from '../live/collection.ts';
import type { Io } from './io.ts';

/** Shows on a terminal how far a run is, in one line; elsewhere, and in CI, nothing. */
export function progressOn({ stderr, env }: Io): { show(progress: Progress): void; clear(): void } {
  if (!stderr.isTTY || env.CI) return { show: () => undefined, clear: () => undefined };
  return {
    show({ accounts, apis }) {
      const line = `accounts ${accounts.done} of ${accounts.found}, APIs ${apis.done} of ${apis.found}`;
      stderr.write(`\r\u001b[K${line}`);
    },
    clear: () => void stderr.write('\r\u001b[K'),
  };
}
