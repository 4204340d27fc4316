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

/** `3 passed, 0 failed`, with `, 1 skipped` when something was. */
export function lastLine(tally: Tally): string {
  const line = `${tally.passed} passed, ${tally.failed} failed`;
  return tally.skipped === 0 ? line : `${line}, ${tally.skipped} skipped`;
}

/** 1 when something failed, nothing ran, or something was skipped in CI (`CI=true`). */
export function exitCode(tally: Tally, ci: boolean): 0 | 1 {
  const nothingRan = tally.passed + tally.failed === 0;
  return tally.failed > 0 || nothingRan || (ci && tally.skipped > 0) ? 1 : 0;
}
