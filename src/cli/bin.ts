#!/usr/bin/env node
import { main } from './main.ts';
import type { Tool } from './tool.ts';

// put in by scripts/build.mjs
declare const PACKAGE: Tool;

process.exitCode = await main(process.argv.slice(2), process, PACKAGE);
