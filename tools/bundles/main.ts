/**
 * Bundles three programs as a part of `npm run build`:
 * - the page that the API serves: one script and one style sheet from `web/`, into `dist/web/`
 * - the runner of engines: one file without imports, `dist/engine-runner.mjs`. A runner starts for every operation
 *   on a deployment, and loading the modules of its libraries one by one would take most of its time.
 * - the API, `dist/api/main.bundle.mjs`, which then starts in half of the time. It stands beside the module that it
 *   is made of, so that the paths in that module hold.
 */
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const dist = path.join(root, 'dist');
const source = path.join(root, 'web');
const target = path.join(dist, 'web');

await Promise.all([
  build({
    entryPoints: { page: path.join(source, 'main.tsx'), style: path.join(source, 'style.css') },
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
  build({
    entryPoints: [path.join(dist, 'api', 'main.js')],
    outfile: path.join(dist, 'api', 'main.bundle.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // The API serves files of this package.
    external: ['swagger-ui-dist'],
    // For the libraries that are CommonJS modules.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  }),
]);
await copyFile(path.join(source, 'icon.svg'), path.join(target, 'icon.svg'));
