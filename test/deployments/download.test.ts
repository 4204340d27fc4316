/** Downloads a release from a local server, which publishes it as OpenTofu does. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { cachedEngine, findEngine } from '../../deployments/engine/engine.ts';
import { downloadEngine } from '../../launcher/engine/download.ts';
import { platformName } from '../../launcher/engine/modules.ts';
import { fileOfTar } from '../../launcher/engine/tar.ts';

const VERSION = '1.99.0';
const ARCHIVE = `tofu_${VERSION}_${platformName()}.tar.gz`;
const SUMS = `tofu_${VERSION}_SHA256SUMS`;
const PROGRAM = `#!/bin/sh\necho '{"terraform_version": "${VERSION}"}'\n`;
const signal = new AbortController().signal;

function directory(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-download-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

/** An archive as `tar` makes it, with other files before and after the program. */
function release(): Buffer {
  const root = directory();
  for (const [name, text] of Object.entries({
    'CHANGELOG.md': 'x'.repeat(700),
    tofu: PROGRAM,
    LICENSE: 'free',
  })) {
    writeFileSync(path.join(root, name), text, { mode: 0o755 });
  }
  return execFileSync('tar', ['-czf', '-', 'CHANGELOG.md', 'tofu', 'LICENSE'], { cwd: root });
}

/** Serves files by name from the folder of the release. */
async function published(files: Record<string, Buffer | string>): Promise<string> {
  const server = createServer((request, response) => {
    const file = files[request.url?.replace(`/v${VERSION}/`, '') ?? ''];
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

function sumOf(archive: Buffer): string {
  return `${'0'.repeat(64)}  other.zip\n${createHash('sha256').update(archive).digest('hex')}  ${ARCHIVE}\n`;
}

async function download(files: Record<string, Buffer | string>, version = VERSION) {
  const cacheDir = directory();
  const target = cachedEngine(cacheDir, version);
  const said: string[] = [];
  const source = await published(files);
  const failed = await downloadEngine({ source, version }, target, {
    report: (message) => said.push(message),
    signal,
  });
  return { failed, target, cacheDir, said };
}

test('the requested release is downloaded, and then found by its version', async () => {
  const archive = release();
  const { failed, target, cacheDir, said } = await download({
    [ARCHIVE]: archive,
    [SUMS]: sumOf(archive),
  });
  expect(failed).toBeUndefined();
  expect(readFileSync(target, 'utf8')).toBe(PROGRAM);
  expect(statSync(target).mode & 0o777).toBe(0o755);
  expect(said.at(-1)).toMatch(/^downloaded OpenTofu 1\.99\.0/);
  expect(readdirSync(path.dirname(target))).toEqual(['tofu']);
  const places = { given: '', searchPath: '', cacheDir };
  expect(await findEngine('opentofu', { ...places, version: VERSION })).toMatchObject({
    path: target,
    version: VERSION,
  });
  expect(await findEngine('opentofu', { ...places, version: '1.98.0' })).toHaveProperty('reasons');
});

test('an engine on PATH with another version than the requested one is skipped', async () => {
  const root = directory();
  const bin = path.join(root, 'bin');
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'tofu'), PROGRAM, { mode: 0o755 });
  const places = { given: '', searchPath: bin, cacheDir: root };
  expect(await findEngine('opentofu', { ...places, version: VERSION })).toHaveProperty('path');
  expect(await findEngine('opentofu', { ...places, version: '1.12.6' })).toEqual({
    reasons: [`${path.join(bin, 'tofu')} is ${VERSION}, not 1.12.6`],
  });
});

test.each([
  ['another checksum', { [SUMS]: `${'a'.repeat(64)}  ${ARCHIVE}\n` }, /the checksum of .* is/],
  ['no checksum', { [SUMS]: 'abc  other.tar.gz\n' }, /has no tofu_/],
  ['no such release', {}, /returned status 404/],
])('with %s nothing is left', async (_what, files, reason) => {
  const { failed, target } = await download({ [ARCHIVE]: release(), ...files });
  expect(failed).toMatch(reason);
  expect(existsSync(target)).toBe(false);
  expect(readdirSync(path.dirname(target))).toEqual([]);
});

test('a file that is not an archive with the program is refused', async () => {
  for (const archive of [gzipSync(Buffer.alloc(1024)), Buffer.from('no archive')]) {
    const { failed, target } = await download({ [ARCHIVE]: archive, [SUMS]: sumOf(archive) });
    expect(failed).toBeDefined();
    expect(existsSync(target)).toBe(false);
  }
});

test('an unreachable server is reported', async () => {
  const target = cachedEngine(directory(), VERSION);
  const source = 'http://127.0.0.1:1';
  const failed = await downloadEngine({ source, version: VERSION }, target, {
    report: () => {},
    signal,
  });
  expect(failed).toContain(`${source} cannot be used`);
});

test('a truncated file of an archive is not extracted', () => {
  const whole = Buffer.concat([Buffer.alloc(512), Buffer.from('x')]);
  whole.write('tofu', 0);
  whole.write('00000002000', 124);
  whole.write('0', 156);
  expect(fileOfTar(whole, 'tofu')).toBeUndefined();
});
