import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Obtain } from './find.ts';
import { takeLock } from './pid-file.ts';
import { executableOnPath, probeTemporal } from './probe.ts';
import { elapsed, run } from './run.ts';

const BUILD_TIMEOUT_MS = 20 * 60_000;
const LOCK_POLL_MS = 1_000;
const LOCK_REPORT_MS = 10_000;

/** Builds the Temporal CLI from the Go module proxy; one copy at a time, others wait for it. */
export const buildTemporal: Obtain = async (target, version, { report, signal }) => {
  const go = executableOnPath('go', process.env['PATH'] ?? '');
  if (go === undefined) return 'Go is not installed, so it cannot be built';
  const directory = path.dirname(target);
  mkdirSync(directory, { recursive: true });

  const waitingSince = Date.now();
  let reportedAt = 0;
  let lock = takeLock(`${target}.lock`);
  while (lock.state === 'held') {
    if (Date.now() - reportedAt >= LOCK_REPORT_MS) {
      reportedAt = Date.now();
      report(
        `waiting for process ${lock.by.pid}, which builds Temporal's server (${elapsed(reportedAt - waitingSince)})`,
      );
    }
    await sleep(LOCK_POLL_MS, undefined, { signal });
    lock = takeLock(`${target}.lock`);
  }
  const unfinished = path.join(directory, `building-${process.pid}`);
  try {
    // Whoever held the lock may have built it.
    if (reportedAt > 0 && (await probeTemporal(target, signal)) === undefined) return undefined;
    report(
      `building Temporal's server ${version} from the Go module proxy; the first time takes 2 to 3 minutes`,
    );
    const started = Date.now();
    const failure = await run(
      go,
      ['install', `github.com/temporalio/cli/cmd/temporal@v${version}`],
      {
        env: { ...process.env, GOBIN: unfinished },
        timeoutMs: BUILD_TIMEOUT_MS,
        signal,
        onSignOfLife: (time) => report(`still building Temporal's server (${time})`),
      },
    );
    if (failure !== undefined) return `building it with Go failed: ${failure}`;
    renameSync(path.join(unfinished, 'temporal'), target);
    report(`built Temporal's server in ${elapsed(Date.now() - started)}`);
    return undefined;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    lock.release();
  }
};
