#!/usr/bin/env node
import { main } from './main.ts';
import type { Tool } from './tool.ts';

// put in by scripts/build.mjs
declare const PACKAGE: Omit<Tool, 'pages'>;

const pages = new URL('../docs/rules/', import.meta.url);

// the SDK of AWS warns of Node 20 on stderr otherwise
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

process.exitCode = await main(process.argv.slice(2), process, { ...PACKAGE, pages });
