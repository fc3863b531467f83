import { defineConfig, type ViteUserConfig } from 'vitest/config';
import every from './vitest.config.ts';

/** The tests of who gets in: its own, and those of the rules that ask it. */
const config: ViteUserConfig = defineConfig({
  test: { ...every.test, include: ['access/*.test.ts', 'rules/*.test.ts'] },
});

export default config;
