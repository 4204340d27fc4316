export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

/** Returns `3 passed, 0 failed`. If tests were skipped, `, 1 skipped` follows. */
export function lastLine(tally: Tally): string {
  const line = `${tally.passed} passed, ${tally.failed} failed`;
  return tally.skipped === 0 ? line : `${line}, ${tally.skipped} skipped`;
}

/** Returns 1 if a test failed, no test ran, or a test was skipped in CI (`CI=true`). */
export function exitCode(tally: Tally, ci: boolean): 0 | 1 {
  const nothingRan = tally.passed + tally.failed === 0;
  return tally.failed > 0 || nothingRan || (ci && tally.skipped > 0) ? 1 : 0;
}
