import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ObtainTemporal } from './obtain.ts';
import { elapsed, run } from '../../host/run.ts';

const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

/**
 * Downloads the official release through the SDK, in a child process. The SDK downloads only to start
 * a server, and its download has no deadline and cannot be interrupted.
 */
export const downloadTemporal: ObtainTemporal = async (target, version, { report, signal }) => {
  const directory = path.dirname(target);
  const unfinished = path.join(directory, `downloading-${process.pid}`);
  const started = Date.now();
  const stalled = new AbortController();
  let seen = 0;
  try {
    mkdirSync(unfinished, { recursive: true });
    report(`downloading Temporal's server ${version} from https://temporal.download`);
    const script = fileURLToPath(new URL('./download-process.js', import.meta.url));
    const failure = await run(process.execPath, [script, version, unfinished], {
      env: process.env,
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
      signal: AbortSignal.any([signal, stalled.signal]),
      onProgress: (time) => {
        const size = sizeOf(unfinished);
        report(`still downloading Temporal's server (${time}, ${Math.round(size / 1e6)} MB)`);
        if (size === seen) stalled.abort();
        seen = size;
      },
    });
    if (failure !== undefined) {
      const why = stalled.signal.aborted ? 'nothing more arrived for 10 s' : failure;
      const sentence = `https://temporal.download cannot be reached or used (${why})`;
      report(`${sentence}; trying the next way`);
      return sentence;
    }
    renameSync(path.join(unfinished, `temporal-v${version}`), target);
    report(`downloaded Temporal's server in ${elapsed(Date.now() - started)}`);
    return undefined;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
};

/** Returns the size of all files in the directory, in bytes. */
function sizeOf(directory: string): number {
  return readdirSync(directory)
    .map((name) => statSync(path.join(directory, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}
