/** Who gets an engine slot, and who goes back to the task queue. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEngineSlots, type Place } from '../../../activities/engine/engine-slots.ts';

const MAX_WAIT_MS = 10_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Enters runs such as `a1`: the letter is the organization, the number says when it was scheduled. */
function createRoom(limits: {
  slots?: number;
  slotsPerOrganization?: number;
  waitingRoom?: number;
}) {
  const slots = createEngineSlots({
    slots: 4,
    slotsPerOrganization: 2,
    maxWaitMs: MAX_WAIT_MS,
    ...limits,
  });
  const places = new Map<string, Place>();
  return {
    enter(...names: string[]) {
      for (const name of names) {
        const run = { organizationId: name.slice(0, 1), scheduledAt: Number(name.slice(1)) };
        places.set(name, slots.enter(run));
      }
    },
    leave: (name: string) => places.get(name)?.leave(),
    place: (name: string) => places.get(name),
    in: (state: Place['state']) =>
      [...places].filter(([, place]) => place.state === state).map(([name]) => name),
  };
}

test('an organization gets its share of the slots, and another one gets the others', () => {
  const room = createRoom({});
  room.enter('a1', 'a2', 'a3', 'a4', 'a5', 'b6');
  expect(room.in('running')).toEqual(['a1', 'a2', 'b6']);
  expect(room.place('a3')?.waitingFor).toBe('one of 2 engine slots of organization a');
  room.leave('a1');
  expect(room.in('running')).toEqual(['a2', 'a3', 'b6']);
});

test('with all slots in use, a free one goes to the organization with the fewest running engines', () => {
  const room = createRoom({});
  room.enter('a1', 'a2', 'b3', 'b4', 'a5', 'b6', 'c7', 'd8');
  expect(room.in('running')).toEqual(['a1', 'a2', 'b3', 'b4']);
  expect(room.place('c7')?.waitingFor).toBe('one of 4 engine slots');
  room.leave('a1');
  room.leave('b3');
  expect(room.in('running')).toEqual(['a2', 'b4', 'c7', 'd8']);
  room.leave('c7');
  expect(room.in('running')).toEqual(['a2', 'b4', 'a5', 'd8']);
});

test('within an organization the run that was scheduled first comes first', () => {
  const room = createRoom({ slots: 1 });
  room.enter('a1', 'a9', 'a5', 'a7');
  room.leave('a1');
  expect(room.in('running')).toEqual(['a5']);
});

test('a full waiting room has a place for another organization', () => {
  const room = createRoom({ slots: 2, waitingRoom: 3 });
  room.enter('a1', 'a2', 'a3', 'a4', 'a5', 'a6');
  expect(room.in('displaced')).toEqual(['a6']);
  room.enter('b7');
  expect(room.in('displaced')).toEqual(['a5', 'a6']);
  expect(room.in('waiting')).toEqual(['a3', 'a4', 'b7']);
  room.leave('a1');
  expect(room.in('running')).toEqual(['a2', 'b7']);
});

test('after a while a waiting run goes back to the task queue', async () => {
  const room = createRoom({ slots: 1 });
  room.enter('a1', 'a2');
  const settled = room.place('a2')?.settled(new AbortController().signal);
  await vi.advanceTimersByTimeAsync(MAX_WAIT_MS);
  await settled;
  expect(room.in('expired')).toEqual(['a2']);
  expect(room.in('running')).toEqual(['a1']);
});

test('a run that is canceled or leaves twice takes no slot of another', async () => {
  const room = createRoom({ slots: 1 });
  room.enter('a1', 'a2', 'a3', 'a4');
  const canceled = new AbortController();
  const settled = room.place('a2')?.settled(canceled.signal);
  canceled.abort(new Error('canceled'));
  await expect(settled).rejects.toThrow('canceled');
  room.leave('a2');
  room.leave('a1');
  room.leave('a1');
  expect(room.in('running')).toEqual(['a3']);
  expect(room.in('waiting')).toEqual(['a4']);
});
