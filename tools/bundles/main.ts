/**
 * Bundles four programs as a part of `npm run build`:
 * - the pages that the API serves: a script for each and one style sheet from `web/`, into `dist/web/`
 * - the runner of engines: one file without imports, `dist/engine-runner.mjs`. A runner starts for every operation
 *   on a deployment, and loading the modules of its libraries one by one would take most of its time.
 * - the API, `dist/api/main.bundle.mjs`, and the worker, `dist/worker/main.bundle.mjs`, which then start in half of
 *   the time. Each is in the folder of the module that it is made of, so that the paths in that module are right.
 */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const dist = path.join(root, 'dist');
const source = path.join(root, 'web');
const target = path.join(dist, 'web');

await Promise.all([
  build({
    entryPoints: {
      page: path.join(source, 'main.tsx'),
      reference: path.join(source, 'reference', 'main.tsx'),
      style: path.join(source, 'style.css'),
    },
    tsconfig: path.join(source, 'tsconfig.json'),
    outdir: target,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    // The API serves the icon from the same folder as the style sheet.
    external: ['icon.svg'],
    logLevel: 'warning',
  }),
  build({
    entryPoints: [path.join(dist, 'deployments', 'runner', 'process', 'main.js')],
    outfile: path.join(dist, 'engine-runner.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  }),
  bundleProcess('api', []),
  // The SDK of Temporal has a part in native code, and loads its own modules in the thread of the workflows. Those of
  // AWS are loaded on first use.
  bundleProcess('worker', ['@temporalio/*', '@aws-sdk/*', '@smithy/*']),
]);
await copyFile(path.join(source, 'icon.svg'), path.join(target, 'icon.svg'));
await Promise.all(
  ['page.js', 'reference.js', 'style.css', 'icon.svg'].map((name) =>
    compress(path.join(target, name)),
  ),
);

/** Writes the compressed forms of a file beside it, so that the API need not compress it for every reader. */
async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  await Promise.all([
    writeFile(`${file}.br`, brotliCompressSync(content)),
    writeFile(`${file}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION })),
  ]);
}

/**
 * Bundles the process whose folder has that name.
 *
 * @param external the packages that the process loads from node_modules
 */
async function bundleProcess(name: string, external: string[]): Promise<void> {
  await build({
    entryPoints: [path.join(dist, name, 'main.js')],
    outfile: path.join(dist, name, 'main.bundle.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external,
    // For the libraries that are CommonJS modules.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}
