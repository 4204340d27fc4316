import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withHeartbeat } from '../../../activities/heartbeat.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function recordedHeartbeats() {
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  const heartbeats: unknown[] = [];
  environment.on('heartbeat', (details: unknown) => heartbeats.push(details));
  return { environment, heartbeats };
}

test('a heartbeat is sent every second, until the call ends', async () => {
  const { environment, heartbeats } = recordedHeartbeats();
  const run = environment.run(() => withHeartbeat(() => pause(2_500)));
  await vi.advanceTimersByTimeAsync(2_500);
  await run;
  expect(heartbeats).toEqual([undefined, undefined]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(heartbeats).toHaveLength(2);
});

test('a short call that succeeds costs no heartbeat', async () => {
  const { environment, heartbeats } = recordedHeartbeats();
  const run = environment.run(() =>
    withHeartbeat(
      () => pause(900),
      () => ({ steps: 1 }),
    ),
  );
  await vi.advanceTimersByTimeAsync(900);
  await run;
  expect(heartbeats).toEqual([]);
});

test('the last heartbeat stores the checkpoint at the end of a call that fails', async () => {
  const { environment, heartbeats } = recordedHeartbeats();
  let steps = 0;
  const run = environment.run(() =>
    withHeartbeat(
      async () => {
        steps += 1;
        await pause(1_500);
        steps += 1;
        throw new Error('failed');
      },
      () => ({ steps }),
    ),
  );
  const failed = run.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(await failed).toMatchObject({ message: 'failed' });
  expect(heartbeats).toEqual([{ steps: 1 }, { steps: 2 }]);
});

test('a cancellation aborts the signal of the call', async () => {
  const { environment } = recordedHeartbeats();
  const run = environment.run(() =>
    withHeartbeat(async (signal) => {
      await pause(1_000);
      return signal.aborted;
    }),
  );
  environment.cancel('CANCELLED');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await run).toBe(true);
});
