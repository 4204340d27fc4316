/**
 * The directory in which the engine runs for one operation:
 *
 *   runs/{operationId}/module/       the user's files, and those that the engine writes
 *                     /working-directory   the folder in it in which the engine runs, if it is not the root
 *                     /engine.rc     the sources of providers
 *                     /output/plan
 *                     /home, /tmp    the engine's HOME and TMPDIR
 *                     /runner.json   the processes that use the directory now
 */
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { holderSchema, isAlive } from '../../config/holder.ts';
import { killGroup, killGroupOf } from './kill-group.ts';
import { writeRunFile } from './run-files.ts';

export const RUNNER_FILE = 'runner.json';
const WORKING_DIRECTORY_FILE = 'working-directory';
const BACKEND_FILE = 'slipway_backend_override.tf.json';
const BACKEND = { terraform: { backend: { http: {} } } };
const POLL_MS = 50;

export interface RunDirectory {
  root: string;
  /** The directory of the user's files. */
  files: string;
  /** The directory in which the engine runs: that of the files, or a folder in it. */
  module: string;
  /** The directory for the plan. */
  output: string;
  plan: string;
  engineConfig: string;
  home: string;
  temporary: string;
  providerLock: string;
}

export function runDirectory(
  runs: string,
  operationId: string,
  workingDirectory = '',
): RunDirectory {
  const root = path.resolve(runs, operationId);
  const within = (...parts: string[]) => path.join(root, ...parts);
  return {
    root,
    files: within('module'),
    module: within('module', workingDirectory),
    output: within('output'),
    plan: within('output', 'plan'),
    engineConfig: within('engine.rc'),
    home: within('home'),
    temporary: within('tmp'),
    providerLock: within('module', workingDirectory, '.terraform.lock.hcl'),
  };
}

/** Returns the run directory of an operation whose job is not known. */
export async function existingRunDirectory(
  runs: string,
  operationId: string,
): Promise<RunDirectory> {
  const { root } = runDirectory(runs, operationId);
  const folder = await readFile(path.join(root, WORKING_DIRECTORY_FILE), 'utf8').catch(() => '');
  return runDirectory(runs, operationId, folder);
}

/** Names this machine and its directory of runs. Only a worker with the same place sees what runs there. */
export function placeOf(runsRoot: string): string {
  return `${hostname()}:${path.resolve(runsRoot)}`;
}

/** Writes a new directory, because an earlier attempt may have left incomplete files. */
export async function writeRunDirectory(
  directory: RunDirectory,
  contents: {
    /** Writes the user's files into `directory.files`. */
    writeFiles(): Promise<void>;
    ownBackend: boolean;
  },
): Promise<void> {
  await rm(directory.root, { recursive: true, force: true });
  for (const folder of writableDirectories(directory)) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  await chmod(directory.root, 0o700);
  await contents.writeFiles();
  const write = (file: string, text: string) => writeFile(file, text, { mode: 0o600 });
  const folder = path.relative(directory.files, directory.module);
  await write(path.join(directory.root, WORKING_DIRECTORY_FILE), folder);
  if (!contents.ownBackend) await overrideBackend(directory);
}

/** Makes Slipway the backend of the module's state, whatever backend the module names. */
export async function overrideBackend({ root, module }: RunDirectory): Promise<void> {
  await writeRunFile(root, path.join(module, BACKEND_FILE), JSON.stringify(BACKEND));
}

/** The directories that the engine may write. */
export function writableDirectories(directory: RunDirectory): string[] {
  return [directory.files, directory.output, directory.home, directory.temporary];
}

const recordSchema = z.object({ runner: holderSchema, engine: holderSchema });

/**
 * Resolves when no process of an earlier attempt uses the directory. A runner whose worker has died stops
 * its engine by itself; after `graceMs` both are killed.
 */
export async function awaitRunnerExit(
  directory: Pick<RunDirectory, 'root'>,
  options: { graceMs: number; signal: AbortSignal },
): Promise<void> {
  const file = path.join(directory.root, RUNNER_FILE);
  const deadline = Date.now() + options.graceMs;
  for (;;) {
    const parsed = recordSchema.safeParse(await readJson(file));
    if (!parsed.success) return;
    const { runner, engine } = parsed.data;
    if (!isAlive(runner)) {
      // Kill the engine too: without the runner, which served the state, it can no longer record its
      // changes.
      killGroupOf(engine);
      await rm(file, { force: true });
      return;
    }
    if (Date.now() >= deadline) {
      killGroupOf(engine);
      killGroup(runner.pid);
    }
    await sleep(POLL_MS, undefined, { signal: options.signal });
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
