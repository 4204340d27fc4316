/**
 * Bundles the command line into `dist/cli/bundle/`, in less than a second: `main.mjs`, and files for libraries that few
 * commands need. A program of hundreds of modules takes twice as long to start. The folder is as deep as the modules in
 * `dist/cli/commands/`, so that their relative paths hold.
 */
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const target = fileURLToPath(new URL('../dist/cli/bundle', import.meta.url));

await rm(target, { recursive: true, force: true });
await build({
  entryPoints: [fileURLToPath(new URL('main.ts', import.meta.url))],
  outdir: target,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  // CommonJS modules that are imported on first use: in a chunk of their own they would lose their named exports.
  external: ['undici', 'yaml'],
  target: 'node20',
  // For the libraries that are CommonJS modules.
  banner: {
    js: "import { createRequire as requireFor } from 'node:module';\nconst require = requireFor(import.meta.url);",
  },
  logLevel: 'warning',
});
