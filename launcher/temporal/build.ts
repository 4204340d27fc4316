import { renameSync } from 'node:fs';
import path from 'node:path';
import type { Obtain } from './find.ts';
import { oneBuilder } from './one-builder.ts';
import { executableOnPath, probeTemporal } from './probe.ts';
import { elapsed, run } from './run.ts';

const BUILD_TIMEOUT_MS = 20 * 60_000;

/** Builds the Temporal CLI from the Go module proxy; one copy at a time, others wait for it. */
export const buildTemporal: Obtain = async (target, version, { report, signal }) => {
  const go = executableOnPath('go', process.env['PATH'] ?? '');
  if (go === undefined) return 'Go is not installed, so it cannot be built';
  const isBuilt = async () => (await probeTemporal(target, signal)) === undefined;
  const what = "Temporal's server";
  return oneBuilder(target, { what, report, signal, isBuilt }, async (unfinished) => {
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
  });
};
