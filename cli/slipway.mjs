#!/usr/bin/env node
/** The program `slipway` of package.json. In a fresh clone, it first bundles the command line, and nothing else. */
import { existsSync } from 'node:fs';

const main = new URL('../dist/cli/bundle/main.mjs', import.meta.url);

if (!existsSync(main)) await import('./bundle.mjs');
await import(main.href);
