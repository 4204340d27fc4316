import { inspect } from 'node:util';

/**
 * A property whose counterexample is made smaller only within bounds, which fast-check itself has not:
 * once they are passed every smaller one counts as good, so that the smallest so far is reported.
 */
export function boundedShrinking<T>(
  { runs, timeMs }: { runs: number; timeMs: number },
  property: (value: T) => Promise<void>,
): (value: T) => Promise<void> {
  let left = runs;
  let until: number | undefined;
  return async (value) => {
    if (until !== undefined && (left <= 0 || Date.now() >= until)) return;
    if (until !== undefined) left -= 1;
    try {
      await property(value);
    } catch (error) {
      if (until === undefined) {
        until = Date.now() + timeMs;
        // Printed at once, because shrinking takes a while.
        process.stderr.write(
          `fails, and is made smaller: ${JSON.stringify(value)}: ${inspect(error, { depth: 4 })}\n`,
        );
      }
      throw error;
    }
  };
}
