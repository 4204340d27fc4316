/** Downloads a release, and installs it if its archive has the digest that the project pins. */
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createProxiedFetch } from '../../client/node/proxied-fetch.ts';
import { buildOnce } from '../../host/build-once.ts';
import { installationFault, programAt, recordDigest } from '../../host/installed-program.ts';
import { elapsed } from '../../host/run.ts';
import { fetchFile } from './fetch-file.ts';
import type { Install, InstallOptions } from './install.ts';
import type { Release } from './releases.ts';
import { fileOfTar } from './tar.ts';

const PROGRESS_MS = 10_000;
const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;

/**
 * Returns the way to install a release by a download.
 *
 * @param source the base URL of releases, for example https://github.com/opentofu/opentofu/releases/download.
 *   The digest is pinned here and not published there, so any copy of the releases will do
 */
export function downloadOf(release: Release, source: string): Install {
  const { what, archive, sha256, version } = release;
  return async (target, options) => {
    if (sha256 === undefined) {
      return `${what} is not downloaded, because Slipway knows no SHA-256 digest of ${archive}`;
    }
    const { report, signal } = options;
    const isBuilt = async () => (await installationFault(programAt(target))) === undefined;
    return buildOnce(target, { what, report, signal, isBuilt }, async (unfinished) => {
      const began = Date.now();
      try {
        report(`downloading ${what} from ${source}`);
        const url = `${source.replace(/\/$/, '')}/v${version}/${archive}`;
        const fetch = createProxiedFetch(process.env);
        const onProgress = progressOf(what, options);
        const packed = await fetchFile(url, { fetch, signal, onProgress });
        const found = digestOf(packed);
        if (found !== sha256) {
          return `the SHA-256 digest of ${url} is ${found} instead of ${sha256}, so it is not the release that Slipway expects`;
        }
        const fault = await unpack(release, packed, { unfinished, target });
        if (fault === undefined) report(`downloaded ${what} in ${elapsed(Date.now() - began)}`);
        return fault;
      } catch (error) {
        signal.throwIfAborted();
        return `${source} cannot be used (${reasonOf(error)})`;
      }
    });
  };
}

async function unpack(
  { program, archive }: Release,
  packed: Buffer,
  { unfinished, target }: { unfinished: string; target: string },
): Promise<string | undefined> {
  const unpacked = gunzipSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES });
  const content = fileOfTar(unpacked, program);
  if (content === undefined) return `${archive} does not contain ${program}`;
  const file = path.join(unfinished, program);
  writeFileSync(file, content, { mode: 0o755 });
  mkdirSync(path.dirname(target), { recursive: true });
  await recordDigest(programAt(target), digestOf(content));
  renameSync(file, target);
  return undefined;
}

function progressOf(what: string, { report }: InstallOptions): (bytes: number) => void {
  const began = Date.now();
  let reportedAt = began;
  return (bytes) => {
    if (Date.now() - reportedAt < PROGRESS_MS) return;
    reportedAt = Date.now();
    const time = elapsed(reportedAt - began);
    report(`still downloading ${what} (${time}, ${Math.round(bytes / 1e6)} MB)`);
  };
}

function digestOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
