import type { Files } from '../../src/template/files.ts';

/** Brings in nothing. */
export const NO_FILES: Files = {
  parse: (name) => ({ reason: `${name} is not there` }),
  read: (name) => ({ reason: `${name} is not there` }),
  list: () => [],
};
