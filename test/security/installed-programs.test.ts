/** A program in the cache is verified before it runs, and replaced if it was changed. */
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cachedEngine, findEngine } from '../../deployments/engine/engine.ts';
import {
  installationFault,
  programAt,
  recordDigest,
  sha256Of,
} from '../../host/installed-program.ts';
import { findTemporal } from '../../launcher/temporal/find.ts';
import type { Install } from '../../launcher/tools/install.ts';

function directory(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-installed-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

/** Installs a script that leaves a trace when it runs, and answers like both programs. */
async function install(file: string): Promise<{ ran: () => boolean }> {
  const trace = path.join(path.dirname(file), 'trace');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(
    file,
    `#!/bin/sh\ntouch '${trace}'\necho '{"terraform_version": "1.12.6"} Server 1.29.0'\n`,
    { mode: 0o755 },
  );
  await recordDigest(programAt(file), await sha256Of(file));
  return { ran: () => existsSync(trace) };
}

const places = (cacheDir: string) => ({ given: '', searchPath: '', cacheDir });

test('an engine that was changed after its installation does not run', async () => {
  const cacheDir = directory();
  const file = cachedEngine(cacheDir);
  const { ran } = await install(file);
  appendFileSync(file, 'echo changed\n');
  const found = await findEngine('opentofu', places(cacheDir));
  expect(found).toHaveProperty('reasons', [
    expect.stringMatching(
      /tofu was changed after its installation: .*`npm run engine` replaces it/,
    ),
  ]);
  expect(ran()).toBe(false);
});

test('an engine without a record does not run', async () => {
  const cacheDir = directory();
  const file = cachedEngine(cacheDir);
  const { ran } = await install(file);
  rmSync(programAt(file).record);
  const found = await findEngine('opentofu', places(cacheDir));
  expect(found).toHaveProperty('reasons', [expect.stringContaining('cannot be verified')]);
  expect(ran()).toBe(false);
});

test('an unchanged engine is found, also the second time, and a later change is noticed', async () => {
  const cacheDir = directory();
  const file = cachedEngine(cacheDir);
  await install(file);
  expect(await findEngine('opentofu', places(cacheDir))).toMatchObject({ path: file });
  expect(await findEngine('opentofu', places(cacheDir))).toMatchObject({ path: file });
  appendFileSync(file, '#');
  expect(await findEngine('opentofu', places(cacheDir))).toHaveProperty('reasons');
});

test('a Temporal server that was changed is replaced, and the reason is reported', async () => {
  const cacheDir = directory();
  const reports: string[] = [];
  const installed: string[] = [];
  const way: Install = async (target) => {
    installed.push(target);
    await install(target);
    return undefined;
  };
  const find = () =>
    findTemporal({
      searchPath: '',
      cacheDir,
      source: 'https://mirror.example',
      report: (message) => void reports.push(message),
      signal: new AbortController().signal,
      ways: [way],
    });
  const file = await find();
  expect(await find()).toBe(file);
  expect(installed).toEqual([file]);
  appendFileSync(file, 'echo changed\n');
  expect(await find()).toBe(file);
  expect(installed).toEqual([file, file]);
  expect(reports).toEqual([
    expect.stringMatching(/temporal cannot be used: it was changed after .*; replacing it$/),
  ]);
  expect(await installationFault(programAt(file))).toBeUndefined();
});
