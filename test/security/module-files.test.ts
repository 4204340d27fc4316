/** A module from another person must not make the command line send files that are not part of it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { UsageError } from '../../cli/exit.ts';
import { readModule } from '../../cli/input/module-files.ts';

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

function fault(): string {
  try {
    readModule(module);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('the module was accepted');
}

test.each(['stolen.tf', 'site/stolen.tftpl', '.terraform.lock.hcl'])(
  'a link from %s to a file outside is refused',
  (name) => {
    symlinkSync(secret, path.join(module, name));
    expect(fault()).toContain(`Link ${path.join(module, name)} leads out of the module, to`);
    expect(fault()).toContain('credentials');
  },
);

test('a relative link outside is refused, and so is a chain of links', () => {
  symlinkSync('../credentials', path.join(module, 'a.txt'));
  symlinkSync('a.txt', path.join(module, 'b.tf'));
  expect(fault()).toContain('b.tf leads out of the module');
});

test('a link to a directory outside is refused', () => {
  const outside = path.join(base, 'module-2');
  mkdirSync(outside);
  writeFileSync(path.join(outside, 'other.tf'), 'other');
  symlinkSync(outside, path.join(module, 'shared'));
  expect(fault()).toContain('shared leads out of the module');
});

test('a link to a file or directory of the module is read, and links that are not sent are ignored', () => {
  symlinkSync('main.tf', path.join(module, 'copy.tf'));
  symlinkSync('site', path.join(module, 'alias'));
  symlinkSync(secret, path.join(module, 'notes.txt'));
  symlinkSync(base, path.join(module, '.cache'));
  expect(readModule(module)).toEqual({
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
  expect(Object.keys(readModule(alias))).toEqual(['copy.tf', 'main.tf', 'site/page.tftpl']);
});

test('a link to a directory of the module is read like that directory', () => {
  mkdirSync(path.join(module, 'shared', 'deep'), { recursive: true });
  writeFileSync(path.join(module, 'shared', 'deep', 'a.tf'), '# a');
  mkdirSync(path.join(module, 'stage'));
  symlinkSync('../shared', path.join(module, 'stage', 'common'));
  expect(readModule(module)).toMatchObject({
    'shared/deep/a.tf': '# a',
    'stage/common/deep/a.tf': '# a',
  });
});

test('a link that leads back to a directory above it is refused', () => {
  mkdirSync(path.join(module, 'a'));
  mkdirSync(path.join(module, 'b'));
  symlinkSync('../b', path.join(module, 'a', 'x'));
  symlinkSync('../a', path.join(module, 'b', 'y'));
  expect(() => readModule(module)).toThrow(/a\/x\/y leads back to .*\/a, which contains it/);
});

test('a link to a missing file is refused', () => {
  symlinkSync('missing', path.join(module, 'gone.tf'));
  expect(fault()).toMatch(/gone\.tf cannot be followed: ENOENT/);
});

test('a FIFO is refused, and nothing waits for its content', () => {
  execFileSync('mkfifo', [path.join(module, 'pipe.tf')]);
  expect(fault()).toContain('pipe.tf is not a regular file');
});

test('a socket is refused', async () => {
  const server = createServer().listen(path.join(module, 'socket.tf'));
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  expect(fault()).toMatch(/socket\.tf/);
});

test('a link to a device is refused', () => {
  symlinkSync('/dev/zero', path.join(module, 'zero.tf'));
  expect(fault()).toContain('leads out of the module');
});

test('too many bytes and too many files are refused', () => {
  const large = path.join(module, 'large.tf');
  writeFileSync(large, 'x'.repeat(1024 * 1024 + 1));
  expect(fault()).toMatch(/has more than 1024 KiB/);
  rmSync(large);
  for (let i = 0; i < 250; i += 1) writeFileSync(path.join(module, `f${i}.tf`), '');
  expect(fault()).toMatch(/has more than 250 files/);
});
