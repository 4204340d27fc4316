/** A module from another person must not make the command line upload files that are not part of it. */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { UsageError } from '../../cli/exit.ts';
import { findModule } from '../../cli/module/find-module.ts';
import { packModule } from '../../cli/module/pack-module.ts';

let base: string;
let module: string;
let secret: string;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'slipway-links-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  module = path.join(base, 'module');
  mkdirSync(path.join(module, 'site'), { recursive: true });
  writeFileSync(path.join(module, 'main.tf'), 'main');
  writeFileSync(path.join(module, 'site', 'page.tftpl'), 'page');
  secret = path.join(base, 'credentials');
  writeFileSync(secret, 'aws_secret_access_key = x');
});

async function fault(): Promise<string> {
  try {
    await packModule(module, findModule(module).files);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('the module was accepted');
}

/** The text of each file that is uploaded. */
function uploaded(directory = module): Record<string, string> {
  const files = [...findModule(directory).files];
  return Object.fromEntries(files.map(([name, file]) => [name, readFileSync(file, 'utf8')]));
}

test.each(['stolen.tf', 'site/stolen.tftpl', '.terraform.lock.hcl', 'notes.txt', '.cache'])(
  'a link from %s to a file outside is refused',
  async (name) => {
    symlinkSync(secret, path.join(module, name));
    const refused = await fault();
    expect(refused).toContain(`Link ${path.join(module, name)} leads out of the module, to`);
    expect(refused).toContain('credentials');
  },
);

test('a relative link outside is refused, and so is a chain of links', async () => {
  symlinkSync('../credentials', path.join(module, 'z.txt'));
  expect(await fault()).toContain('z.txt leads out of the module');
  symlinkSync('z.txt', path.join(module, 'b.tf'));
  expect(await fault()).toContain('b.tf leads out of the module');
});

test('a link to a directory outside is refused', async () => {
  const outside = path.join(base, 'module-2');
  mkdirSync(outside);
  writeFileSync(path.join(outside, 'other.tf'), 'other');
  symlinkSync(outside, path.join(module, 'shared'));
  expect(await fault()).toContain('shared leads out of the module');
});

test('a link to a file or directory of the module is read', () => {
  symlinkSync('main.tf', path.join(module, 'copy.tf'));
  symlinkSync('site', path.join(module, 'alias'));
  expect(uploaded()).toEqual({
    'alias/page.tftpl': 'page',
    'copy.tf': 'main',
    'main.tf': 'main',
    'site/page.tftpl': 'page',
  });
});

test('the directory itself may be a link', () => {
  const alias = path.join(base, 'alias');
  symlinkSync(module, alias);
  symlinkSync('main.tf', path.join(module, 'copy.tf'));
  expect(Object.keys(uploaded(alias))).toEqual(['copy.tf', 'main.tf', 'site/page.tftpl']);
});

test('a link to a directory of the module is read like that directory', () => {
  mkdirSync(path.join(module, 'shared', 'deep'), { recursive: true });
  writeFileSync(path.join(module, 'shared', 'deep', 'a.tf'), '# a');
  mkdirSync(path.join(module, 'stage'));
  symlinkSync('../shared', path.join(module, 'stage', 'common'));
  expect(uploaded()).toMatchObject({
    'shared/deep/a.tf': '# a',
    'stage/common/deep/a.tf': '# a',
  });
});

test('a link that leads back to a directory above it is refused', () => {
  mkdirSync(path.join(module, 'a'));
  mkdirSync(path.join(module, 'b'));
  symlinkSync('../b', path.join(module, 'a', 'x'));
  symlinkSync('../a', path.join(module, 'b', 'y'));
  expect(() => findModule(module)).toThrow(/a\/x\/y leads back to .*\/a, which contains it/);
});

test('a link to a missing file is refused', async () => {
  symlinkSync('missing', path.join(module, 'gone.txt'));
  expect(await fault()).toMatch(/gone\.txt cannot be followed: no such file or directory/);
});

test.each(['pipe.tf', 'pipe'])('the FIFO %s is refused, and nothing waits for it', async (name) => {
  execFileSync('mkfifo', [path.join(module, name)]);
  expect(await fault()).toContain(`${name} is not a regular file`);
});

test('a socket is refused', async () => {
  const server = createServer().listen(path.join(module, 'socket.tf'));
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  expect(await fault()).toMatch(/socket\.tf/);
});

test('a link to a device is refused', async () => {
  symlinkSync('/dev/zero', path.join(module, 'zero.tf'));
  expect(await fault()).toContain('leads out of the module');
});

test('too many bytes and too many files are refused', async () => {
  const large = path.join(module, 'large.bin');
  writeFileSync(large, '');
  // The file takes no space on the disk, and is not read.
  truncateSync(large, 500 * 1024 * 1024 + 1);
  expect(await fault()).toMatch(/has more than 500 MiB/);
  rmSync(large);
  mkdirSync(path.join(module, 'many'));
  for (let i = 0; i < 5_000; i += 1) writeFileSync(path.join(module, 'many', `f${i}`), '');
  expect(await fault()).toMatch(/has more than 5000 files/);
});
