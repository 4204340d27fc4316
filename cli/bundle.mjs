/**
 * Bundles the command line from its sources into `dist/cli/bundle`: what every command needs in one file, and what only
 * some need in files that are loaded on first use. It starts in a fraction of the time that loading the modules of its
 * libraries one by one takes. The bundler needs a second, and nothing else of the build.
 */
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** As deep as the folders of commands, so that the paths in commands are right. */
const folder = path.join(root, 'dist', 'cli', 'bundle');

/** The file that runs the command line. */
export const BUNDLE = path.join(folder, 'main.mjs');

/** Replaces the bundle, if there is one. */
export async function bundleCli() {
  const { build } = await import('esbuild');
  await mkdir(path.dirname(folder), { recursive: true });
  // Another process may run the command line now, so that the files appear at once.
  const made = await mkdtemp(`${folder}-`);
  await build({
    entryPoints: { main: path.join(root, 'cli', 'main.ts') },
    outdir: made,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Half of the time to start is that of reading the code. The maps are only read with --enable-source-maps.
    minify: true,
    sourcemap: 'linked',
    // For the libraries that are CommonJS modules.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
    },
    logLevel: 'warning',
  });
  await rm(folder, { recursive: true, force: true });
  try {
    await rename(made, folder);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    // Another process has made the same bundle.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCli();
