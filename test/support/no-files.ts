import type { Files } from '../../src/template/files.ts';

/** Brings in nothing. */
export const NO_FILES: Files = {
  parse: (name) => ({ reason: `${name} is not there: audit where it is, or what the build makes of it` }),
  read: (name) => ({ reason: `${name} is not there: audit where it is, or what the build makes of it` }),
  list: () => [],
};
