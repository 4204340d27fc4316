import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from './lock.ts';
import type { Report } from './report.ts';
import { elapsed } from './run.ts';

const LOCK_POLL_MS = 1_000;
const LOCK_REPORT_MS = 10_000;

/**
 * Builds `target` in one process at a time. Other processes wait, and use the result of the first.
 *
 * @param build works in the directory that it gets, moves its result to `target`, and returns why it
 *   failed, or undefined. The directory is removed afterwards
 * @param options.isBuilt called only if another process held the lock before this one
 * @returns why the build failed, or undefined
 */
export async function buildOnce(
  target: string,
  options: {
    what: string;
    report: Report;
    signal: AbortSignal;
    isBuilt: () => Promise<boolean>;
  },
  build: (unfinished: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const { what, report, signal, isBuilt } = options;
  const directory = path.dirname(target);
  mkdirSync(directory, { recursive: true });
  const waitingSince = Date.now();
  let reportedAt = 0;
  let lock = takeLock(`${target}.lock`);
  while (lock.state === 'held') {
    if (Date.now() - reportedAt >= LOCK_REPORT_MS) {
      reportedAt = Date.now();
      report(
        `waiting for process ${lock.by.pid}, which builds ${what} (${elapsed(reportedAt - waitingSince)})`,
      );
    }
    await sleep(LOCK_POLL_MS, undefined, { signal });
    lock = takeLock(`${target}.lock`);
  }
  const unfinished = path.join(directory, `building-${process.pid}`);
  try {
    if (reportedAt > 0 && (await isBuilt())) return undefined;
    mkdirSync(unfinished, { recursive: true });
    return await build(unfinished);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    lock.release();
  }
}
