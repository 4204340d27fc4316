/** Prepares bubblewrap for the tests of the sandbox: from PATH, or else from Debian's package, without installing it. */
import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readSettings } from '../../config/settings.ts';
import { executableOnPath } from '../../host/executable.ts';
import type { Check } from '../verify/check.ts';
import { bubblewrapPackage, bubblewrapSearchPath } from '../../config/engine-paths.ts';

const TIMEOUT_MS = 120_000;
const run = promisify(execFile);

export function bubblewrap(interrupted: AbortSignal): Check {
  return {
    name: 'bubblewrap',
    async run() {
      const settings = readSettings(process.env);
      const found = executableOnPath('bwrap', bubblewrapSearchPath(settings, process.env));
      if (found !== undefined) return { ok: true, output: '', note: found };
      await unpack(bubblewrapPackage(settings.SLIPWAY_CACHE_DIR), interrupted);
      return { ok: true, output: '', note: "from Debian's package" };
    },
  };
}

/** Unpacks the package. Only root could install it. */
async function unpack(target: string, signal: AbortSignal): Promise<void> {
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
    await mkdir(target, { recursive: true });
    await run('dpkg-deb', ['--extract', file, target], options);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
