import { setTimeout as pause } from 'node:timers/promises';

type Outcome<Result> = Result | undefined | false;

/**
 * Repeats `check` until it returns something other than undefined or false, and returns that. Throws
 * what the last check threw, or that it never held, once `timeoutMs` have passed.
 */
export async function eventually<Result>(
  check: () => Outcome<Result> | Promise<Outcome<Result>>,
  { timeoutMs = 10_000, intervalMs = 20 }: { timeoutMs?: number; intervalMs?: number } = {},
): Promise<Result> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let failure: unknown = new Error(`did not hold within ${timeoutMs} ms`);
    try {
      const result = await check();
      if (result !== undefined && result !== false) return result;
    } catch (error) {
      failure = error;
    }
    if (Date.now() >= deadline) throw failure;
    await pause(intervalMs);
  }
}
