/** Starts Slipway as `npm start` does, on free ports and in a temporary folder. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StartupError } from '../../config/process.ts';

/** On a new machine, the start builds Temporal first. */
const READY_MS = 50 * 60_000;
const KEPT_OUTPUT = 20_000;
const API = /API: +(http:\S+)/;

export interface RunningSlipway {
  url: string;
  dataDirectory: string;
  /** Returns the last part of the log. */
  output(): string;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** The root of the repository. */
  root: string;
  /** The settings of this Slipway, beside its ports and its data directory. */
  env: NodeJS.ProcessEnv;
  /** Ends the start. */
  signal: AbortSignal;
}

/** @throws StartupError with the output of Slipway if it does not start */
export async function startSlipway({ root, env, signal }: StartOptions): Promise<RunningSlipway> {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'slipway-tool-'));
  const child = fork(path.join(root, 'dist/launcher/start/main.js'), [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      PORT: '0',
      SIMULATOR_PORT: '0',
      SIMULATOR_KUBERNETES: 'off',
      TEMPORAL_PORT: '0',
      TEMPORAL_UI_PORT: '0',
      SLIPWAY_DATA_DIR: dataDirectory,
      LOG_LEVEL: 'warn',
      ...env,
    },
  });
  const ended = once(child, 'exit');
  let output = '';
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  const up = new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new StartupError(`Slipway did not start: ${why}`));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-KEPT_OUTPUT);
        const url = API.exec(output)?.[1];
        if (url !== undefined) resolve(url);
      });
    }
    child.once('error', (error) => fail(error.message));
    child.once('exit', () => fail(output));
    setTimeout(() => fail('it took too long'), READY_MS).unref();
    signal.addEventListener('abort', () => fail('it was stopped'));
  });
  try {
    return { url: await up, dataDirectory, output: () => output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
