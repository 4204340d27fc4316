/** A named check that runs beside others. */
export interface Check {
  name: string;
  run(): Promise<Outcome>;
}

export interface Outcome {
  ok: boolean;
  /** Shown when the check failed. */
  output: string;
  /** A few words that are always shown. */
  note?: string;
}

export interface CheckResult extends Outcome {
  name: string;
  seconds: number;
}

/**
 * Runs every check, also after one has failed, `atOnce` at a time. Calls `report` with each result as the
 * check ends. A check that throws has failed. Returns the results in the order of the checks.
 */
export async function runChecks(
  checks: readonly Check[],
  atOnce: number,
  report: (result: CheckResult) => void,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const waiting = checks.entries();
  const lane = async (): Promise<void> => {
    for (const [index, check] of waiting) {
      const result = await runCheck(check);
      results[index] = result;
      report(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

async function runCheck(check: Check): Promise<CheckResult> {
  const start = performance.now();
  const outcome = await check.run().catch((error: unknown) => ({
    ok: false,
    output: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  return { name: check.name, ...outcome, seconds: (performance.now() - start) / 1000 };
}

/** Returns one line for a result with its note. The output of a failed check follows below that line. */
export function describeResult(result: CheckResult): string {
  const seconds = result.seconds.toFixed(1).padStart(5);
  const line = `${result.ok ? 'ok    ' : 'FAILED'}  ${result.name.padEnd(20)} ${seconds} s  ${result.note ?? ''}`;
  return result.ok ? line.trimEnd() : `${line.trimEnd()}\n${result.output.trimEnd()}\n`;
}
