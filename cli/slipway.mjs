#!/usr/bin/env node
/** The program `slipway` of package.json. Runs the bundle of the command line, and makes it first if it is missing. */
import { existsSync } from 'node:fs';
import module from 'node:module';
import { pathToFileURL } from 'node:url';
import { BUNDLE, bundleCli } from './bundle.mjs';

// Node.js 22 and newer keep what they have compiled.
module.enableCompileCache?.();
if (!existsSync(BUNDLE)) await bundleCli();
await import(pathToFileURL(BUNDLE).href);
