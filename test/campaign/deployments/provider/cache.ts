/** Builds the provider of the campaign, and makes a cache for the stack whose mirror has it. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { readSettings } from '../../../../config/settings.ts';
import { MIRROR_HOSTS, providerMirror } from '../../../../deployments/engine/engine.ts';
import { executableOnPath } from '../../../../host/executable.ts';
import { platformName } from '../../../../launcher/tools/modules.ts';

const BUILD_TIMEOUT_MS = 10 * 60_000;
const VERSION = '1.0.0';
const SOURCES = ['main.go', 'go.mod', 'go.sum'].map((name) => path.join(import.meta.dirname, name));

/**
 * Returns the directory of the cache: the tools of the developer's cache, and a mirror with one more provider.
 * Returns undefined without Go. The developer's cache gets the built provider, but not its mirror.
 */
export async function cacheWithProvider(): Promise<string | undefined> {
  const go = executableOnPath('go', process.env['PATH'] ?? '');
  if (go === undefined) return undefined;
  const cache = path.resolve(readSettings(process.env).SLIPWAY_CACHE_DIR);
  const binary = await build(go, cache);
  const own = mkdtempSync(path.join(inject('scratchDirectory') ?? tmpdir(), 'cache-'));
  const mirror = providerMirror(cache);
  for (const name of readdirSync(cache)) {
    if (path.join(cache, name) !== mirror)
      symlinkSync(path.join(cache, name), path.join(own, name));
  }
  // Sandboxes see the mirror alone, so that links must not lead out of it.
  for (const entry of readdirSync(mirror, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile()) place(file, path.join(providerMirror(own), path.relative(mirror, file)));
  }
  for (const host of MIRROR_HOSTS) {
    const folder = path.join(
      providerMirror(own),
      host,
      'slipway/campaign',
      VERSION,
      platformName(),
    );
    place(binary, path.join(folder, `terraform-provider-campaign_v${VERSION}`));
  }
  return own;
}

async function build(go: string, cache: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of SOURCES) hash.update(readFileSync(file));
  const folder = path.join(cache, 'campaign-provider');
  const binary = path.join(folder, hash.digest('hex').slice(0, 16));
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const unfinished = `${binary}.${process.pid}`;
  await promisify(execFile)(
    go,
    ['build', '-trimpath', '-ldflags', '-s -w', '-o', unfinished, '.'],
    {
      cwd: import.meta.dirname,
      env: {
        ...process.env,
        GOFLAGS: '-mod=readonly -buildvcs=false',
        GOWORK: 'off',
        GOTOOLCHAIN: 'auto',
      },
      timeout: BUILD_TIMEOUT_MS,
    },
  );
  renameSync(unfinished, binary);
  return binary;
}

function place(file: string, target: string): void {
  mkdirSync(path.dirname(target), { recursive: true });
  try {
    linkSync(file, target);
  } catch {
    // The other directory is on another disk.
    copyFileSync(file, target);
  }
}
