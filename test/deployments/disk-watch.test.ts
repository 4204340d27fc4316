/** How much the directory of a run holds. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchDisk, type DiskWatch } from '../../deployments/runner/sandbox/disk-watch.ts';

const MAX_BYTES = 1_000_000;
let root = '';
const watches: DiskWatch[] = [];

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'slipway-disk-'));
});
afterEach(() => {
  for (const watch of watches.splice(0)) watch.stop();
  rmSync(root, { recursive: true, force: true });
});

function write(name: string, bytes: number): string {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, Buffer.alloc(bytes, 1));
  return file;
}

/** Resolves when the directory `run` exceeds the limit, to the factor. */
function exceeded(maxBytes = MAX_BYTES): Promise<number> {
  return new Promise((resolve) => {
    watches.push(
      watchDisk({ directory: path.join(root, 'run'), maxBytes, pauseMs: 1, exceeded: resolve }),
    );
  });
}

test('the files of all folders count together, and one that is added later, too', async () => {
  write('run/module/a', 400_000);
  write('run/tmp/deep/b', 400_000);
  const factor = exceeded();
  write('run/home/c', 400_000);
  expect(await factor).toBeGreaterThan(1.1);
});

test('a directory that exceeds the limit many times over is measured only in part', async () => {
  write('run/module/a', 10 * MAX_BYTES);
  expect(await exceeded()).toBe(2);
});

test('many empty files count', async () => {
  for (let i = 0; i < 30; i += 1) write(`run/module/${i}`, 0);
  expect(await exceeded(10_000)).toBeGreaterThan(1);
});

test('what a link points to does not count', async () => {
  const outside = write('outside', 10 * MAX_BYTES);
  mkdirSync(path.join(root, 'run'));
  symlinkSync(outside, path.join(root, 'run', 'file'));
  symlinkSync(root, path.join(root, 'run', 'folder'));
  const factor = exceeded(10_000);
  write('run/more', 12_000);
  expect(await factor).toBeLessThan(2);
});
