/** How pollUntil divides a wait between the activity and the server, and how it ends. */
import { CancelledFailure } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ActivityDeps } from '../../../activities/deps.ts';
import { pollUntil, type PollResult, type Wait } from '../../../activities/nodes/poll-until.ts';
import { ProviderError } from '../../../providers/provider.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pending = (lookAgainMs: number): PollResult<never> => ({
  state: 'pending',
  lookAgainMs,
  message: 'vpc-1 is creating',
});

function providerError(more: {
  retryable: boolean;
  retryAfter?: number;
  retryWindowSeconds?: number;
}): ProviderError {
  return new ProviderError({
    code: 'throttled',
    errorType: 'throttling',
    publicMessage: 'Too many requests.',
    ...more,
  });
}

/** Runs one attempt in which each poll has the next result. */
function attempt(
  results: readonly (PollResult<string> | Error)[],
  options: {
    checkpoint?: { spentMs: number; failures: number; underWay?: boolean; failingSinceMs?: number };
    wait?: Partial<Wait<string>>;
    stopping?: AbortSignal;
  } = {},
) {
  const environment = new MockActivityEnvironment(
    { heartbeatDetails: options.checkpoint },
    { logger: new DefaultLogger('ERROR') },
  );
  const heartbeats: unknown[] = [];
  environment.on('heartbeat', (details: unknown) => heartbeats.push(details));
  const warn = vi.fn<ActivityDeps['logger']['warn']>();
  const deps = {
    logger: { warn },
    stopping: options.stopping ?? new AbortController().signal,
  } as unknown as ActivityDeps;
  let polls = 0;
  const poll = vi.fn<Wait<string>['poll']>(async () => {
    const result = results[polls];
    polls += 1;
    if (result === undefined) throw new Error('polled too often');
    if (result instanceof Error) throw result;
    return result;
  });
  const run: Promise<string> = environment.run(() =>
    pollUntil(deps, {
      waitingFor: 'vpc main to get ready',
      doing: 'Creating vpc main',
      deadlineMs: 60_000,
      retryIntervalMs: 500,
      poll,
      ...options.wait,
    }),
  );
  return { run, poll, warn, environment, lastCheckpoint: () => heartbeats.at(-1) };
}

async function failureOf(run: Promise<string>): Promise<ApplicationFailure> {
  const caught = run.then(
    () => {
      throw new Error('the attempt succeeded');
    },
    (error: unknown) => error,
  );
  await vi.advanceTimersByTimeAsync(20_000);
  return (await caught) as ApplicationFailure;
}

test('short pauses happen inside the activity', async () => {
  const { run, poll } = attempt([pending(500), pending(1_000), { done: 'ready' }]);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(await run).toBe('ready');
  expect(poll).toHaveBeenCalledTimes(3);
});

describe('a pause is left to the server', () => {
  test('if it is long, and counts towards the deadline', async () => {
    const { run, lastCheckpoint } = attempt([pending(30_000)], {
      wait: { effect: () => ({ cloudId: 'vpc-1' }) },
    });
    expect(await failureOf(run)).toMatchObject({
      type: 'not_stabilized',
      message: 'Waiting for vpc main to get ready: vpc-1 is creating.',
      nonRetryable: false,
      nextRetryDelay: 30_000,
      category: 'BENIGN',
    });
    const deadline = Date.now() - 20_000 + 30_000;
    expect(lastCheckpoint()).toEqual({
      spentMs: 30_000,
      failures: 0,
      wait: { for: 'vpc-1 is creating', cloudId: 'vpc-1', deadline },
    });
  });

  test('if the attempt has taken long', async () => {
    const { run, poll } = attempt(Array.from({ length: 20 }, () => pending(1_500)));
    expect(await failureOf(run)).toMatchObject({ nextRetryDelay: 1_500 });
    expect(poll).toHaveBeenCalledTimes(7);
  });

  test('if the worker shuts down meanwhile', async () => {
    const stop = new AbortController();
    const { run, poll } = attempt([pending(2_000), { done: 'ready' }], { stopping: stop.signal });
    await vi.advanceTimersByTimeAsync(100);
    stop.abort();
    expect(await failureOf(run)).toMatchObject({ type: 'not_stabilized', nonRetryable: false });
    expect(poll).toHaveBeenCalledTimes(1);
  });

  test('sooner if the wait is blocked, so that clients are told', async () => {
    const blocked = { ...pending(1_500), blocked: true as const };
    const { run } = attempt([blocked, blocked]);
    expect(await failureOf(run)).toMatchObject({ type: 'blocked', nonRetryable: false });
  });
});

describe('the deadline', () => {
  test('counts earlier attempts, and makes the failure final', async () => {
    const { run } = attempt([pending(500)], {
      checkpoint: { spentMs: 60_000, failures: 0 },
      wait: { effect: () => ({ cloudId: 'vpc-1' }) },
    });
    expect(await failureOf(run)).toMatchObject({
      type: 'not_stabilized',
      message: 'Waited for vpc main to get ready until the deadline: vpc-1 is creating.',
      nonRetryable: true,
      details: [expect.objectContaining({ effect: { cloudId: 'vpc-1' } })],
    });
  });

  test('is later while the cloud carries out an update that it ends by itself', async () => {
    const updating = { ...pending(5_000), underWay: true as const };
    const late = { checkpoint: { spentMs: 60_000, failures: 0 } };
    expect(await failureOf(attempt([updating], late).run)).toMatchObject({ nonRetryable: false });
    // The next attempt begins with an error, and still knows of the update.
    const checkpoint = { spentMs: 90_000, failures: 0, underWay: true };
    const throttled = attempt([providerError({ retryable: true })], { checkpoint });
    expect(await failureOf(throttled.run)).toMatchObject({ nonRetryable: false });
    const over = attempt([updating], { checkpoint: { spentMs: 12 * 60_000, failures: 0 } });
    expect(await failureOf(over.run)).toMatchObject({ nonRetryable: true });
  });

  test('makes a retryable error final', async () => {
    const { run } = attempt([providerError({ retryable: true })], {
      checkpoint: { spentMs: 60_000, failures: 3 },
    });
    expect(await failureOf(run)).toMatchObject({
      type: 'throttled',
      nonRetryable: true,
      message: expect.stringMatching(/^Creating vpc main failed after 4 attempts: ./),
    });
  });
});

describe('after an error', () => {
  test.each([
    { failures: 0, pauseMs: 500 },
    { failures: 1, pauseMs: 1_000 },
    { failures: 3, pauseMs: 4_000 },
    { failures: 9, pauseMs: 10_000 },
  ])(
    'the pause doubles: $failures earlier failures, $pauseMs ms',
    async ({ failures, pauseMs }) => {
      const { run, lastCheckpoint } = attempt([providerError({ retryable: true })], {
        checkpoint: { spentMs: 0, failures },
      });
      expect(await failureOf(run)).toMatchObject({
        type: 'throttled',
        nonRetryable: false,
        nextRetryDelay: pauseMs,
      });
      expect(lastCheckpoint()).toEqual({
        spentMs: pauseMs,
        failures: failures + 1,
        failingSinceMs: 0,
        wait: { deadline: expect.any(Number) },
      });
    },
  );

  test('the failures in a row are counted from the last success', async () => {
    const { run } = attempt([pending(100), providerError({ retryable: true })], {
      checkpoint: { spentMs: 0, failures: 5 },
    });
    expect(await failureOf(run)).toMatchObject({ nextRetryDelay: 500 });
  });

  test('the vendor’s delay is used', async () => {
    const { run } = attempt([providerError({ retryable: true, retryAfter: 7.5 })]);
    expect(await failureOf(run)).toMatchObject({ nextRetryDelay: 7_500 });
  });

  test('an error that is not retryable is final', async () => {
    const { run } = attempt([providerError({ retryable: false })], {
      wait: { effect: () => ({ nothingCreated: true }) },
    });
    expect(await failureOf(run)).toMatchObject({
      nonRetryable: true,
      message: expect.stringMatching(/^Creating vpc main failed: ./),
      details: [expect.objectContaining({ effect: { nothingCreated: true } })],
    });
  });

  test('an unexpected error is logged, and only its code leaves the worker', async () => {
    const { run, warn } = attempt([new Error('secret')]);
    const failure = await failureOf(run);
    expect(failure).toMatchObject({ type: 'internal_error', nonRetryable: false });
    expect(JSON.stringify(failure.details)).not.toContain('secret');
    expect(warn).toHaveBeenCalledTimes(1);
  });
});

test('a cancellation ends the wait, and the failure has what is certain', async () => {
  const { run, environment } = attempt([pending(2_000), { done: 'ready' }], {
    wait: { effect: () => ({ cloudId: 'vpc-1' }) },
  });
  await vi.advanceTimersByTimeAsync(100);
  environment.cancel('CANCELLED');
  const failure = await failureOf(run);
  expect(failure).toBeInstanceOf(CancelledFailure);
  expect(failure.details).toEqual([{ effect: { cloudId: 'vpc-1' } }]);
});

test('an error that passes soon or never is final when its time is over, long before the deadline', async () => {
  const error = providerError({ retryable: true, retryWindowSeconds: 10 });
  const first = attempt([error], { checkpoint: { spentMs: 30_000, failures: 0 } });
  expect(await failureOf(first.run)).toMatchObject({ nonRetryable: false });
  expect(first.lastCheckpoint()).toMatchObject({ failures: 1, failingSinceMs: 30_000 });
  const checkpoint = { spentMs: 40_000, failures: 4, failingSinceMs: 30_000 };
  const last = attempt([error], { checkpoint });
  expect(await failureOf(last.run)).toMatchObject({ nonRetryable: true });
  // A poll in between shows that the error has passed, so that the time begins again.
  const between = attempt([pending(100), error], { checkpoint });
  expect(await failureOf(between.run)).toMatchObject({ nonRetryable: false });
});
