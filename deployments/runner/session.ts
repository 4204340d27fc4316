/** The engine in one operation's directory: laid, initialized once, and run command by command. */
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
import { prepare } from './prepare.ts';
import { awaitQuiet, runDirectory, type RunDirectory } from './run-directory.ts';
import type { EngineExit } from './protocol.ts';
import { noEngine, unfinished } from './session-faults.ts';
import { pushErrored, salvageState } from './salvage.ts';
import type { SecretReader } from '../storage/secrets.ts';
import { createStateStore } from '../storage/state-store.ts';

/** What is set up once for a worker. */
export interface SessionSettings {
  blobs: BlobStore;
  /** The directory behind `blobs`, for runners. */
  blobsRoot: string;
  runsRoot: string;
  engines: Record<DeploymentJob['engine'], EnginePlaces>;
  mirror: string;
  allowedProviders: AllowedProviders;
  allowedBackends: AllowedBackends;
  readSecret: SecretReader;
  /** Environment variables that give a job's providers the rights of its connection. Secrets, short-lived. */
  credentials?: (job: DeploymentJob, signal: AbortSignal) => Promise<Record<string, string>>;
  /** Of the worker's environment: where proxies and certificates are. */
  passedOn: Record<string, string>;
  timeoutMs: number;
  graceMs: number;
  mostOutput: number;
  /** The compiled runner, where this is run from its source. */
  runner?: string;
}

export interface Command {
  args: string[];
  /** Whether it reads or writes the state. */
  state: boolean;
  signal: AbortSignal;
  onMessage?(message: EngineMessage): void;
}

export interface Finished {
  exit: EngineExit;
  diagnostics: Diagnostic[];
  /** Lines that are no messages, as of `show`. */
  text: string;
}

export interface Session {
  directory: RunDirectory;
  engine: Engine;
  redact: Redact;
  /** Runs the engine to its end. Throws only when it did not end by itself. */
  run(command: Command): Promise<Finished>;
  /** The error that a command's end stands for. */
  errorOf(finished: Finished, subject?: Partial<ErrorContext>): EngineError;
}

/** After `init`: what was there may be used by the operation's next command. */
const READY_FILE = 'ready';

export async function openSession(
  settings: SessionSettings,
  job: DeploymentJob,
  signal: AbortSignal,
): Promise<Session> {
  const { blobs, graceMs } = settings;
  const { organizationId, uid, operationId } = job;
  const keys = deploymentKeys(organizationId, uid);
  const directory = runDirectory(settings.runsRoot, operationId);
  await awaitQuiet(directory, { graceMs: graceMs * 2, signal });
  const owner = { operationId, ...(job.retryOf !== undefined && { retryOf: job.retryOf }) };
  const found = await findEngine(job.engine, settings.engines[job.engine]);
  if ('reasons' in found) throw noEngine(job.engine, found.reasons);
  const engine = found;
  const { env, redact } = await engineEnvironment(settings, job, directory, signal);
  /** Whether the state is in a backend of the module's own, and none of Slipway's business. */
  let own = false;

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
        mostOutput: settings.mostOutput,
        ...(command.state &&
          !own && { state: { blobs: settings.blobsRoot, organizationId, uid, ...owner } }),
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
    if (exit.reason !== 'ended') throw unfinished(exit, redact, command.signal);
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
  const before = await readFile(ready, 'utf8').catch(() => '');
  own = before === stampOf(true);
  if (own) {
    await pushErrored(session, signal);
    return session;
  }
  await salvageState(createStateStore(blobs, keys, Date.now), owner, directory.module);
  if (before === stampOf(false)) return session;
  await prepare(session, {
    settings,
    job,
    signal,
    useOwnBackend(isOwn) {
      own = isOwn;
    },
  });
  await writeFile(ready, stampOf(own), { mode: 0o600 });
  return session;
}

/** Takes away all that the operation has left on this machine. */
export async function closeSession(
  settings: Pick<SessionSettings, 'runsRoot' | 'graceMs'>,
  operationId: string,
  signal: AbortSignal,
): Promise<void> {
  const directory = runDirectory(settings.runsRoot, operationId);
  await awaitQuiet(directory, { graceMs: settings.graceMs * 2, signal });
  await rm(directory.root, { recursive: true, force: true });
}
