/** States and secrets are for the user of the service alone. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDataDirectory } from '../../config/data-directory.ts';
import { refuseSharedDirectory } from '../../config/private-directory.ts';

/** A directory that everybody can enter. */
function sharedParent(): string {
  const parent = mkdtempSync(path.join(tmpdir(), 'slipway-shared-'));
  chmodSync(parent, 0o755);
  onTestFinished(() => rmSync(parent, { recursive: true }));
  return parent;
}

function directoryOf(mode: number, parent = sharedParent()): string {
  const directory = path.join(parent, 'data');
  mkdirSync(directory);
  chmodSync(directory, mode);
  return directory;
}

test.each([0o755, 0o750, 0o701, 0o777])(
  'mode %o is refused, and the message says chmod',
  (mode) => {
    const directory = directoryOf(mode);
    expect(() => openDataDirectory(directory)).toThrow(`chmod 700 ${directory}`);
  },
);

test('a private directory is opened, and everything below it is private', () => {
  const directory = directoryOf(0o700);
  expect(openDataDirectory(directory)).toBe(directory);
  const below = path.join(directory, 'secrets');
  mkdirSync(below);
  chmodSync(below, 0o755);
  expect(() => refuseSharedDirectory(below, 'SLIPWAY_SECRETS_DIR')).not.toThrow();
});

test('a directory that does not exist passes; the umask of every process makes it private', () => {
  const missing = path.join(sharedParent(), 'missing');
  expect(() => refuseSharedDirectory(missing, 'SLIPWAY_BLOBS_DIR')).not.toThrow();
  const before = process.umask(0o077);
  onTestFinished(() => void process.umask(before));
  openDataDirectory(missing);
  expect(statSync(missing).mode & 0o777).toBe(0o700);
});
