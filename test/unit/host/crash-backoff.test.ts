import { expect, test } from 'vitest';
import { crashesInARow, delayAfterCrash, stopChild } from '../../../host/crash-backoff.ts';

const POLICY = { settledMs: 1_000, delayMs: 200, maxDelayMs: 1_000 };

test('crashes in a row are counted until a program has run for a while', () => {
  expect(crashesInARow(3, undefined, POLICY)).toBe(4);
  expect(crashesInARow(3, 999, POLICY)).toBe(4);
  expect(crashesInARow(3, 1_000, POLICY)).toBe(1);
});

test('the delay doubles with each of them, up to its limit', () => {
  const delays = [1, 2, 3, 4, 5].map((crashes) => delayAfterCrash(crashes, POLICY));
  expect(delays).toEqual([200, 400, 800, 1_000, 1_000]);
});

test('a child that does not end when it is asked is killed', async () => {
  const calls: string[] = [];
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const kill = (signal: string) => {
    calls.push(signal);
    end();
  };
  await stopChild({ kill }, { ask: () => calls.push('ask'), ended, timeoutMs: 1 });
  expect(calls).toEqual(['ask', 'SIGKILL']);
});
