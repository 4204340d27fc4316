/** A session: the engine in one operation's run directory, initialized once, then run per command. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AllowedBackends } from '../backend.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { engineError, type ErrorContext } from '../engine/diagnostics.ts';
import { findEngine, type Engine, type EnginePlaces } from '../engine/engine.ts';
import type { AllowedProviders } from '../engine/config.ts';
import { engineEnvironment } from '../engine/environment.ts';
import type { EngineError } from '../engine/error.ts';
import { runEngine } from '../engine/run.ts';
import type { DeploymentJob } from '../job.ts';
import { deploymentKeys } from '../storage/keys.ts';
import { parseLine, type Diagnostic, type EngineMessage } from '../engine/messages.ts';
import type { Redact } from '../engine/redaction.ts';
import { initializeDirectory } from './initialize.ts';
import { awaitRunnerExit, runDirectory, type RunDirectory } from './run-directory.ts';
import type { EngineExit } from './protocol.ts';
import { engineNotFound, incompleteRun } from './session-errors.ts';
import { pushErroredState, restoreErroredState } from './errored-state.ts';
import type { SecretReader } from '../storage/secrets.ts';
import { createStateStore } from '../storage/state-store.ts';

/** The settings of a worker. */
export interface SessionSettings {
  blobs: BlobStore;
  /** The directory of `blobs`. Runners open it themselves. */
  blobsRoot: string;
  runsRoot: string;
  engines: Record<DeploymentJob['engine'], EnginePlaces>;
  mirror: string;
  allowedProviders: AllowedProviders;
  allowedBackends: AllowedBackends;
  readSecret: SecretReader;
  /** Returns environment variables with the credentials of the job's connection. Secrets, short-lived. */
  credentials?: (job: DeploymentJob, signal: AbortSignal) => Promise<Record<string, string>>;
  /** The variables of the worker's environment that the engine gets: proxies and certificates. */
  inheritedEnv: Record<string, string>;
  timeoutMs: number;
  graceMs: number;
  maxOutputBytes: number;
  /** The compiled runner, for tests that run from source. */
  runner?: string;
}

export interface Command {
  args: string[];
  /** True if the command reads or writes the state. */
  state: boolean;
  signal: AbortSignal;
  onMessage?(message: EngineMessage): void;
}

export interface Finished {
  exit: EngineExit;
  diagnostics: Diagnostic[];
  /** The lines of the output that are not messages, for example the output of `show`. */
  text: string;
}

export interface Session {
  directory: RunDirectory;
  engine: Engine;
  redact: Redact;
  /** Runs a command, which may fail. Throws only if the engine did not end by itself. */
  run(command: Command): Promise<Finished>;
  /** The error of a failed command. */
  errorOf(finished: Finished, subject?: Partial<ErrorContext>): EngineError;
}

/** Written after a successful `init`. Later commands for the same job then skip it. */
const READY_FILE = 'ready';

/**
 * Opens the session of a job. Waits for runs of earlier attempts, rescues a state that they could not write,
 * and initializes the directory if no earlier attempt has done so. Throws EngineError.
 */
export async function openSession(
  settings: SessionSettings,
  job: DeploymentJob,
  signal: AbortSignal,
): Promise<Session> {
  const { blobs, graceMs } = settings;
  const { organizationId, uid, operationId } = job;
  const keys = deploymentKeys(organizationId, uid);
  const directory = runDirectory(settings.runsRoot, operationId);
  await awaitRunnerExit(directory, { graceMs: graceMs * 2, signal });
  const owner = { operationId, ...(job.retryOf !== undefined && { retryOf: job.retryOf }) };
  const found = await findEngine(job.engine, settings.engines[job.engine]);
  if ('reasons' in found) throw engineNotFound(job.engine, found.reasons);
  const engine = found;
  const { env, redact } = await engineEnvironment(settings, job, directory, signal);
  /** True if the state is in the module's own backend, so that Slipway must not serve one. */
  let hasOwnBackend = false;

  async function run(command: Command): Promise<Finished> {
    const diagnostics: Diagnostic[] = [];
    const text: string[] = [];
    const exit = await runEngine({
      job: {
        engine: engine.path,
        args: command.args,
        directory: directory.module,
        env,
        timeoutMs: settings.timeoutMs,
        graceMs,
        maxOutputBytes: settings.maxOutputBytes,
        ...(command.state &&
          !hasOwnBackend && {
            state: { blobs: settings.blobsRoot, organizationId, uid, ...owner },
          }),
      },
      signal: command.signal,
      ...(settings.runner !== undefined && { runner: settings.runner }),
      onLine(line) {
        const message = parseLine(line);
        if (message === undefined) text.push(line);
        else if (message.kind === 'diagnostic') diagnostics.push(message.diagnostic);
        else command.onMessage?.(message);
      },
    });
    const finished = { exit, diagnostics, text: text.join('\n') };
    if (exit.reason !== 'ended') throw incompleteRun(exit, redact, command.signal);
    return finished;
  }

  const session: Session = {
    directory,
    engine,
    redact,
    run,
    errorOf: ({ diagnostics, exit }, subject) =>
      engineError(diagnostics, {
        redact,
        otherwise: 'engine_failed',
        detail: exit.detail,
        ...subject,
      }),
  };

  const ready = path.join(directory.root, READY_FILE);
  const stampOf = (isOwn: boolean) => JSON.stringify([job, engine, isOwn]);
  const stamp = await readFile(ready, 'utf8').catch(() => '');
  hasOwnBackend = stamp === stampOf(true);
  if (hasOwnBackend) {
    await pushErroredState(session, signal);
    return session;
  }
  await restoreErroredState(createStateStore(blobs, keys, Date.now), owner, directory.module);
  if (stamp === stampOf(false)) return session;
  await initializeDirectory(session, {
    settings,
    job,
    signal,
    useOwnBackend(isOwn) {
      hasOwnBackend = isOwn;
    },
  });
  await writeFile(ready, stampOf(hasOwnBackend), { mode: 0o600 });
  return session;
}

/** Removes the operation's run directory, after its processes have ended. */
export async function closeSession(
  settings: Pick<SessionSettings, 'runsRoot' | 'graceMs'>,
  operationId: string,
  signal: AbortSignal,
): Promise<void> {
  const directory = runDirectory(settings.runsRoot, operationId);
  await awaitRunnerExit(directory, { graceMs: settings.graceMs * 2, signal });
  await rm(directory.root, { recursive: true, force: true });
}
