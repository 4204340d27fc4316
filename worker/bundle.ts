/**
 * Prebuilds the workflow bundle, so that a worker starts without a bundler. Part of `npm run build`, and
 * thus of `npm start`: when nothing that goes into it has changed, it is left as it is.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const WORKFLOW_BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

const DIST = fileURLToPath(new URL('..', import.meta.url));
/** Of what the bundle was made from. */
const FINGERPRINT = path.join(DIST, 'workflow-bundle.sha256');
/** The folders whose code it may hold; verify's check of the bundle keeps it to them. */
const FOLDERS = ['workflows', 'contract'];
/** Names the exact versions of the bundler and of Temporal's part of the bundle. */
const INSTALLED = path.join(DIST, '..', 'node_modules', '.package-lock.json');

async function main(): Promise<void> {
  const fingerprint = await fingerprintOfSources();
  if (existsSync(WORKFLOW_BUNDLE) && existsSync(FINGERPRINT)) {
    if ((await readFile(FINGERPRINT, 'utf8')) === fingerprint) return;
  }
  // Loading the bundler takes longer than looking whether it is needed.
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(DIST, 'workflows', 'index.js'),
    logger: new DefaultLogger('WARN'),
  });
  await writeFile(WORKFLOW_BUNDLE, code);
  await writeFile(FINGERPRINT, fingerprint);
}

async function fingerprintOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const files = await Promise.all(FOLDERS.map((folder) => compiledIn(path.join(DIST, folder))));
  for (const file of files.flat()) {
    hash.update(`${path.relative(DIST, file)}\n`).update(await readFile(file));
  }
  // Where nobody says what is installed it is made anew each time.
  hash.update(await readFile(INSTALLED).catch(() => randomUUID()));
  return hash.digest('hex');
}

async function compiledIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith('.js'))
    .toSorted()
    .map((name) => path.join(folder, name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
