/** The archive of a directory: what is in it, and that it is the same for the same files. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { findModule } from '../../../../cli/module/find-module.ts';
import { packModule } from '../../../../cli/module/pack-module.ts';
import { readArchive } from '../../../../deployments/storage/archive.ts';

type Files = readonly (readonly [name: string, content: string | Buffer])[];

function directoryOf(files: Files): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'slipway-pack-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, content] of files) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), content);
  }
  return directory;
}

function packed(directory: string) {
  return packModule(directory, findModule(directory).files);
}

const FILES: Files = [
  ['main.tf', 'locals {}\n'],
  ['data.bin', Buffer.from([0, 255, 10])],
  ['empty.txt', ''],
  ['run.sh', '#!/bin/sh\n'],
  [`${'deep/'.repeat(40)}ü.txt`, 'x'],
  ['large.txt', 'x'.repeat(300_000)],
];

test('the service reads every file as it is', async () => {
  const directory = directoryOf(FILES);
  chmodSync(path.join(directory, 'run.sh'), 0o700);
  const { content } = await packed(directory);
  // Compared as text, because comparing large buffers takes seconds.
  const read = new Map<string, string>();
  const programs: string[] = [];
  await readArchive(Readable.from([content]), 1024 * 1024, async (file) => {
    read.set(file.path, (await buffer(file.content)).toString('latin1'));
    if (file.isExecutable) programs.push(file.path);
  });
  const sorted = FILES.toSorted(([a], [b]) => (a < b ? -1 : 1));
  expect([...read]).toEqual(
    sorted.map(([name, text]) => [name, Buffer.from(text).toString('latin1')]),
  );
  expect(programs).toEqual(['run.sh']);
});

test('the digest depends on names, contents and programs, not on order, times and other modes', async () => {
  const directory = directoryOf(FILES);
  const { sha256, content } = await packed(directory);
  expect(content.subarray(0, 2).toString('hex')).toBe('1f8b');
  const other = directoryOf(FILES.toReversed());
  utimesSync(path.join(other, 'main.tf'), 1, 1);
  chmodSync(path.join(other, 'main.tf'), 0o640);
  expect((await packed(other)).sha256).toBe(sha256);

  chmodSync(path.join(other, 'main.tf'), 0o740);
  const withProgram = (await packed(other)).sha256;
  writeFileSync(path.join(other, 'main.tf'), 'locals { }\n');
  const withContent = (await packed(other)).sha256;
  expect(new Set([sha256, withProgram, withContent]).size).toBe(3);
});
