/** Starts the processes of Slipway one by one, on free loopback ports and in a temporary directory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { startChild, type Child } from './child.ts';

export interface SlipwayOptions {
  /** The speed of the simulated cloud; the default is 1. */
  speed?: number;
  /** `false` starts no worker. */
  worker?: boolean;
  /** Settings of every process. */
  env?: Record<string, string>;
}

export interface Slipway {
  temporal: Child;
  simulator: Child;
  api: Child;
  /** Throws if no worker was started. */
  readonly worker: Child;
  dataDirectory: string;
  /** The environment of the processes, for further processes of the same Slipway. */
  env: Record<string, string>;
  client: Client;
  /** Starts a worker in place of the previous one, which must have ended. */
  startWorker(): Promise<Child>;
  /** Starts another API process, whose caches are empty. `settings` are added to its environment. */
  startApi(settings?: Record<string, string>): Promise<Child>;
  stop(): Promise<void>;
}

export async function startSlipway(options: SlipwayOptions = {}): Promise<Slipway> {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'));
  const own = {
    PORT: '0',
    SIMULATOR_PORT: '0',
    SIMULATOR_KUBERNETES: 'off',
    TEMPORAL_PORT: '0',
    TEMPORAL_UI_PORT: '0',
    SIMULATOR_SPEED: String(options.speed ?? 1),
    SLIPWAY_DATA_DIR: dataDirectory,
    LOG_LEVEL: 'error',
    ...options.env,
  };
  const [temporal, simulator] = await Promise.all([
    startChild('launcher/temporal/main.js', own),
    startChild('sandboxes/simulated/main.js', own),
  ]);
  const env = { ...own, TEMPORAL_ADDRESS: temporal.address, SIMULATOR_URL: simulator.address };
  const connection = await Connection.connect({ address: temporal.address });
  let worker: Child | undefined;
  const slipway: Slipway = {
    temporal,
    simulator,
    api: await startChild('api/main.bundle.mjs', env),
    get worker() {
      if (worker === undefined) throw new Error('no worker was started');
      return worker;
    },
    dataDirectory,
    env,
    client: new Client({ connection }),
    async startWorker() {
      worker = await startChild('worker/main.bundle.mjs', env);
      return worker;
    },
    startApi: (settings = {}) => startChild('api/main.bundle.mjs', { ...env, ...settings }),
    async stop() {
      await connection.close();
      for (const child of [slipway.api, worker, simulator, temporal]) await child?.stop();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
  if (options.worker !== false) await slipway.startWorker();
  return slipway;
}

/** Starts a Slipway, calls `run` with it, and stops it. */
export async function withSlipway<Result>(
  options: SlipwayOptions,
  run: (slipway: Slipway) => Promise<Result>,
): Promise<Result> {
  const slipway = await startSlipway(options);
  try {
    return await run(slipway);
  } finally {
    await slipway.stop();
  }
}
