/** Finds the program of the Temporal server: on PATH, in the cache, downloaded, or built. */
import path from 'node:path';
import { StartupError } from '../../config/process.ts';
import { executableOnPath, isExecutable } from '../../host/executable.ts';
import type { Report } from '../../host/report.ts';
import { buildTemporal } from './build.ts';
import { downloadTemporal } from './download.ts';
import type { ObtainTemporal } from './obtain.ts';
import { probeTemporal } from './probe.ts';

/** The release to download or build. `go install` cannot build newer ones. */
const TEMPORAL_CLI_VERSION = '1.5.1';

export interface FindOptions {
  /** The value of PATH. */
  searchPath: string;
  cacheDir: string;
  report: Report;
  signal: AbortSignal;
  /** The ways to obtain the program, in order. Defaults to a download, then a build. */
  obtain?: readonly ObtainTemporal[];
}

/**
 * @returns the path of a `temporal` program that works and is new enough
 * @throws StartupError that names every failed attempt and what the user can do
 */
export async function findTemporal(options: FindOptions): Promise<string> {
  const { cacheDir, report, signal, searchPath } = options;
  const reasons: string[] = [];
  const onPath = executableOnPath('temporal', searchPath);
  if (onPath !== undefined) {
    const fault = await probeTemporal(onPath, signal);
    if (fault === undefined) return onPath;
    reasons.push(`${onPath} ${fault}`);
    report(`${onPath} cannot be used: it ${fault}; trying the next way`);
  } else {
    reasons.push('`temporal` is not on PATH');
  }

  const cached = path.join(cacheDir, `temporal-cli-${TEMPORAL_CLI_VERSION}`, 'temporal');
  if (isExecutable(cached)) {
    const fault = await probeTemporal(cached, signal);
    if (fault === undefined) return cached;
    report(`${cached} cannot be used: it ${fault}; replacing it`);
  }
  for (const obtain of options.obtain ?? [downloadTemporal, buildTemporal]) {
    const failed =
      (await obtain(cached, TEMPORAL_CLI_VERSION, { report, signal })) ??
      (await probeTemporal(cached, signal));
    if (failed === undefined) return cached;
    signal.throwIfAborted();
    reasons.push(failed);
  }
  throw new StartupError(
    [
      `A Temporal server is not available: ${reasons.join('; ')}.`,
      'Do one of these:',
      '  - set TEMPORAL_ADDRESS to the host:port of a running Temporal server',
      '  - install the Temporal CLI, so that `temporal` is on PATH (https://docs.temporal.io/cli)',
      `  - put its binary, version ${TEMPORAL_CLI_VERSION}, at ${cached}`,
      '  - allow this machine to download it from https://temporal.download',
      '  - install Go (https://go.dev/dl); then Slipway builds the server from the Go module proxy in 2 to 3 minutes',
    ].join('\n'),
  );
}
