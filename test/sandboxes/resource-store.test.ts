import { expect, test } from 'vitest';
import { DeadlineQueue } from '../../sandboxes/simulated/store/deadline-queue.ts';
import { ResourceStore } from '../../sandboxes/simulated/store/resource-store.ts';
import type { StoredResource } from '../../sandboxes/simulated/cloud/resource.ts';

const TOMBSTONES = 20_000;

function deleted(sequence: number): StoredResource {
  return {
    id: `vpc-${sequence}`,
    sequence,
    type: 'vpc',
    name: 'main',
    region: 'sim-central-1',
    properties: {},
    references: [],
    tags: {},
    clientToken: `token-${sequence}`,
    fingerprint: '',
    createdAt: 0,
    visibleAt: 0,
    readyAt: 0,
    deletion: { since: 0, until: sequence },
  };
}

test('the last 20,000 deleted resources keep their tokens; the oldest is dropped first', () => {
  const store = new ResourceStore();
  for (let sequence = 1; sequence <= TOMBSTONES + 1; sequence++) store.put(deleted(sequence));
  store.sweep(TOMBSTONES);
  expect(store.tombstones()).toHaveLength(TOMBSTONES);
  expect(store.byToken('token-1')?.id).toBe('vpc-1');
  store.sweep(TOMBSTONES + 1);
  expect(store.tombstones()).toHaveLength(TOMBSTONES);
  expect(store.byToken('token-1')).toBeUndefined();
  expect(store.byToken('token-2')?.id).toBe('vpc-2');
  expect(store.count('sim-central-1', 'vpc')).toBe(0);
});

test('deadlines come out in order, and not before they are due', () => {
  const queue = new DeadlineQueue();
  const deadlines = Array.from({ length: 500 }, (_, index) => (index * 7_919) % 500);
  for (const at of deadlines) queue.push(String(at), at);
  const popped = (now: number) => {
    const ids: number[] = [];
    for (let id = queue.popDue(now); id !== undefined; id = queue.popDue(now)) ids.push(Number(id));
    return ids;
  };
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => from + index);
  expect(popped(99)).toEqual(numbers(0, 100));
  queue.push('42', 42);
  expect(popped(499)).toEqual([42, ...numbers(100, 500)]);
});
