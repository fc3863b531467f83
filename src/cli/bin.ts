#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import type { Tool } from './tool.ts';

// put in by scripts/build.mjs
declare const PACKAGE: Omit<Tool, 'pages'>;
declare const MAIN_CRC: number;

const argv = process.argv.slice(2);
const tool = { ...PACKAGE, pages: new URL('../docs/rules/', import.meta.url) };

// the SDK of AWS warns of Node 20 on stderr otherwise
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// what loads code of AWS, or is sooner there without compiled code
const isPlain = argv.some((one) => /^(?:live|help|--help|--version|-[hv])$/.test(one));
const { env } = process;
const start = !isPlain && !env.IPAUDIT_NO_CACHE && !env.NODE_V8_COVERAGE && (await import('./fast-start.ts'));
const fast = start
  ? start.fastStart(fileURLToPath(new URL('.', import.meta.url)), env, { version: tool.version, crc: MAIN_CRC })
  : undefined;
const { main } = fast ?? (await import('./main.ts'));
process.exitCode = await main(argv, process, tool);
fast?.keep();
