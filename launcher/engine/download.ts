/** Downloads a release of OpenTofu and verifies its checksum. */
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isExecutable } from '../../host/executable.ts';
import { buildOnce } from '../../host/build-once.ts';
import { elapsed } from '../../host/run.ts';
import type { BuildOptions } from './build.ts';
import { platformName } from './modules.ts';
import { fileOfTar } from './tar.ts';

const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;
/**
 * The deadline of the first response. It is short, so that a machine without internet access soon tries the
 * next way.
 */
const FIRST_RESPONSE_MS = 15_000;
const MAX_BYTES = 200 * 1024 * 1024;
const PROGRAM = 'tofu';

/**
 * Downloads the program to `target`.
 *
 * @param source the base URL of releases, for example https://github.com/opentofu/opentofu/releases/download
 * @returns why the download failed, or undefined
 */
export async function downloadEngine(
  { source, version }: { source: string; version: string },
  target: string,
  { report, signal }: BuildOptions,
): Promise<string | undefined> {
  const what = `OpenTofu ${version}`;
  const archive = `${PROGRAM}_${version}_${platformName()}.tar.gz`;
  const at = (name: string) => `${source.replace(/\/$/, '')}/v${version}/${name}`;
  const isBuilt = async () => isExecutable(target);
  return buildOnce(target, { what, report, signal, isBuilt }, async (unfinished) => {
    const began = Date.now();
    try {
      const sums = await get(at(`${PROGRAM}_${version}_SHA256SUMS`), FIRST_RESPONSE_MS, signal);
      const expected = sumOf(sums.toString(), archive);
      if (expected === undefined) return `${source} has no ${archive}`;
      report(`downloading ${what} from ${source}`);
      const packed = await get(at(archive), DOWNLOAD_TIMEOUT_MS, signal);
      const found = createHash('sha256').update(packed).digest('hex');
      if (found !== expected) {
        return `the checksum of ${archive} is ${found} instead of ${expected}`;
      }
      const program = fileOfTar(gunzipSync(packed), PROGRAM);
      if (program === undefined) return `${archive} does not contain ${PROGRAM}`;
      const file = path.join(unfinished, PROGRAM);
      writeFileSync(file, program, { mode: 0o755 });
      mkdirSync(path.dirname(target), { recursive: true });
      renameSync(file, target);
      report(`downloaded ${what} in ${elapsed(Date.now() - began)}`);
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      return `${source} cannot be used (${reasonOf(error)})`;
    }
  });
}

async function get(url: string, timeoutMs: number, signal: AbortSignal): Promise<Buffer> {
  const response = await fetch(url, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
  if (!response.ok || response.body === null)
    throw new Error(`${url} returned status ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> = response.body;
  for await (const part of body) {
    size += part.length;
    if (size > MAX_BYTES) throw new Error(`${url} is too large`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** @returns the checksum of the file `name` in lines of the form `{sum}  {name}` */
function sumOf(sums: string, name: string): string | undefined {
  return sums
    .split('\n')
    .map((line) => line.trim().split(/\s+\*?/))
    .find(([, file]) => file === name)?.[0]
    ?.toLowerCase();
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
