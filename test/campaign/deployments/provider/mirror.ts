/** Builds the provider of the campaign into a mirror of its own. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { readSettings } from '../../../../config/settings.ts';
import { MIRROR_HOSTS } from '../../../../deployments/engine/engine.ts';
import { executableOnPath } from '../../../../host/executable.ts';
import { platformName } from '../../../../launcher/tools/modules.ts';

const BUILD_TIMEOUT_MS = 10 * 60_000;
const VERSION = '1.0.0';
const SOURCES = ['main.go', 'go.mod', 'go.sum'].map((name) => path.join(import.meta.dirname, name));

/** Returns the directory of the mirror, which is kept in the cache. Undefined without Go. */
export async function mirrorOfCampaign(): Promise<string | undefined> {
  const go = executableOnPath('go', process.env['PATH'] ?? '');
  if (go === undefined) return undefined;
  const hash = createHash('sha256');
  for (const file of SOURCES) hash.update(readFileSync(file));
  const cache = path.join(path.resolve(readSettings(process.env).SLIPWAY_CACHE_DIR), 'campaign');
  const mirror = path.join(cache, hash.digest('hex').slice(0, 16));
  if (existsSync(mirror)) return mirror;
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(path.join(cache, 'unfinished-'));
  const [first, ...others] = MIRROR_HOSTS.map((host) => {
    const folder = path.join(unfinished, host, 'slipway/campaign', VERSION, platformName());
    mkdirSync(folder, { recursive: true });
    return path.join(folder, `terraform-provider-campaign_v${VERSION}`);
  });
  const args = ['build', '-trimpath', '-ldflags', '-s -w', '-o', String(first), '.'];
  await promisify(execFile)(go, args, {
    cwd: import.meta.dirname,
    env: {
      ...process.env,
      GOFLAGS: '-mod=readonly -buildvcs=false',
      GOWORK: 'off',
      GOTOOLCHAIN: 'auto',
    },
    timeout: BUILD_TIMEOUT_MS,
  });
  for (const other of others) copyFileSync(String(first), other);
  renameSync(unfinished, mirror);
  return mirror;
}
