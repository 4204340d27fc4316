import { setTimeout as pause } from 'node:timers/promises';

const INTERVAL_MS = 50;

/** Calls `check` until it returns true. Throws after `timeoutMs`. */
export async function eventually(
  check: () => Promise<boolean>,
  timeoutMs: number,
  intervalMs = INTERVAL_MS,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() >= deadline) throw new Error(`did not hold within ${timeoutMs / 1000} s`);
    await pause(intervalMs);
  }
}
