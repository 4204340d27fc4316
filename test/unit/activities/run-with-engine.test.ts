/** An activity waits for an engine slot, and its attempts without one do not count. */
import { CancelledFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEngineSlots } from '../../../activities/engine/engine-slots.ts';
import { runWithEngine } from '../../../activities/engine/run-with-engine.ts';
import { WAITING_FOR_ENGINE } from '../../../contract/temporal/names.ts';
import { EngineError } from '../../../deployments/engine/error.ts';
import { SUBJECT as subject } from '../../support/deployments/request.ts';

const MAX_WAIT_MS = 10_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Runs one attempt. `busy` runs hold a slot meanwhile. */
function runAttempt(
  options: {
    attempt?: number;
    heartbeatDetails?: unknown;
    busy?: boolean;
    error?: Error;
  } = {},
) {
  const { attempt = 1, heartbeatDetails, busy = false, error } = options;
  const engineSlots = createEngineSlots({
    slots: 1,
    slotsPerOrganization: 1,
    maxWaitMs: MAX_WAIT_MS,
  });
  const other = busy ? engineSlots.enter({ organizationId: 'other', scheduledAt: 0 }) : undefined;
  const environment = new MockActivityEnvironment(
    { attempt, heartbeatDetails },
    { logger: new DefaultLogger('ERROR') },
  );
  const heartbeats: unknown[] = [];
  environment.on('heartbeat', (details: unknown) => heartbeats.push(details));
  const call = vi.fn<(signal: AbortSignal, attempt: number) => Promise<number>>(
    async (_signal, engineAttempt) => {
      if (error) throw error;
      return engineAttempt;
    },
  );
  const run = environment
    .run(() =>
      runWithEngine({ logger: { warn: () => {} }, engineSlots }, subject, call, {
        checkpoint: () => ({ sent: 7 }),
        details: () => ({ uncertain: ['a.b'] }),
      }),
    )
    .catch((failure: unknown) => failure);
  return { run, call, heartbeats, environment, other };
}

function died(): EngineError {
  return new EngineError({
    code: 'engine_died',
    message: 'The engine died.',
    errorType: 'internal',
    retryable: true,
  });
}

test('with a free slot the engine runs at once', async () => {
  const { run, heartbeats } = runAttempt({ error: died() });
  expect(await run).toMatchObject({ type: 'engine_died' });
  expect(heartbeats).toEqual([{ sent: 7, returned: 0, orderly: 0 }]);
});

test('a waiting attempt says what it waits for, and runs when a slot is free', async () => {
  const { run, call, heartbeats, other } = runAttempt({ busy: true });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(call).not.toHaveBeenCalled();
  expect(heartbeats.at(-1)).toEqual({
    sent: 7,
    returned: 1,
    orderly: 0,
    waitingFor: 'one of 1 engine slots',
  });
  other?.leave();
  expect(await run).toBe(1);
  expect(call).toHaveBeenCalledOnce();
});

test('an attempt that gets no slot ends without counting', async () => {
  const details = { sent: 7, returned: 4, orderly: 0 };
  const { run, call, heartbeats } = runAttempt({
    busy: true,
    attempt: 6,
    heartbeatDetails: details,
  });
  await vi.advanceTimersByTimeAsync(MAX_WAIT_MS);
  expect(await run).toMatchObject({
    type: WAITING_FOR_ENGINE,
    message: 'Waiting for one of 1 engine slots.',
    nonRetryable: false,
    category: 'BENIGN',
  });
  expect(call).not.toHaveBeenCalled();
  expect(heartbeats.at(-1)).toEqual({ sent: 7, returned: 5, orderly: 0 });
  expect(await runAttempt({ attempt: 7, heartbeatDetails: heartbeats.at(-1) }).run).toBe(2);
});

test('a cancellation ends the wait', async () => {
  const { run, call, environment } = runAttempt({ busy: true });
  environment.cancel('CANCELLED');
  expect(await run).toBeInstanceOf(CancelledFailure);
  expect(call).not.toHaveBeenCalled();
});

test('an engine that dies again and again is tried 5 times in all', async () => {
  const early = runAttempt({ attempt: 15, heartbeatDetails: { returned: 11 }, error: died() });
  expect(await early.run).toMatchObject({ type: 'engine_died', nonRetryable: false });
  const last = runAttempt({ attempt: 15, heartbeatDetails: { returned: 10 }, error: died() });
  expect(await last.run).toMatchObject({ type: 'engine_died', nonRetryable: true });
  // The worker died with its engine, so nothing but the number of the attempt says so.
  const after = runAttempt({ attempt: 16, heartbeatDetails: { returned: 10 } });
  expect(await after.run).toMatchObject({
    type: 'engine_died',
    nonRetryable: true,
    message: expect.stringContaining('died again and again, in 5 attempts'),
    details: [{ uncertain: ['a.b'] }],
  });
  expect(after.call).not.toHaveBeenCalled();
});

test('attempts that end in order do not count as dead, and there are 30 in all', async () => {
  const { run, heartbeats } = runAttempt({
    attempt: 25,
    heartbeatDetails: { orderly: 23 },
    error: new Error('no answer'),
  });
  expect(await run).toMatchObject({ message: 'no answer' });
  expect(heartbeats.at(-1)).toMatchObject({ orderly: 24 });
  const next = runAttempt({ attempt: 26, heartbeatDetails: heartbeats.at(-1), error: died() });
  expect(await next.run).toMatchObject({ nonRetryable: false });
  const many = runAttempt({ attempt: 31, heartbeatDetails: { orderly: 30 } });
  expect(await many.run).toMatchObject({ type: 'engine_died', nonRetryable: true });
});

test('failures and cancellations carry what the activity knows', async () => {
  const failed = await runAttempt({ error: died() }).run;
  expect(failed).toMatchObject({ details: [{ code: 'engine_died', uncertain: ['a.b'] }] });
  const canceled = runAttempt({ busy: true });
  canceled.environment.cancel('CANCELLED');
  expect(await canceled.run).toBeInstanceOf(CancelledFailure);
  expect(await canceled.run).toMatchObject({ details: [{ uncertain: ['a.b'] }] });
});
