/** Finds the program of the Temporal server: on PATH, in the cache, downloaded, or built. */
import path from 'node:path';
import { StartupError } from '../../config/process.ts';
import { executableOnPath, isExecutable } from '../../host/executable.ts';
import { installationFault, programAt } from '../../host/installed-program.ts';
import type { Report } from '../../host/report.ts';
import { buildOf } from '../tools/build.ts';
import { downloadOf } from '../tools/download.ts';
import { installFirst, type Install } from '../tools/install.ts';
import { TEMPORAL_CLI_VERSION, TEMPORAL_MODULE } from '../tools/modules.ts';
import { temporalRelease } from '../tools/releases.ts';
import { probeTemporal } from './probe.ts';

export interface FindOptions {
  /** The value of PATH. */
  searchPath: string;
  cacheDir: string;
  /** The base URL of the releases to download. */
  source: string;
  report: Report;
  signal: AbortSignal;
  /** The ways to install the program, in order. Defaults to a download, then a build. */
  ways?: readonly Install[];
}

/**
 * @returns the path of a `temporal` program that works and is new enough
 * @throws StartupError that names every failed attempt and what the user can do
 */
export async function findTemporal(options: FindOptions): Promise<string> {
  const { cacheDir, report, signal, searchPath, source } = options;
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
    const fault = await faultOfCached(cached, signal);
    if (fault === undefined) return cached;
    report(`${cached} cannot be used: it ${fault}; replacing it`);
  }
  const ways = options.ways ?? [
    downloadOf(temporalRelease(TEMPORAL_CLI_VERSION), source),
    buildOf(TEMPORAL_MODULE),
  ];
  const faultOf = (target: string) => faultOfCached(target, signal);
  const failed = await installFirst(ways, cached, { report, signal, faultOf });
  if (failed === undefined) return cached;
  reasons.push(...failed);
  throw new StartupError(
    [
      `A Temporal server is not available: ${reasons.join('; ')}.`,
      'Do one of these:',
      '  - set TEMPORAL_ADDRESS to the host:port of a running Temporal server',
      '  - install the Temporal CLI, so that `temporal` is on PATH (https://docs.temporal.io/cli)',
      `  - allow this machine to download it from ${source}`,
      '  - install Go (https://go.dev/dl); then Slipway builds the server from the Go module proxy in 2 to 3 minutes',
    ].join('\n'),
  );
}

/** Verifies the program before it runs the first time. */
async function faultOfCached(cached: string, signal: AbortSignal): Promise<string | undefined> {
  return (await installationFault(programAt(cached))) ?? probeTemporal(cached, signal);
}
