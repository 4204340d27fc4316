/** Returns the number after the dot: 34 for `1.34`. */
export function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

/** Returns the version that many minor versions later: `1.35` for `1.34` and 1. */
export function minorsLater(version: string, minors: number): string {
  return `1.${minorOf(version) + minors}`;
}

/** Returns the newer of two versions. An absent version is older than any other. */
export function newerOf(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return minorOf(a) >= minorOf(b) ? a : b;
}
