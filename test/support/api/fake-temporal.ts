/** A fake of Temporal for the read side. It answers each long poll only when the test says so. */
import { ServiceError, type Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type {
  OperationMemo,
  OperationSnapshot,
} from '../../../contract/temporal/operation-memo.ts';
import type { HistoryEvent } from '../../../operations/temporal/history.ts';
import { createOperationReader, type OperationReader } from '../../../operations/read/reader.ts';
import type { OperationSource } from '../../../operations/read/view.ts';

export interface LongPoll {
  operationId: string;
  /** Answers with no events, as the server does when the poll times out. */
  answer(...events: HistoryEvent[]): void;
  fail(error: Error): void;
}

export interface FakeTemporal {
  client: Client;
  /** All long polls since the start, open or closed. */
  longPolls: LongPoll[];
  describes: string[];
  /** How long a describe takes, in milliseconds. */
  describeMs: number;
  /** The ids of the queried operations, in order. */
  questions: string[];
  /** What workflows answer to a query. undefined: there is no worker, and the query hangs. */
  snapshot: OperationSnapshot | undefined;
  /** The history of every operation. */
  history: HistoryEvent[];
  /** What a describe returns, beside what every running operation has. */
  described: Partial<OperationSource>;
  /** The outcome of a run that has ended, as soon as Temporal answers. */
  outcome: OperationSnapshot | Promise<OperationSnapshot>;
  /** The runs for which a cancel was requested. */
  canceled: string[];
  /** Called before a cancel request is answered. What it throws is the answer. */
  onCancel(): void | Promise<void>;
  /** Answers an update. By default no worker does. */
  onUpdate(): Promise<void>;
  /** Called after a signal is in the history. */
  onSignal(): void;
}

export const TASK_COMPLETED = { workflowTaskCompletedEventAttributes: {} } as HistoryEvent;

/** Temporal's answer for a run that does not exist or has ended. */
export const NOT_FOUND = new ServiceError('not found', {
  cause: Object.assign(new Error('not found'), { code: 5, details: '', metadata: {} }),
});

export function snapshotOf(version: number): OperationSnapshot {
  return {
    version,
    status: 'running',
    stage: 'provisioning',
    message: 'Creating a resource',
    summary: { total: 1, pending: 0, running: 1, succeeded: 0, failed: 0, unchanged: 0 },
    resources: [
      {
        urn: 'urn:slipway:local:networks:demo:vpc/main',
        type: 'vpc',
        name: 'main',
        operation: 'create',
        status: 'running',
      },
    ],
  };
}

function memoOf(version: number): OperationMemo {
  const { resources: _resources, ...state } = snapshotOf(version);
  return {
    subject: {
      operation: 'create_network',
      organizationId: 'local',
      memberId: 'me',
      resourceType: 'network',
      resourceId: 'demo',
      provider: 'simulated',
      region: 'sim-central-1',
    },
    state,
  };
}

/** A running operation, as a describe returns it. */
export function sourceOf(
  operationId: string,
  version = 1,
  more: Partial<OperationSource> = {},
): OperationSource {
  return {
    workflowId: operationId,
    runId: `run of ${operationId}`,
    startTime: new Date(0),
    createdAt: new Date(0),
    status: { name: 'RUNNING' } as OperationSource['status'],
    historyLength: 4,
    cancelRequested: false,
    memo: memoOf(version),
    ...more,
  };
}

export function createFakeTemporal(): FakeTemporal {
  const fake = {
    longPolls: [] as LongPoll[],
    describes: [] as string[],
    describeMs: 0,
    questions: [] as string[],
    snapshot: snapshotOf(1) as OperationSnapshot | undefined,
    history: [] as HistoryEvent[],
    described: {} as Partial<OperationSource>,
    outcome: { ...snapshotOf(9), status: 'succeeded', stage: 'done' } as FakeTemporal['outcome'],
    canceled: [] as string[],
    onCancel: (() => {}) as FakeTemporal['onCancel'],
    onUpdate: () => new Promise<void>(() => {}),
    onSignal: () => {},
  };
  let eventId = 4;
  const client = {
    options: { namespace: 'default' },
    withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
    withAbortSignal: (signal: AbortSignal, call: () => Promise<unknown>) =>
      Promise.race([call(), aborted(signal)]),
    workflow: {
      getHandle: (operationId: string) => ({
        async describe() {
          fake.describes.push(operationId);
          if (fake.describeMs > 0) {
            await new Promise((resolve) => {
              setTimeout(resolve, fake.describeMs);
            });
          }
          const { cancelRequested, createdAt, ...source } = {
            ...sourceOf(operationId),
            ...fake.described,
          };
          const workflowExtendedInfo = {
            cancelRequested,
            originalStartTime: {
              seconds: Math.floor(createdAt.getTime() / 1_000),
              nanos: (createdAt.getTime() % 1_000) * 1e6,
            },
          };
          return { ...source, raw: { workflowExtendedInfo } };
        },
        result: () => Promise.resolve(fake.outcome),
        executeUpdate: () => fake.onUpdate(),
        async signal(signalName: string, ...args: unknown[]) {
          fake.history.push(signaled(signalName, ...args));
          fake.onSignal();
        },
        query() {
          fake.questions.push(operationId);
          return fake.snapshot ? Promise.resolve(fake.snapshot) : new Promise(() => {});
        },
      }),
    },
    workflowService: {
      async requestCancelWorkflowExecution(request: {
        workflowExecution: { runId: string };
        reason: string;
      }) {
        const { runId } = request.workflowExecution;
        fake.canceled.push(runId);
        await fake.onCancel();
        fake.history.push({
          workflowExecutionCancelRequestedEventAttributes: { cause: request.reason },
        });
      },
      resetStickyTaskQueue: () => Promise.resolve({}),
      getWorkflowExecutionHistory: (request: {
        execution: { workflowId: string };
        waitNewEvent: boolean;
      }) =>
        new Promise((resolve, reject) => {
          if (!request.waitNewEvent) {
            resolve({ history: { events: fake.history }, nextPageToken: new Uint8Array() });
            return;
          }
          fake.longPolls.push({
            operationId: request.execution.workflowId,
            answer(...events) {
              const numbered = events.map((event) => ({ ...event, eventId: ++eventId }));
              resolve({ history: { events: numbered }, nextPageToken: Buffer.from('next') });
            },
            fail: reject,
          });
        }),
    },
  };
  return Object.assign(fake, { client: client as unknown as Client });
}

/** The event of a signal. */
export function signaled(signalName: string, ...args: unknown[]): HistoryEvent {
  const input = { payloads: args.map((value) => defaultPayloadConverter.toPayload(value)) };
  return { workflowExecutionSignaledEventAttributes: { signalName, input } };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  });
}

/** A reader of the fake. A query without an answer takes 1.5 s. */
export function openReader({ client }: FakeTemporal): OperationReader {
  return createOperationReader({
    client,
    urls: { api: '' },
    queryTimeoutMs: 1_500,
    now: () => new Date(),
  });
}
