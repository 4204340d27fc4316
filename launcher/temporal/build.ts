import { renameSync } from 'node:fs';
import path from 'node:path';
import type { ObtainTemporal } from './obtain.ts';
import { buildOnce } from '../../host/build-once.ts';
import { executableOnPath } from '../../host/executable.ts';
import { probeTemporal } from './probe.ts';
import { elapsed, run } from '../../host/run.ts';

const BUILD_TIMEOUT_MS = 20 * 60_000;

/** Builds the Temporal CLI from the Go module proxy. Only one process builds; others wait for it. */
export const buildTemporal: ObtainTemporal = async (target, version, { report, signal }) => {
  const go = executableOnPath('go', process.env['PATH'] ?? '');
  if (go === undefined) return 'it cannot be built because Go is not installed';
  const isBuilt = async () => (await probeTemporal(target, signal)) === undefined;
  const what = "Temporal's server";
  return buildOnce(target, { what, report, signal, isBuilt }, async (unfinished) => {
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
        onProgress: (time) => report(`still building Temporal's server (${time})`),
      },
    );
    if (failure !== undefined) return `building it with Go failed: ${failure}`;
    renameSync(path.join(unfinished, 'temporal'), target);
    report(`built Temporal's server in ${elapsed(Date.now() - started)}`);
    return undefined;
  });
};
