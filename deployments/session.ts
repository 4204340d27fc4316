/** The engine in one operation's directory: laid, initialized once, and run command by command. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { BlobStore } from './blob-store.ts';
import { engineError, type ErrorContext } from './diagnostics.ts';
import { findEngine, type Engine, type EnginePlaces } from './engine.ts';
import { engineConfig, type AllowedProviders } from './engine-config.ts';
import { EngineError } from './engine-error.ts';
import { runEngine } from './engine-run.ts';
import type { DeploymentJob } from './job.ts';
import { parseJson } from './json.ts';
import { deploymentKeys } from './keys.ts';
import { parseLine, type Diagnostic, type EngineMessage } from './messages.ts';
import { redactor, type Redact } from './redaction.ts';
import { awaitQuiet, layDirectory, runDirectory, type RunDirectory } from './run-directory.ts';
import type { EngineExit } from './runner-protocol.ts';
import { salvageState } from './salvage.ts';
import type { SecretReader } from './secrets.ts';
import { loadSource } from './source.ts';
import { createStateStore } from './state-store.ts';

/** What is set up once for a worker. */
export interface SessionSettings {
  blobs: BlobStore;
  /** The directory behind `blobs`, for runners. */
  blobsRoot: string;
  runsRoot: string;
  engines: Record<DeploymentJob['engine'], EnginePlaces>;
  mirror: string;
  allowedProviders: AllowedProviders;
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
  errorOf(finished: Finished, about?: Partial<ErrorContext>): EngineError;
}

/** The commands that read the module fail because of it, unless they say otherwise. */
export const INVALID = { otherwise: 'module_invalid' } as const;

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
  await salvageState(
    createStateStore(blobs, keys, () => Date.now()),
    owner,
    directory.module,
  );

  const engine = await findEngine(job.engine, settings.engines[job.engine]);
  if ('reasons' in engine) throw noEngine(job.engine, engine.reasons);
  const secrets = await secretsOf(job, settings.readSecret);
  const credentials = (await settings.credentials?.(job, signal)) ?? {};
  const redact = redactor([
    ...Object.values(secrets.variables),
    ...Object.values(secrets.environment),
    ...Object.values(credentials),
  ]);
  const env = {
    ...settings.passedOn,
    ...credentials,
    ...secrets.environment,
    ...Object.fromEntries(
      Object.entries(secrets.variables).map(([name, value]) => [`TF_VAR_${name}`, value]),
    ),
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: directory.home,
    TMPDIR: directory.temporary,
    TF_CLI_CONFIG_FILE: directory.engineConfig,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  };

  async function run(command: Command): Promise<Finished> {
    const diagnostics: Diagnostic[] = [];
    const text: string[] = [];
    const exit = await runEngine({
      job: {
        engine: engineFound.path,
        args: command.args,
        directory: directory.module,
        env,
        timeoutMs: settings.timeoutMs,
        graceMs,
        mostOutput: settings.mostOutput,
        ...(command.state && {
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
    if (exit.reason !== 'ended') throw unfinished(exit, redact, command.signal);
    return finished;
  }

  const engineFound = engine;
  const session: Session = {
    directory,
    engine,
    redact,
    run,
    errorOf: ({ diagnostics, exit }, about) =>
      engineError(diagnostics, {
        redact,
        otherwise: 'engine_failed',
        detail: exit.detail,
        ...about,
      }),
  };

  const ready = path.join(directory.root, READY_FILE);
  const stamp = JSON.stringify([job, engine]);
  if ((await readFile(ready, 'utf8').catch(() => '')) === stamp) return session;
  const files = await loadSource(blobs, keys, job.sourceDigest);
  await layDirectory(directory, {
    files,
    variables: job.variables,
    engineConfig: await engineConfig(settings.mirror, settings.allowedProviders),
  });
  // The versions with which the plan was made are those with which it is applied.
  const providerLock = await blobs.get(keys.providerLock(operationId));
  if (providerLock !== undefined) await writeFile(directory.providerLock, providerLock);
  const initialized = await run({ args: ['init', '-input=false', '-json'], state: true, signal });
  if (initialized.exit.code !== 0) {
    throw refusedProvider(session.errorOf(initialized, INVALID), settings.allowedProviders);
  }
  await refuseOtherBackend(directory.module);
  await writeFile(ready, stamp, { mode: 0o600 });
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

async function secretsOf(job: DeploymentJob, read: SecretReader) {
  const all = async (references: Record<string, string>) =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(references).map(
          async ([name, reference]) => [name, await read(job.organizationId, reference)] as const,
        ),
      ),
    );
  return { variables: await all(job.secrets), environment: await all(job.environment) };
}

const initializedSchema = z.object({ backend: z.object({ type: z.literal('http') }) });

/** An override file of the module's own can come after Slipway's; its state would be lost. */
async function refuseOtherBackend(module: string): Promise<void> {
  const file = path.join(module, '.terraform', 'terraform.tfstate');
  const text = await readFile(file, 'utf8').catch(() => '{}');
  if (initializedSchema.safeParse(parseJson(text)).success) return;
  throw new EngineError({
    code: 'backend_refused',
    message:
      'The module overrides the backend of its state, which Slipway keeps. Take the override away.',
    errorType: 'validation',
    retryable: false,
  });
}

/** Of an engine that did not end by itself. */
function unfinished(exit: EngineExit, redact: Redact, signal: AbortSignal): unknown {
  switch (exit.reason) {
    case 'timeout':
    case 'output':
      return new EngineError({
        code: exit.reason === 'timeout' ? 'engine_timeout' : 'engine_output_too_large',
        message:
          exit.reason === 'timeout'
            ? 'The engine took longer than it may, and was stopped; its state was kept.'
            : 'The engine wrote more than it may, and was stopped; its state was kept.',
        errorType: exit.reason === 'timeout' ? 'timeout' : 'provider',
        retryable: false,
      });
    case 'interrupted':
    case 'killed':
      if (signal.aborted) return signal.reason;
      break;
    default:
  }
  const said = redact(exit.detail).trim().split('\n').at(-1) ?? '';
  return new EngineError({
    code: 'engine_died',
    message: `The engine died before it was done${said === '' ? '' : `: ${said.slice(0, 256)}`}.`,
    errorType: 'internal',
    retryable: true,
  });
}

function noEngine(name: string, reasons: readonly string[]): EngineError {
  return new EngineError({
    code: 'engine_not_found',
    message:
      `No ${name} was found on the worker: ${reasons.join('; ')}. ` +
      'Run `npm run engine` there, or see docs/deployments.md.',
    errorType: 'internal',
    retryable: false,
  });
}

function refusedProvider(error: EngineError, allowed: AllowedProviders): EngineError {
  const { details } = error;
  const name = /provider (?:registry\.[a-z.]+\/)?([a-z0-9_-]+\/[a-z0-9_-]+)/i.exec(
    details.message,
  )?.[1];
  if (details.code !== 'provider_not_available' || name === undefined) return error;
  if (allowed.includes('*') || allowed.includes(name)) return error;
  return new EngineError({
    ...details,
    code: 'provider_refused',
    errorType: 'permission',
    message: `The provider ${name} is not allowed here. Allowed: ${allowed.join(', ')} (SLIPWAY_DEPLOYMENT_PROVIDERS).`,
  });
}
