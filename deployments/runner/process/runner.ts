/**
 * Runs the engine from the runner process, without a shell. The engine's environment contains only the
 * variables of the job.
 */
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { holderOf } from '../../../config/holder.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import { deploymentKeys } from '../../storage/keys.ts';
import { createStateStore } from '../../storage/state-store.ts';
import { MAX_FACTOR, watchDisk } from '../sandbox/disk-watch.ts';
import { killGroup } from '../kill-group.ts';
import { limitOutput } from '../sandbox/output-limit.ts';
import { createLauncher, type LaunchedEngine, type Launcher } from '../sandbox/launch.ts';
import {
  MAX_DETAIL_LENGTH,
  type EngineExit,
  type RunnerJob,
  type RunnerRecord,
} from './protocol.ts';
import { RUNNER_FILE } from '../run-directory.ts';
import { erroredStateIn, restoreErroredState } from '../state/errored-state.ts';
import { guardStore } from '../state/guarded-store.ts';
import { lockOwnerOf } from '../state/settle-state.ts';

const SIGNALED = 128;
const DISK_CHECK_MS = 1_000;

export interface RunnerOptions {
  /** Stops the engine. */
  signal: AbortSignal;
  /** Receives the engine's standard output. */
  write(text: string): void;
  /** Opens the blob store in a directory. */
  openBlobs(directory: string): BlobStore;
}

/**
 * Runs the job until the engine has ended, and serves its state meanwhile. Then restores a state that the
 * engine could not write.
 */
export async function runJob(job: RunnerJob, options: RunnerOptions): Promise<EngineExit> {
  const { state } = job;
  if (state === undefined) return runChild(job, await createLauncher(job), options);
  const keys = deploymentKeys(state.organizationId, state.uid);
  const blobs = options.openBlobs(state.blobs);
  const failed = new AbortController();
  const store = guardStore(
    createStateStore(blobs, keys, Date.now, keys.stagedState(state.operationId)),
    {
      blobs,
      key: keys.reserve,
      onFault: () => failed.abort(),
    },
  );
  const owner = lockOwnerOf(state, path.dirname(job.root));
  const withFault = (exit: EngineExit): EngineExit => {
    const stateFault = store.fault();
    return { ...exit, ...(stateFault && { stateFault }) };
  };
  if (state.changes && !(await store.reserve())) return withFault({ reason: 'died', detail: '' });
  try {
    const token = randomBytes(24).toString('base64url');
    const launcher = await createLauncher(job, { store, owner, token });
    const signal = AbortSignal.any([options.signal, failed.signal]);
    const exit = await runChild(job, launcher, { ...options, signal });
    await store.release();
    // If this fails, the next attempt or the next operation restores the state.
    await restoreErroredState(
      store,
      owner,
      erroredStateIn({ root: job.root, module: job.directory }),
    ).catch(() => undefined);
    return withFault(exit);
  } finally {
    await store.release();
  }
}

async function runChild(
  job: RunnerJob,
  launcher: Launcher,
  { signal, write }: Pick<RunnerOptions, 'signal' | 'write'>,
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
  const output = limitOutput({
    maxBytes: job.maxOutputBytes,
    write,
    exceeded: () => stop.request('output'),
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-MAX_DETAIL_LENGTH);
  });
  try {
    const closed = new Promise<{ code: number | null }>((resolve, reject) => {
      child.once('error', reject);
      // Providers survive an engine that was killed, and would run on in a directory that is removed.
      child.once('exit', () => killGroup(child.pid));
      child.once('close', (code) => resolve({ code }));
    });
    if (child.pid !== undefined) await writeRecord(job.root, child.pid);
    const { code } = await closed;
    output.end();
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
