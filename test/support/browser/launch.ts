/**
 * A headless Chromium for tests of the page. On Linux it comes with the package `@sparticuz/chromium`, as
 * compressed files with the libraries and fonts that slim machines lack; they are unpacked once, into
 * Slipway's cache. Elsewhere it is the Chrome that is installed.
 */
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import * as z from 'zod';
import { readSettings } from '../../../config/settings.ts';

const run = promisify(execFile);
const LAUNCH_MS = 30_000;
/** A name of another site. To the browser it is a name of this machine, as a rebound name is. */
export const FOREIGN_NAME = 'evil.example';
const EVERYWHERE = [
  `--host-resolver-rules=MAP ${FOREIGN_NAME} 127.0.0.1`,
  // Newer versions of Chromium keep pages of the internet from the local network. Other browsers do not, so
  // the tests must not depend on it.
  '--ip-address-space-overrides=127.0.0.1/8=public',
];
const ON_LINUX = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none'];

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ ...(await installedBrowser()), timeout: LAUNCH_MS });
}

async function installedBrowser(): Promise<LaunchOptions> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { channel: 'chrome', args: EVERYWHERE };
  }
  const folder = await unpackBrowser();
  const libraries = [path.join(folder, 'lib'), process.env['LD_LIBRARY_PATH']];
  return {
    executablePath: path.join(folder, 'chromium'),
    args: [...ON_LINUX, ...EVERYWHERE],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: libraries.filter(Boolean).join(':'),
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
    },
  };
}

/**
 * The folder of the browser's files. It is unpacked under another name and then renamed, so that it is
 * never incomplete.
 */
async function unpackBrowser(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const home = entry.slice(0, entry.lastIndexOf(`${path.sep}build${path.sep}`));
  const manifest: unknown = JSON.parse(await readFile(path.join(home, 'package.json'), 'utf8'));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  const cache = readSettings(process.env).SLIPWAY_CACHE_DIR;
  const folder = path.join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;

  await mkdir(cache, { recursive: true });
  const making = await mkdtemp(`${folder}-`);
  const unpack = (name: string) =>
    pipeline(
      createReadStream(path.join(home, 'bin', `${name}.br`)),
      createBrotliDecompress(),
      createWriteStream(path.join(making, name)),
    );
  await unpack('chromium');
  await chmod(path.join(making, 'chromium'), 0o755);
  for (const archive of ['al2023.tar', 'fonts.tar']) {
    await unpack(archive);
    await run('tar', ['-x', '-f', path.join(making, archive), '-C', making]);
  }
  await writeFile(path.join(making, 'fonts.conf'), fontsConfiguration(folder));
  await rename(making, folder).catch(async (error: unknown) => {
    await rm(making, { recursive: true });
    // Another test run has unpacked it in the meantime.
    if (!existsSync(folder)) throw error;
  });
  return folder;
}

/** Uses the packaged fonts only, so that a page looks the same on every machine. */
function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}
