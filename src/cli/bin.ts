#!/usr/bin/env node
import { main } from './main.ts';
import type { Tool } from './tool.ts';

// put in by scripts/build.mjs
declare const PACKAGE: Omit<Tool, 'pages'>;

const pages = new URL('../docs/rules/', import.meta.url);

process.exitCode = await main(process.argv.slice(2), process, { ...PACKAGE, pages });
