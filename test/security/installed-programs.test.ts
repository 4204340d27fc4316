/** A program in the cache is verified before it runs, and replaced if it was changed. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { cachedEngine, findEngine, providerMirror } from '../../deployments/engine/engine.ts';
import {
  installationFault,
  programAt,
  recordDigest,
  sha256Of,
} from '../../host/installed-program.ts';
import { obtainEngine } from '../../launcher/engine/obtain.ts';
import { findTemporal } from '../../launcher/temporal/find.ts';
import { buildOf } from '../../launcher/tools/build.ts';
import type { Install } from '../../launcher/tools/install.ts';
import { mirrorPrograms, PROVIDER_MODULES, TEMPORAL_MODULE } from '../../launcher/tools/modules.ts';

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

/** Puts a `go` on PATH that needs no network. What it builds contains its flags and the module's go.sum. */
function useFakeGo(): void {
  const bin = directory();
  writeFileSync(
    path.join(bin, 'go'),
    '#!/bin/sh\nwhile [ "$1" != -o ]; do shift; done\n(echo "$GOFLAGS"; cat go.sum) > "$2"\n',
    { mode: 0o755 },
  );
  vi.stubEnv('PATH', `${bin}:${process.env['PATH'] ?? ''}`);
  onTestFinished(() => void vi.unstubAllEnvs());
}

const signal = new AbortController().signal;

test('a build uses the go.sum of the repository as it is, and records the digest of its result', async () => {
  useFakeGo();
  const target = path.join(directory(), 'temporal');
  expect(await buildOf(TEMPORAL_MODULE)(target, { report: () => {}, signal })).toBeUndefined();
  const built = readFileSync(target, 'utf8');
  expect(built).toMatch(/^-mod=readonly\n/);
  expect(built).toMatch(/^github\.com\/temporalio\/cli v1\.5\.1 h1:/m);
  expect(await installationFault(programAt(target))).toBeUndefined();
  appendFileSync(target, 'changed');
  expect(await installationFault(programAt(target))).toContain('was changed');
});

test('a provider of the mirror that was changed is replaced, and its record is not in the mirror', async () => {
  useFakeGo();
  const cacheDir = directory();
  const tofu = path.join(directory(), 'tofu');
  await install(tofu);
  const reports: string[] = [];
  const obtain = () =>
    obtainEngine({ ...places(cacheDir), given: tofu }, 'https://mirror.example', {
      report: (message) => void reports.push(message),
      signal,
    });
  await obtain();
  const mirror = providerMirror(cacheDir);
  const programs = PROVIDER_MODULES.flatMap((module) => mirrorPrograms(mirror, module));
  const files = readdirSync(mirror, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));
  expect(files.toSorted()).toEqual(programs.map(({ file }) => file).toSorted());

  reports.length = 0;
  await obtain();
  expect(reports).toEqual([]);
  const [changed] = programs;
  if (changed === undefined) throw new Error('the mirror is empty');
  rmSync(changed.file);
  writeFileSync(changed.file, 'changed', { mode: 0o755 });
  await obtain();
  expect(reports[0]).toMatch(/terraform-provider-random_\S+ was changed after .*; replacing it$/);
  expect(await installationFault(changed)).toBeUndefined();
});
