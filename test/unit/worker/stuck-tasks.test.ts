/** A worker notices workflow tasks that never end. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchTasks } from '../../../worker/stuck-tasks.ts';

const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function startWatch() {
  const stuck = vi.fn<(count: number) => void>();
  let report = (_count: number): void => {};
  const unsubscribe = vi.fn<() => void>();
  const stop = watchTasks(
    {
      subscribe(next) {
        report = next;
        return { unsubscribe };
      },
    },
    stuck,
  );
  return { stuck, stop, unsubscribe, report: (count: number) => report(count) };
}

test('tasks of which none ends in a minute are stuck, and reported once', () => {
  const watch = startWatch();
  watch.report(1);
  watch.report(2);
  vi.advanceTimersByTime(MINUTE_MS);
  expect(watch.stuck).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2 * MINUTE_MS);
  expect(watch.stuck.mock.calls).toEqual([[2]]);
  expect(watch.unsubscribe).toHaveBeenCalledOnce();
});

test('a busy worker is not stuck', () => {
  const watch = startWatch();
  for (let seconds = 0; seconds < 300; seconds += 30) {
    watch.report(3);
    vi.advanceTimersByTime(MINUTE_MS / 2);
    watch.report(2);
  }
  expect(watch.stuck).not.toHaveBeenCalled();
});

test('an idle worker is not stuck, and a task that begins later has its whole minute', () => {
  const watch = startWatch();
  vi.advanceTimersByTime(5 * MINUTE_MS);
  watch.report(1);
  vi.advanceTimersByTime(MINUTE_MS);
  watch.report(0);
  vi.advanceTimersByTime(5 * MINUTE_MS);
  expect(watch.stuck).not.toHaveBeenCalled();
});

test('a worker that stops is not watched any more', () => {
  const watch = startWatch();
  watch.report(1);
  watch.stop();
  vi.advanceTimersByTime(5 * MINUTE_MS);
  expect(watch.stuck).not.toHaveBeenCalled();
});
