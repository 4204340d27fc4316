/** Bundles the page that the API serves: one script and one style sheet from `web/`, into `dist/web/`. */
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const source = path.join(root, 'web');
const target = path.join(root, 'dist', 'web');

await build({
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
});
await copyFile(path.join(source, 'icon.svg'), path.join(target, 'icon.svg'));
