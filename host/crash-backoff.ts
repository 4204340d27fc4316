/** How long to wait before a program that has crashed is started again, and how to stop one. */

export interface CrashBackoff {
  /** After a program ran for this long, its next crash counts as the first. */
  settledMs: number;
  /** The wait before the first restart. It doubles with every crash in a row, up to `maxDelayMs`. */
  delayMs: number;
  maxDelayMs: number;
}

/**
 * Returns the number of crashes in a row, with the one that has just happened.
 *
 * @param ranForMs how long the program ran, in milliseconds; undefined if it was never ready
 */
export function crashesInARow(
  before: number,
  ranForMs: number | undefined,
  { settledMs }: Pick<CrashBackoff, 'settledMs'>,
): number {
  return ranForMs !== undefined && ranForMs >= settledMs ? 1 : before + 1;
}

/** Returns the wait before the next start, in milliseconds. */
export function delayAfterCrash(
  crashes: number,
  { delayMs, maxDelayMs }: Pick<CrashBackoff, 'delayMs' | 'maxDelayMs'>,
): number {
  return Math.min(delayMs * 2 ** (crashes - 1), maxDelayMs);
}

/** Asks a child process to end, and kills it after `timeoutMs`. Resolves when it has ended. */
export async function stopChild(
  child: { kill: (signal: 'SIGKILL') => unknown },
  options: { ask: () => unknown; ended: Promise<unknown>; timeoutMs: number },
): Promise<void> {
  options.ask();
  const force = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs);
  await options.ended;
  clearTimeout(force);
}
