/** Where the Temporal server comes from: the first way that works. */
import path from 'node:path';
import { StartupError } from '../../config/process.ts';
import { buildTemporal } from './build.ts';
import { downloadTemporal } from './download.ts';
import { executableOnPath, isExecutable, probeTemporal } from './probe.ts';

/** The release that is downloaded or built; newer ones cannot be built by `go install`. */
const TEMPORAL_CLI_VERSION = '1.5.1';

/** Says in words what is going on. */
export type Report = (message: string) => void;

/** A way to make the binary at `target`. Resolves to why it did not work, or to undefined if it did. */
export type Obtain = (
  target: string,
  version: string,
  options: { report: Report; signal: AbortSignal },
) => Promise<string | undefined>;

export interface FindOptions {
  /** Value of PATH. */
  searchPath: string;
  cacheDir: string;
  report: Report;
  signal: AbortSignal;
  /** The ways to make a binary, in order; the real ones unless given. */
  obtain?: readonly Obtain[];
}

/**
 * The path of a `temporal` binary that answers and is new enough.
 *
 * @throws StartupError that names every way when none works
 */
export async function findTemporal(options: FindOptions): Promise<string> {
  const { cacheDir, report, signal, searchPath } = options;
  const reasons: string[] = [];
  const onPath = executableOnPath('temporal', searchPath);
  if (onPath !== undefined) {
    const fault = await probeTemporal(onPath, signal);
    if (fault === undefined) return onPath;
    reasons.push(`${onPath} ${fault}`);
    report(`${onPath} cannot be used: it ${fault}; looking further`);
  } else {
    reasons.push('there is no `temporal` on PATH');
  }

  const cached = path.join(cacheDir, `temporal-cli-${TEMPORAL_CLI_VERSION}`, 'temporal');
  if (isExecutable(cached)) {
    const fault = await probeTemporal(cached, signal);
    if (fault === undefined) return cached;
    report(`${cached} cannot be used: it ${fault}; getting it anew`);
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
      `No Temporal server could be had: ${reasons.join('; ')}.`,
      'Any one of these helps:',
      '  - set TEMPORAL_ADDRESS to the host:port of a Temporal server that runs already',
      '  - install the Temporal CLI, so that `temporal` is on PATH (https://docs.temporal.io/cli)',
      `  - put its binary, version ${TEMPORAL_CLI_VERSION}, at ${cached}`,
      '  - let this machine reach https://temporal.download, from where it is downloaded',
      '  - install Go (https://go.dev/dl), with which it is built from the Go module proxy in 2 to 3 minutes',
    ].join('\n'),
  );
}
