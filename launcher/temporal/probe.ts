import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const PROBE_TIMEOUT_MS = 15_000;
/** The first server release with update-with-start enabled by default. */
const MINIMUM_SERVER = [1, 28] as const;

/** Runs `temporal --version`. Resolves to undefined, or to what is wrong with the program. */
export async function probeTemporal(
  binary: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  let output: string;
  try {
    const result = await promisify(execFile)(binary, ['--version'], {
      timeout: PROBE_TIMEOUT_MS,
      signal,
    });
    output = result.stdout;
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return `does not answer --version (${why})`;
  }
  const server = /Server (\d+)\.(\d+)/.exec(output);
  if (server === null)
    return `is not the Temporal CLI (its version is "${output.trim().slice(0, 80)}")`;
  const [major, minor] = [Number(server[1]), Number(server[2])];
  const [minimumMajor, minimumMinor] = MINIMUM_SERVER;
  const isOld = major < minimumMajor || (major === minimumMajor && minor < minimumMinor);
  return isOld
    ? `contains server ${major}.${minor}, which is older than ${MINIMUM_SERVER.join('.')}`
    : undefined;
}
