import type { Plugin } from 'vitest/config';

export const cfnIncludeForTests: Plugin;
