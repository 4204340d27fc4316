import { setTimeout as pause } from 'node:timers/promises';

type Outcome<Result> = Result | undefined | false;

export interface EventuallyOptions {
  timeoutMs?: number;
  /** The pause between two checks. A function gets the time so far. */
  intervalMs?: number | ((elapsedMs: number) => number);
}

/**
 * Repeats `check` until it returns something other than undefined or false, and returns that. Throws
 * what the last check threw, or that it never held, once `timeoutMs` have passed.
 */
export async function eventually<Result>(
  check: () => Outcome<Result> | Promise<Outcome<Result>>,
  { timeoutMs = 10_000, intervalMs = 20 }: EventuallyOptions = {},
): Promise<Result> {
  const startedAt = Date.now();
  const pauseMs = typeof intervalMs === 'number' ? () => intervalMs : intervalMs;
  for (;;) {
    let failure: unknown = new Error(`did not hold within ${timeoutMs} ms`);
    try {
      const result = await check();
      if (result !== undefined && result !== false) return result;
    } catch (error) {
      failure = error;
    }
    const elapsedMs = Date.now() - startedAt;
    if (elapsedMs >= timeoutMs) throw failure;
    await pause(pauseMs(elapsedMs));
  }
}
