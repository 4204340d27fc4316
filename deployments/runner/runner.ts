/**
 * Runs the engine from the runner process, without a shell. The engine's environment contains only the
 * variables of the job.
 */
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { holderOf } from '../../config/holder.ts';
import { directoryBlobStore } from '../storage/blob-store.ts';
import { deploymentKeys } from '../storage/keys.ts';
import { createStateStore } from '../storage/state-store.ts';
import { restoreErroredState } from './errored-state.ts';
import { MAX_FACTOR, watchDisk } from './sandbox/disk-watch.ts';
import { killGroup } from './kill-group.ts';
import { createLauncher, type LaunchedEngine, type Launcher } from './sandbox/launch.ts';
import type { EngineExit, RunnerJob, RunnerRecord } from './protocol.ts';
import { RUNNER_FILE } from './run-directory.ts';

/** How much of the end of the standard error is kept in the result, in characters. */
const MAX_DETAIL_LENGTH = 4_000;
const SIGNALED = 128;
const DISK_CHECK_MS = 1_000;

export interface RunnerOptions {
  /** Stops the engine. */
  signal: AbortSignal;
  /** Receives the engine's standard output. */
  write(text: string): void;
}

/**
 * Runs the job until the engine has ended, and serves its state meanwhile. Then restores a state that the
 * engine could not write.
 */
export async function runJob(job: RunnerJob, options: RunnerOptions): Promise<EngineExit> {
  const { state } = job;
  if (state === undefined) return runChild(job, await createLauncher(job), options);
  const keys = deploymentKeys(state.organizationId, state.uid);
  const store = createStateStore(directoryBlobStore(state.blobs), keys, () => Date.now());
  const owner = {
    operationId: state.operationId,
    ...(state.retryOf !== undefined && { retryOf: state.retryOf }),
  };
  const token = randomBytes(24).toString('base64url');
  try {
    const launcher = await createLauncher(job, { store, owner, token });
    return await runChild(job, launcher, options);
  } finally {
    await restoreErroredState(store, owner, { root: job.root, module: job.directory });
  }
}

async function runChild(
  job: RunnerJob,
  launcher: Launcher,
  { signal, write }: RunnerOptions,
): Promise<EngineExit> {
  const launched = launcher.start();
  const child = launched.process;
  const stop = stopper(launched, job.graceMs);
  const onAbort = () => stop.request('interrupted');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const deadline = setTimeout(() => stop.request('timeout'), job.timeoutMs);
  const disk = watchDisk({
    directory: job.root,
    maxBytes: job.maxDiskBytes,
    pauseMs: DISK_CHECK_MS,
    exceeded(factor) {
      stop.request('disk');
      // An engine that writes on does not get its grace period.
      if (factor === MAX_FACTOR) killGroup(child.pid);
    },
  });
  let errors = '';
  let output = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += Buffer.byteLength(text);
    if (output > job.maxOutputBytes) stop.request('output');
    else write(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-MAX_DETAIL_LENGTH);
  });
  try {
    const closed = new Promise<{ code: number | null }>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code }));
    });
    if (child.pid !== undefined) await writeRecord(job.root, child.pid);
    const { code } = await closed;
    // A sandbox reports the signal that ended its program as a code above 128.
    const died = code === null || code > SIGNALED;
    const reason = stop.reason() ?? (died ? 'died' : 'ended');
    return { reason, ...(!died && { code }), detail: errors };
  } catch (error) {
    return { reason: 'died', detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(deadline);
    disk.stop();
    stop.dispose();
    signal.removeEventListener('abort', onAbort);
    await launcher.close();
    await rm(path.join(job.root, RUNNER_FILE), { force: true });
  }
}

/**
 * Stops the engine: first with SIGINT, on which the engine ends gracefully, and with SIGKILL after the
 * grace period.
 */
function stopper({ process: child, interrupt }: LaunchedEngine, graceMs: number) {
  let reason: EngineExit['reason'] | undefined;
  let force: NodeJS.Timeout | undefined;
  return {
    request(why: 'interrupted' | 'timeout' | 'output' | 'disk') {
      if (reason !== undefined) return;
      reason = why;
      interrupt();
      force = setTimeout(() => {
        if (why === 'interrupted') reason = 'killed';
        killGroup(child.pid);
      }, graceMs);
    },
    reason: () => reason,
    dispose: () => clearTimeout(force),
  };
}

/** Lets a later attempt on this machine find the processes of this one. */
async function writeRecord(root: string, pid: number): Promise<void> {
  const record: RunnerRecord = { runner: holderOf(process.pid), engine: holderOf(pid) };
  await writeFile(path.join(root, RUNNER_FILE), JSON.stringify(record), { mode: 0o600 });
}
