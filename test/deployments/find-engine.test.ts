import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cachedEngine, findEngine } from '../../deployments/engine/engine.ts';

function directory(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-engine-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
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
  const cached = program(cachedEngine(root), version('1.12.6'));
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
  const cached = program(cachedEngine(root), version('1.12.6'));
  expect(await findEngine('opentofu', places)).toMatchObject({ path: cached });
  program(path.join(root, 'bin', 'terraform'), 'hello');
  expect(await findEngine('terraform', places)).toEqual({
    reasons: [`${path.join(root, 'bin', 'terraform')} is not terraform`],
  });
});
