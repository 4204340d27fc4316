import express, { type Express } from 'express';
import type { Logger } from '../../config/logger.ts';
import { apiRoutes } from './http/api-routes.ts';
import { CallLog } from './http/calls.ts';
import type { CatalogueRow } from './cloud/catalogue.ts';
import { createCloud } from './cloud/cloud.ts';
import { createDelivery } from './http/delivery.ts';
import { REQUEST_ID_HEADER } from './http/error-response.ts';
import { inspectRoutes } from './http/inspect-routes.ts';
import { createSessions } from './http/sessions.ts';
import { endHostedWork } from './kubernetes/hosting.ts';
import { openState } from './cloud/state.ts';
import { createKubernetesHost } from './kubernetes/host.ts';
import type { KubernetesParts } from '../../host/kubernetes-parts.ts';
import { TokenBucket } from './http/token-bucket.ts';

const VISIBILITY_DELAY_MS = 1_000;
const REQUEST_ID_BYTES = 8;

export interface SimulatorOptions {
  /** The journal is the file `simulator/journal.jsonl` in it. Only one simulator may use a directory. */
  dataDir: string;
  /** A factor: at 10, everything takes a tenth of the time in the table of resource types. */
  speed: number;
  /** Milliseconds since the epoch. */
  clock: () => number;
  random: (bytes: number) => Uint8Array;
  catalogue: readonly CatalogueRow[];
  logger: Logger;
  /** How long reads and lists do not show a new resource, at speed 1. Defaults to 1,000. */
  visibilityDelayMs?: number;
  /** The size at which the journal is compacted. Defaults to 50 MB. */
  compactAtBytes?: number;
  /** The programs of real control planes. Without them, clusters have no Kubernetes API. */
  kubernetes?: KubernetesParts | undefined;
}

export interface Simulator {
  app: Express;
  /** Aborts delayed responses, stops control planes and closes the journal. Stop listening first. */
  close(): Promise<void>;
}

/**
 * A simulated cloud that keeps its state on disk.
 *
 * @throws if the journal cannot be read or written
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { speed, clock, random, catalogue, logger } = options;
  const state = openState(options);
  const { kubernetes: parts } = options;
  const host = parts && createKubernetesHost({ ...options, parts, state });
  if (host === undefined) endHostedWork(state, clock());
  const cloud = createCloud({
    state,
    host,
    clock,
    speed,
    random,
    visibilityDelayMs: options.visibilityDelayMs ?? VISIBILITY_DELAY_MS,
  });
  const sessions = createSessions({ state, clock, random });
  const calls = new CallLog();
  const bucket = new TokenBucket(() => state.throttle(), clock);
  const delivery = createDelivery(speed);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_request, response, next) => {
    response.set(REQUEST_ID_HEADER, Buffer.from(random(REQUEST_ID_BYTES)).toString('hex'));
    next();
  });
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.use('/inspect', inspectRoutes({ state, cloud, calls, sessions, bucket, logger, host }));
  app.use(apiRoutes({ cloud, host, sessions, catalogue, bucket, calls, delivery, clock, logger }));

  return {
    app,
    async close() {
      delivery.close();
      await host?.close();
      state.close();
    },
  };
}
