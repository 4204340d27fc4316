/** Runs the engine: without a shell, with the environment that it is given and no other. */
import { randomBytes } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { holderOf } from '../../config/holder.ts';
import { directoryBlobStore } from '../storage/blob-store.ts';
import { deploymentKeys } from '../storage/keys.ts';
import { killGroup } from '../engine/kill-group.ts';
import { RUNNER_FILE } from './run-directory.ts';
import { salvageState } from './salvage.ts';
import type { EngineExit, RunnerJob, RunnerRecord } from './protocol.ts';
import { startStateServer } from './state-server.ts';
import { createStateStore } from '../storage/state-store.ts';

const KEPT_ERRORS = 4_000;

export interface RunnerOptions {
  /** Aborts when the engine is to end. */
  signal: AbortSignal;
  /** Gets the engine's standard output as it comes. */
  write(text: string): void;
}

export async function runJob(job: RunnerJob, options: RunnerOptions): Promise<EngineExit> {
  const { state } = job;
  if (state === undefined) return runChild(job, job.env, options);
  const keys = deploymentKeys(state.organizationId, state.uid);
  const store = createStateStore(directoryBlobStore(state.blobs), keys, () => Date.now());
  const owner = {
    operationId: state.operationId,
    ...(state.retryOf !== undefined && { retryOf: state.retryOf }),
  };
  const token = randomBytes(24).toString('base64url');
  const server = await startStateServer({ store, owner, token });
  try {
    return await runChild(job, { ...job.env, ...server.env }, options);
  } finally {
    await server.close();
    await salvageState(store, owner, job.directory);
  }
}

async function runChild(
  job: RunnerJob,
  env: Record<string, string>,
  { signal, write }: RunnerOptions,
): Promise<EngineExit> {
  const child = spawn(job.engine, [`-chdir=${job.directory}`, ...job.args], {
    cwd: job.directory,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its providers are of its group, and end with it.
    detached: true,
  });
  const end = endInTime(child, job.graceMs);
  const onAbort = () => end.ask('interrupted');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const deadline = setTimeout(() => end.ask('timeout'), job.timeoutMs);
  let errors = '';
  let output = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += Buffer.byteLength(text);
    if (output > job.mostOutput) end.ask('output');
    else write(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-KEPT_ERRORS);
  });
  try {
    const closed = new Promise<{ code: number | null }>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code }));
    });
    if (child.pid !== undefined) await note(job.directory, child.pid);
    const { code } = await closed;
    const reason = end.reason() ?? (code === null ? 'died' : 'ended');
    return { reason, ...(code !== null && { code }), detail: errors };
  } catch (error) {
    return { reason: 'died', detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(deadline);
    end.settled();
    signal.removeEventListener('abort', onAbort);
    await rm(path.join(job.directory, '..', RUNNER_FILE), { force: true });
  }
}

/** Asks the engine once, by the interrupt that it knows, and forces it when the grace is over. */
function endInTime(child: ChildProcess, graceMs: number) {
  let reason: EngineExit['reason'] | undefined;
  let force: NodeJS.Timeout | undefined;
  return {
    ask(why: 'interrupted' | 'timeout' | 'output') {
      if (reason !== undefined) return;
      reason = why;
      child.kill('SIGINT');
      force = setTimeout(() => {
        if (why === 'interrupted') reason = 'killed';
        killGroup(child.pid);
      }, graceMs);
    },
    reason: () => reason,
    settled: () => clearTimeout(force),
  };
}

/** So that a later attempt on this machine can tell whether somebody still works here. */
async function note(directory: string, pid: number): Promise<void> {
  const record: RunnerRecord = { runner: holderOf(process.pid), engine: holderOf(pid) };
  await writeFile(path.join(directory, '..', RUNNER_FILE), JSON.stringify(record), { mode: 0o600 });
}
