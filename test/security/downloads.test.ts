/** Programs are installed only if they are the ones that the project pins. The releases come from a local server. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { execFileSync } from 'node:child_process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isDownloadUrl } from '../../config/download-url.ts';
import { readSettings, SettingsError } from '../../config/settings.ts';
import { cachedEngine, ENGINE_VERSION, findEngine } from '../../deployments/engine/engine.ts';
import { obtainProgram } from '../../launcher/engine/obtain.ts';
import { downloadOf } from '../../launcher/tools/download.ts';
import { TEMPORAL_CLI_VERSION } from '../../launcher/tools/modules.ts';
import { openTofuRelease, temporalRelease } from '../../launcher/tools/releases.ts';
import { fileOfTar } from '../../launcher/tools/tar.ts';

const VERSION = '1.99.0';
const PROGRAM = `#!/bin/sh\necho '{"terraform_version": "${VERSION}"}'\n`;
const signal = new AbortController().signal;

function directory(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-download-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

/** An archive as `tar` makes it, with other files before and after the program. */
function archive(): Buffer {
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

/** The release whose archive is `content`. */
function releaseOf(content: Buffer | string) {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { ...openTofuRelease(VERSION), sha256 };
}

/** Starts a server of releases. `asked` collects the paths of its requests. */
async function published(answer: (response: ServerResponse) => void) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { source: `http://127.0.0.1:${address.port}`, asked };
}

async function download(release: ReturnType<typeof releaseOf>, source: string) {
  const cacheDir = directory();
  const target = cachedEngine(cacheDir, VERSION);
  const reports: string[] = [];
  const report = (message: string) => void reports.push(message);
  const failed = await downloadOf(release, source)(target, { report, signal });
  return { failed, target, cacheDir, reports };
}

describe('a download', () => {
  test('with the pinned digest is installed, and then found by its version', async () => {
    const content = archive();
    const { source, asked } = await published((response) => response.end(content));
    const { failed, target, cacheDir, reports } = await download(releaseOf(content), source);
    expect(failed).toBeUndefined();
    expect(asked).toEqual([`/v${VERSION}/${openTofuRelease(VERSION).archive}`]);
    expect(readFileSync(target, 'utf8')).toBe(PROGRAM);
    expect(statSync(target).mode & 0o777).toBe(0o755);
    expect(reports.at(-1)).toMatch(/^downloaded OpenTofu 1\.99\.0/);
    expect(readdirSync(path.dirname(target))).toEqual(['tofu', 'tofu.sha256']);
    const places = { given: '', searchPath: '', cacheDir };
    expect(await findEngine('opentofu', { ...places, version: VERSION })).toMatchObject({
      path: target,
      version: VERSION,
    });
    expect(await findEngine('opentofu', { ...places, version: '1.98.0' })).toHaveProperty(
      'reasons',
    );
  });

  test('with another digest leaves nothing, although the server publishes a checksum that matches', async () => {
    const content = archive();
    const sums = `${releaseOf(content).sha256}  ${openTofuRelease(VERSION).archive}\n`;
    const { source } = await published((response) =>
      response.end(response.req.url?.endsWith('SHA256SUMS') === true ? sums : content),
    );
    const { failed, target } = await download(releaseOf('the real release'), source);
    expect(failed).toContain(
      `is ${releaseOf(content).sha256} instead of ${releaseOf('the real release').sha256}`,
    );
    expect(readdirSync(path.dirname(target))).toEqual([]);
  });

  test('without a pinned digest does not happen', async () => {
    const { source, asked } = await published((response) => response.end(archive()));
    const cacheDir = directory();
    const places = { given: '', searchPath: '', cacheDir, version: VERSION };
    const obtained = obtainProgram(places, source, { report: () => {}, signal });
    await expect(obtained).rejects.toThrow(
      /OpenTofu 1\.99\.0 is not downloaded, because Slipway knows no SHA-256 digest of tofu_1\.99\.0_/,
    );
    expect(asked).toEqual([]);
  });

  test('that the server does not have leaves nothing', async () => {
    const { source } = await published((response) => response.writeHead(404).end());
    const { failed, target } = await download(releaseOf('x'), source);
    expect(failed).toMatch(/returned status 404/);
    expect(readdirSync(path.dirname(target))).toEqual([]);
  });

  test('of a file that does not contain the program leaves nothing', async () => {
    for (const content of [gzipSync(Buffer.alloc(1024)), Buffer.from('no archive')]) {
      const { source } = await published((response) => response.end(content));
      const { failed, target } = await download(releaseOf(content), source);
      expect(failed).toBeDefined();
      expect(existsSync(target)).toBe(false);
    }
  });

  test('from an unreachable server fails with a reason', async () => {
    const source = 'http://127.0.0.1:1';
    const { failed } = await download(releaseOf('x'), source);
    expect(failed).toContain(`${source} cannot be used`);
  });
});

describe('https', () => {
  test.each([
    ['https://mirror.example/tofu', undefined, true],
    ['http://mirror.example/tofu', undefined, false],
    ['http://127.0.0.1:8080/tofu', undefined, true],
    ['http://127.0.0.1.mirror.example/tofu', undefined, false],
    ['http://localhost@mirror.example/', undefined, false],
    ['ftp://mirror.example/tofu', undefined, false],
    ['file:///tmp/tofu', undefined, false],
    ['https://objects.example/', 'https://mirror.example/', true],
    ['http://mirror.example/', 'https://mirror.example/', false],
    ['http://127.0.0.1:8080/', 'https://mirror.example/', false],
  ])('%s from %s: %s', (url, from, allowed) => {
    expect(isDownloadUrl(url, from)).toBe(allowed);
  });

  test.each(['SLIPWAY_TOFU_RELEASES', 'SLIPWAY_TEMPORAL_RELEASES'])(
    '%s refuses http to other machines',
    (name) => {
      expect(() => readSettings({ [name]: 'http://mirror.example/releases' })).toThrow(
        SettingsError,
      );
      expect(readSettings({ [name]: 'https://mirror.example' })).toHaveProperty(
        name,
        'https://mirror.example',
      );
    },
  );

  test('a source without https is refused before any request', async () => {
    const { failed } = await download(releaseOf('x'), 'http://192.0.2.1');
    expect(failed).toContain('is not an https:// URL');
  });

  test('a redirect to http on another machine is not followed', async () => {
    const content = archive();
    const { source, asked } = await published((response) =>
      response.writeHead(302, { Location: 'http://192.0.2.1/tofu' }).end(),
    );
    const { failed } = await download(releaseOf(content), source);
    expect(failed).toContain('redirects to http://192.0.2.1/tofu, which is not an https:// URL');
    expect(asked).toHaveLength(1);
  });

  test('redirects are followed, but not for ever', async () => {
    const content = archive();
    const { source: mirror } = await published((response) => response.end(content));
    const { source } = await published((response) =>
      response.writeHead(302, { Location: `${mirror}/tofu` }).end(),
    );
    expect((await download(releaseOf(content), source)).failed).toBeUndefined();
    const loop = await published((response) => response.writeHead(302, { Location: '/' }).end());
    const { failed } = await download(releaseOf(content), loop.source);
    expect(failed).toMatch(/redirects more than 5 times/);
  });
});

const PLATFORMS = ['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64'];
test.each(PLATFORMS)('the releases that Slipway installs have a digest for %s', (platform) => {
  for (const { sha256 } of [
    openTofuRelease(ENGINE_VERSION, platform),
    temporalRelease(TEMPORAL_CLI_VERSION, platform),
  ]) {
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  }
});

test('a truncated file of an archive is not extracted', () => {
  const whole = Buffer.concat([Buffer.alloc(512), Buffer.from('x')]);
  whole.write('tofu', 0);
  whole.write('00000002000', 124);
  whole.write('0', 156);
  expect(fileOfTar(whole, 'tofu')).toBeUndefined();
});
