/**
 * Builds the workflow bundle as a part of `npm run build`, so that a worker starts without a bundler.
 * Keeps the existing bundle if none of its inputs has changed.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WORKFLOW_BUNDLE } from './built-files.ts';

const DIST = fileURLToPath(new URL('..', import.meta.url));
/** The file with the hash of the bundle's inputs. */
const FINGERPRINT = path.join(DIST, 'workflow-bundle.sha256');
/** The folders whose code the bundle may contain, which `npm run verify` checks. */
const FOLDERS = ['workflows', 'contract'];
/** This file has the exact versions of the bundler and of the packages in the bundle. */
const INSTALLED = path.join(DIST, '..', 'node_modules', '.package-lock.json');

async function main(): Promise<void> {
  const fingerprint = await fingerprintOfSources();
  if (existsSync(WORKFLOW_BUNDLE) && existsSync(FINGERPRINT)) {
    if ((await readFile(FINGERPRINT, 'utf8')) === fingerprint) return;
  }
  // The bundler is loaded late, because loading it takes longer than all of the above.
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
  // If the installed versions are unknown, the bundle is built every time.
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

await main();
