import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from './find.ts';
import { takeLock } from './pid-file.ts';
import { elapsed } from './run.ts';

const LOCK_POLL_MS = 1_000;
const LOCK_REPORT_MS = 10_000;

/**
 * Has `target` built by one process at a time; others wait for it and take what it has built.
 *
 * @param build leaves its work in the directory that it is given, which is removed afterwards; resolves
 *   to why it failed, or to undefined
 * @param options.isBuilt asked only after somebody else held the lock
 */
export async function oneBuilder(
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
