/** Runs the API in the test's process, connected to a stack's Temporal, and records its calls to Temporal. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { directoryBlobStore } from '../../../deployments/storage/blob-store.ts';
import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { pino } from 'pino';
import { createApp } from '../../../api/app.ts';
import { listen } from '../../../config/listen.ts';
import { externalIdOf, timeSortedId } from '../../../contract/ids.ts';
import { connectLazily } from '../../../operations/temporal/connect.ts';
import { createOperations, type Operations } from '../../../operations/index.ts';
import { SIMULATED_ONLY } from './provider-defaults.ts';
import { createHttpClient, type HttpClient } from '../http/http.ts';
import { DIST } from '../stack/part.ts';
import type { Stack } from '../stack/stack.ts';

/** A call that may wait and has no short deadline is a long poll. */
interface Call {
  method: string;
  longPoll: boolean;
  startedAt: number;
  endedAt?: number;
}

export interface CountedApi extends HttpClient {
  url: string;
  operations: Operations;
  /** Every call since the start or since `forget`. */
  calls: Call[];
  count(method: string): number;
  readonly openLongPolls: number;
  /** The highest number of long polls that were open at the same time. */
  readonly mostLongPolls: number;
  forget(): void;
  stop(): Promise<void>;
}

const METHODS = [
  'getWorkflowExecutionHistory',
  'queryWorkflow',
  'describeWorkflowExecution',
] as const;

/** @param aheadMs how far the clock of this API is ahead, in milliseconds */
export async function startCountedApi(stack: Stack, aheadMs = 0): Promise<CountedApi> {
  const client = connectLazily({ address: stack.temporal.address }, stack.temporal.namespace);
  const calls: Call[] = [];
  let mostLongPolls = 0;
  const open = () => calls.filter(({ longPoll, endedAt }) => longPoll && endedAt === undefined);
  countCalls(client, (call) => {
    calls.push(call);
    mostLongPolls = Math.max(mostLongPolls, open().length);
  });
  const stopping = new AbortController();
  const now = () => new Date(Date.now() + aheadMs);
  const operations = createOperations({
    client,
    taskQueue: 'slipway',
    urls: { api: '' },
    timings: {
      heartbeatTimeoutMs: 2_000,
      reservationTimeoutMs: 3_000,
      deadlineFactor: 1,
      retryIntervalMs: 500,
      memoIntervalMs: 5_000,
    },
    blobs: directoryBlobStore(path.join(tmpdir(), 'slipway-no-deployments')),
    gitProtocols: ['https'],
    moduleRules: { allowLocalExec: false, allowedBackends: [] },
    stateReading: 'refused',
    runsEngines: true,
    maxArchiveBytes: 1024 * 1024,
    limits: { confirmationTimeoutMs: 60_000, engineTimeoutMs: 60_000 },
    ownAccounts: ['simulated'],
    roleWaitMs: 1,
    principals: { simulated: 'arn:sim:iam::000000000000:root', aws: 'nobody' },
    queryTimeoutMs: 1_500,
    newId: () => timeSortedId(Date.now(), randomBytes(16)),
    newExternalId: (organizationId) => externalIdOf(organizationId, randomBytes(16)),
    now,
  });
  const app = createApp({
    webhookSecrets: () => Promise.resolve([]),
    operations,
    logger: pino({ level: 'silent' }),
    principal: { organizationId: stack.organizationId, memberId: 'me' },
    defaults: SIMULATED_ONLY,
    basePath: '',
    webDirectory: path.join(DIST, 'web'),
    requestsPerSecond: 0,
    now,
    stopping: stopping.signal,
  });
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  return {
    ...createHttpClient(() => server.url),
    url: server.url,
    operations,
    calls,
    count: (method) => calls.filter((call) => call.method === method).length,
    get openLongPolls() {
      return open().length;
    },
    get mostLongPolls() {
      return mostLongPolls;
    },
    forget() {
      calls.splice(0, calls.length, ...open());
      mostLongPolls = calls.length;
    },
    async stop() {
      stopping.abort();
      await server.close();
      operations.close();
      await client.connection.close();
    },
  };
}

function countCalls(client: Client, started: (call: Call) => void): void {
  const service = client.workflowService as unknown as Record<
    string,
    (request: { waitNewEvent?: boolean }) => Promise<unknown>
  >;
  for (const method of METHODS) {
    const original = service[method];
    if (original === undefined) throw new Error(`there is no ${method}`);
    service[method] = async (...args) => {
      // The outcome of a closed workflow is fetched by a call that may wait, too, but returns at once.
      const longPoll =
        args[0].waitNewEvent === true &&
        'skipArchival' in args[0] &&
        !('historyEventFilterType' in args[0]);
      const call: Call = { method, longPoll, startedAt: Date.now() };
      started(call);
      try {
        return await original.apply(service, args);
      } finally {
        call.endedAt = Date.now();
      }
    };
  }
}
