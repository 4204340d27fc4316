/**
 * The files of the build that a worker uses. The bundle of the worker is in the same folder as this module, so that
 * the paths are right in both.
 */
import { fileURLToPath } from 'node:url';

const built = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

export const WORKFLOW_BUNDLE = built('workflow-bundle.js');
/** The bundle of deployments/runner/process/main.ts, which starts in a fraction of the time. */
export const ENGINE_RUNNER = built('engine-runner.mjs');
/** What runs in the sandbox of an engine before the engine. */
export const SANDBOX_INSIDE = built('deployments/runner/sandbox/inside.mjs');
