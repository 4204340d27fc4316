/** Bundles the workflows of the bench, once in each run. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
let made: Promise<string> | undefined;

/** Resolves to the path of the bundle. */
export function workflowBundle(): Promise<string> {
  made ??= make();
  return made;
}

async function make(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../workflows/index.js', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  await writeFile(BUNDLE, code);
  return BUNDLE;
}
