/** Prepares bubblewrap for the tests of the sandbox: from PATH, or else from Debian's package, without installing it. */
import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readSettings } from '../../config/settings.ts';
import { executableOnPath } from '../../host/executable.ts';
import type { Check } from '../verify/check.ts';
import { bubblewrapFolder } from '../../config/engine-paths.ts';

const TIMEOUT_MS = 120_000;
const run = promisify(execFile);

export function bubblewrap(interrupted: AbortSignal): Check {
  return {
    name: 'bubblewrap',
    async run() {
      const { SLIPWAY_CACHE_DIR } = readSettings(process.env);
      const folder = bubblewrapFolder(SLIPWAY_CACHE_DIR);
      const searchPath = `${process.env['PATH'] ?? ''}${path.delimiter}${folder}`;
      const found = executableOnPath('bwrap', searchPath);
      if (found !== undefined) return { ok: true, output: '', note: found };
      await unpack(SLIPWAY_CACHE_DIR, interrupted);
      return { ok: true, output: '', note: "from Debian's package" };
    },
  };
}

/** Unpacks the package into the cache. Only root could install it. */
async function unpack(cacheDir: string, signal: AbortSignal): Promise<void> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'slipway-bubblewrap-'));
  const options = { cwd: temporary, timeout: TIMEOUT_MS, signal };
  // By default, apt-get downloads as another user, which cannot write here.
  const download = () =>
    run('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', 'bubblewrap'], options);
  try {
    // A new machine knows no packages until its lists are fetched.
    await download().catch(async () => {
      await run('apt-get', ['update'], options);
      await download();
    });
    const [file] = (await readdir(temporary)).filter((name) => name.endsWith('.deb'));
    if (file === undefined) throw new Error('apt-get has downloaded no package');
    const target = path.join(cacheDir, 'bubblewrap');
    await mkdir(target, { recursive: true });
    await run('dpkg-deb', ['--extract', file, target], options);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
