import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEngineProgress, type EngineNode } from '../../activities/engine/progress.ts';
import type { EngineChange } from '../../contract/temporal/engine.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function progressOf(nodes: EngineNode[], sent = 0) {
  const batches: EngineChange[][] = [];
  const progress = createEngineProgress({
    nodes,
    sent,
    send: async (changes) => {
      batches.push(changes);
    },
  });
  const note = (address: string, state: 'started' | 'completed' | 'errored', at: number) => {
    progress.note({ address, state, action: 'create', at });
  };
  return { progress, batches, note };
}

const node = (address: string, operation: EngineNode['operation'] = 'create'): EngineNode => ({
  urn: `urn:${address}`,
  address,
  operation,
});

test('the changes of one second are one batch, with the last change of each resource', async () => {
  const { batches, note } = progressOf([node('a'), node('b')]);
  note('a', 'started', 1_000);
  note('b', 'started', 1_100);
  note('a', 'completed', 1_400);
  expect(batches).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(batches).toEqual([
    [
      {
        urn: 'urn:a',
        status: 'succeeded',
        startedAt: '1970-01-01T00:00:01.000Z',
        duration: 400,
      },
      { urn: 'urn:b', status: 'running', startedAt: '1970-01-01T00:00:01.100Z' },
    ],
  ]);
});

test('a replacement is done when both its delete and its create are done', async () => {
  const { progress, batches, note } = progressOf([node('a', 'replace')]);
  note('a', 'started', 0);
  note('a', 'completed', 10);
  note('a', 'started', 20);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(batches.flat().map(({ status }) => status)).toEqual(['running']);
  note('a', 'completed', 90);
  await progress.close();
  expect(batches.at(-1)).toMatchObject([{ status: 'succeeded', duration: 90 }]);
});

test('a resource that is not in the plan is ignored', async () => {
  const { progress, batches, note } = progressOf([node('a')]);
  note('other', 'started', 0);
  await progress.close();
  expect(batches).toEqual([]);
});

test('an operation sends at most 1,000 batches, however long it takes', async () => {
  const { batches, note } = progressOf([node('a')]);
  for (let i = 0; i < 40_000; i++) {
    note('a', i % 2 === 0 ? 'started' : 'errored', i);
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(batches.length).toBeLessThanOrEqual(1_000);
  expect(batches.length).toBeGreaterThan(900);
});

test('the batches of earlier attempts count', async () => {
  const { batches, note, progress } = progressOf([node('a')], 1_000);
  note('a', 'started', 0);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(batches).toEqual([]);
  // The last batch is sent in any case.
  await progress.close();
  expect(batches).toHaveLength(1);
});
