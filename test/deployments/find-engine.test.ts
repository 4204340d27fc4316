import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cachedEngine, findEngine } from '../../deployments/engine/engine.ts';
import { programAt, recordDigest, sha256Of } from '../../host/installed-program.ts';

function directory(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-engine-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

/** A program that was installed in the cache. */
async function installed(file: string, answer: string): Promise<string> {
  program(file, answer);
  await recordDigest(programAt(file), await sha256Of(file));
  return file;
}

/** A program that prints the version of an engine, whatever its arguments. */
function program(file: string, answer: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
  return file;
}

const version = (text: string) => `{"terraform_version": "${text}"}`;

test('the search order is the setting, PATH, the cache', async () => {
  const root = directory();
  const places = { given: '', searchPath: path.join(root, 'bin'), cacheDir: root };
  expect(await findEngine('opentofu', places)).toHaveProperty('reasons');
  const cached = await installed(cachedEngine(root), version('1.12.6'));
  expect(await findEngine('opentofu', places)).toMatchObject({ path: cached, version: '1.12.6' });
  const onPath = program(path.join(root, 'bin', 'tofu'), version('1.10.0'));
  expect(await findEngine('opentofu', places)).toMatchObject({ path: onPath });
  const given = program(path.join(root, 'mine'), version('1.9.1'));
  expect(await findEngine('opentofu', { ...places, given })).toMatchObject({ path: given });
});

test('a program that is too old or not an engine is skipped with a reason', async () => {
  const root = directory();
  const places = { given: '', searchPath: path.join(root, 'bin'), cacheDir: root };
  program(path.join(root, 'bin', 'tofu'), version('1.5.7'));
  const cached = await installed(cachedEngine(root), version('1.12.6'));
  expect(await findEngine('opentofu', places)).toMatchObject({ path: cached });
  program(path.join(root, 'bin', 'terraform'), 'hello');
  expect(await findEngine('terraform', places)).toEqual({
    reasons: [`${path.join(root, 'bin', 'terraform')} is not terraform`],
  });
});

test('an engine on PATH with another version than the requested one is skipped', async () => {
  const root = directory();
  const bin = path.join(root, 'bin');
  const onPath = program(path.join(bin, 'tofu'), version('1.99.0'));
  const places = { given: '', searchPath: bin, cacheDir: root };
  expect(await findEngine('opentofu', { ...places, version: '1.99.0' })).toHaveProperty('path');
  expect(await findEngine('opentofu', { ...places, version: '1.12.6' })).toEqual({
    reasons: [`${onPath} is 1.99.0, not 1.12.6`],
  });
});
