/** A check that can be run by name, beside others. */
export interface Check {
  name: string;
  run(): Promise<Outcome>;
}

export interface Outcome {
  ok: boolean;
  /** Shown when the check failed. */
  output: string;
  /** A few words shown in any case. */
  note?: string;
}

export interface CheckResult extends Outcome {
  name: string;
  seconds: number;
}

/**
 * Runs every check, `atOnce` at a time, whatever the others say; `report` hears of each as it ends.
 * A check that throws has failed. The results are in the order of the checks.
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

/** One line for a result with its note, and the output of a failure below it. */
export function describeResult(result: CheckResult): string {
  const seconds = result.seconds.toFixed(1).padStart(5);
  const line = `${result.ok ? 'ok    ' : 'FAILED'}  ${result.name.padEnd(20)} ${seconds} s  ${result.note ?? ''}`;
  return result.ok ? line.trimEnd() : `${line.trimEnd()}\n${result.output.trimEnd()}\n`;
}
