/** What the ways to install a program have in common: a download, or a build. */
import type { Report } from '../../host/report.ts';

export interface InstallOptions {
  report: Report;
  signal: AbortSignal;
}

/** Places the program at `target`. Resolves to undefined, or to why that failed. */
export type Install = (target: string, options: InstallOptions) => Promise<string | undefined>;

/**
 * Tries the ways in order.
 *
 * @param faultOf returns what is wrong with the program at `target`, or undefined
 * @returns undefined after the first way that works, or why each of them failed
 */
export async function installFirst(
  ways: readonly Install[],
  target: string,
  options: InstallOptions & { faultOf: (target: string) => Promise<string | undefined> },
): Promise<string[] | undefined> {
  const { report, signal, faultOf } = options;
  const reasons: string[] = [];
  for (const install of ways) {
    const failed = (await install(target, { report, signal })) ?? (await faultOf(target));
    if (failed === undefined) return undefined;
    signal.throwIfAborted();
    reasons.push(failed);
    if (reasons.length < ways.length) report(`${failed}; trying the next way`);
  }
  return reasons;
}
