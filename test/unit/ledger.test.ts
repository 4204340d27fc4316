/** Queries of a ledger that were lost with a worker. */
import type { Client } from '@temporalio/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readLedger } from '../../operations/entities/ledger.ts';

const MAX_MS = 7_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Answers as many queries as there are answers; further queries hang. */
function temporalThat(...answers: (object | undefined)[]) {
  const query = vi.fn<() => Promise<unknown>>(() => {
    const answer = answers.shift();
    return answer === undefined ? new Promise(() => {}) : Promise.resolve(answer);
  });
  const resetStickyTaskQueue = vi.fn<(request: object) => Promise<object>>(() =>
    Promise.resolve({}),
  );
  const client = {
    options: { namespace: 'default' },
    withDeadline: (_deadline: number, call: () => unknown) => call(),
    workflow: { getHandle: () => ({ query }) },
    workflowService: { resetStickyTaskQueue },
  };
  return { client: client as unknown as Client, query, resetStickyTaskQueue };
}

const ask = (client: Client) => readLedger(client, 'local', 'cluster', 'demo');

test('a query without an answer is sent again, to any worker', async () => {
  const ledger = { 'urn:a': {} };
  const { client, query, resetStickyTaskQueue } = temporalThat(undefined, { ledger });
  const asked = ask(client);
  expect(query).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(MAX_MS);
  expect(await asked).toEqual(ledger);
  expect(resetStickyTaskQueue).toHaveBeenCalledWith({
    namespace: 'default',
    execution: expect.objectContaining({ workflowId: 'local/clusters/demo' }),
  });
});

test('a query fails with `no_worker` after its second time', async () => {
  const { client, query } = temporalThat();
  const [asked] = await Promise.all([
    ask(client).catch((error: unknown) => error),
    vi.advanceTimersByTimeAsync(MAX_MS),
  ]);
  expect(asked).toMatchObject({ code: 'no_worker' });
  expect(query).toHaveBeenCalledTimes(2);
});

test('a query that is answered is sent once', async () => {
  const { client, query, resetStickyTaskQueue } = temporalThat({ ledger: {} });
  expect(await ask(client)).toEqual({});
  expect(query).toHaveBeenCalledTimes(1);
  expect(resetStickyTaskQueue).not.toHaveBeenCalled();
});
