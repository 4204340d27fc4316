/** Pauses a worker before an activity, and with it the operation in a stage. See holding-worker.mjs. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { Activities } from '../../../activities/index.ts';
import type { Stage } from '../../../contract/vocabulary.ts';
import { eventually } from '../eventually.ts';
import type { StackOptions } from '../stack/stack.ts';

export interface Hold {
  /** Options for the stack whose workers pause. */
  options: Pick<StackOptions, 'env' | 'workerMain'>;
  before(activity: keyof Activities): void;
  /** Resolves when a worker has reached the activity. */
  reached(activity: keyof Activities): Promise<void>;
  release(): void;
}

export function createHold(): Hold {
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-hold-'));
  const file = path.join(folder, 'held');
  const release = () => writeFileSync(file, '');
  // Otherwise a test that fails during a pause would stop the operations of all tests after it, too.
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') release();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    options: {
      env: { HOLD_FILE: file },
      workerMain: path.resolve(import.meta.dirname, '../workers/holding-worker.mjs'),
    },
    before(activity) {
      rmSync(`${file}.reached`, { force: true });
      writeFileSync(file, activity);
    },
    async reached(activity) {
      await eventually(
        () => existsSync(`${file}.reached`) && readFileSync(`${file}.reached`, 'utf8') === activity,
      );
    },
    release,
  };
}

/** The stages of an operation, each with the activity before which it can be paused. */
export const CREATE_STAGES = {
  claiming: 'claim',
  validating: 'validate',
  planning: 'plan',
  provisioning: 'provisionNode',
  verifying: 'verify',
  finalizing: 'release',
} as const satisfies Partial<Record<Stage, keyof Activities>>;

export const DELETE_STAGES = {
  claiming: 'claim',
  planning: 'planDeletion',
  provisioning: 'removeNode',
  verifying: 'verifyDeleted',
  finalizing: 'release',
} as const satisfies Partial<Record<Stage, keyof Activities>>;

export const UPDATE_STAGES = {
  claiming: 'claim',
  validating: 'validate',
  planning: 'plan',
  provisioning: 'provisionNode',
  /** Part of provisioning, too: once all new nodes exist, the replaced ones are deleted. */
  retiring: 'removeNode',
  verifying: 'verify',
  finalizing: 'release',
} as const satisfies Record<string, keyof Activities>;
/** From these stages on an update is never undone. */
export const AFTER_THE_CHANGE: ReadonlySet<string> = new Set([
  'retiring',
  'verifying',
  'finalizing',
]);
