/**
 * The start of Temporal's server, which is repeated, because another process may take its ports; and what web
 * pages of other sites reach of the server.
 */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { tryPort } from '../../host/free-port.ts';
import { findTemporal } from '../../launcher/temporal/find.ts';
import { createHttpClient, type HttpClient } from '../support/http/http.ts';
import { createPart, type Part } from '../support/stack/part.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'slipway-temporal-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a `temporal` on the path whose server ends at once, this many times, and then starts with more flags. */
async function failingTimes(times: number, flags = ''): Promise<string> {
  const { signal } = new AbortController();
  const { SLIPWAY_CACHE_DIR: cacheDir, SLIPWAY_TEMPORAL_RELEASES: source } = readSettings(
    process.env,
  );
  const real = await findTemporal({ searchPath: '', cacheDir, source, report: () => {}, signal });
  const script = [
    '#!/bin/sh',
    'tries=$(cat "$0.tries" 2>/dev/null || echo 0)',
    `if [ "$1" = server ] && [ "$2" = start-dev ] && [ "$tries" -lt ${times} ]; then`,
    '  echo $((tries + 1)) > "$0.tries"',
    '  echo "address already in use" >&2',
    '  exit 1',
    'fi',
    'case "$1" in',
    `server) exec "${real}" "$@" ${flags} ;;`,
    `*) exec "${real}" "$@" ;;`,
    'esac',
  ];
  const bin = mkdtempSync(path.join(folder, 'bin-'));
  writeFileSync(path.join(bin, 'temporal'), script.join('\n'));
  chmodSync(path.join(bin, 'temporal'), 0o755);
  return bin;
}

/** A name that has a meaning in each of the languages through which the path goes. */
const DIFFICULT = 'C# 100% ?a=b&c \'"$HOME"\' ü';

function newDataDirectory(): string {
  const data = path.join(mkdtempSync(path.join(folder, 'data-')), DIFFICULT);
  mkdirSync(data);
  return data;
}

function temporal(bin: string, data = newDataDirectory()): Part {
  return createPart({
    name: 'temporal',
    main: 'launcher/temporal/main.js',
    pidFile: path.join(data, 'temporal.pid'),
    env: {
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      SLIPWAY_DATA_DIR: data,
      TEMPORAL_PORT: '0',
      TEMPORAL_UI_PORT: '0',
    },
  });
}

function webUiHostOf({ output }: Part): string {
  return /.*Web UI at http:\/\/(127\.0\.0\.1:\d+)/s.exec(output())?.[1] ?? '';
}

/** Starts a workflow, if anybody listens to it. */
const FORGED = JSON.stringify({
  workflowType: { name: 'forged' },
  taskQueue: { name: 'forged' },
  requestId: 'forged',
});

describe('a server that ends at once twice', () => {
  let started: Part;
  let data: string;
  let httpApi: HttpClient;
  let webUi: HttpClient;
  /** Its host and port. */
  let webUiHost: string;
  beforeAll(async () => {
    const port = await tryPort('127.0.0.1', 0);
    if (!port.free) throw new Error('no port is free');
    httpApi = createHttpClient(() => `http://127.0.0.1:${port.port}`);
    data = newDataDirectory();
    started = temporal(await failingTimes(2, `--http-port ${port.port}`), data);
    await started.start();
    webUiHost = webUiHostOf(started);
    webUi = createHttpClient(() => `http://${webUiHost}`);
  });
  afterAll(() => started.stop());

  test('is started again, and works', async () => {
    expect(started.url).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(started.output()).toContain('address already in use; trying again');
    const { status, body } = await webUi.get('/api/v1/namespaces/default');
    expect(status).toBe(200);
    expect(body).toMatchObject({ namespaceInfo: { name: 'default' } });
    const page = await webUi.get('/namespaces/default/workflows');
    expect(page.headers['content-type']).toBe('text/html');
    expect(page.body).toContain('<!doctype html>');
  });

  test('keeps its database in the data directory, and starts again on it, whatever its name', async () => {
    const inDirectory = () => readdirSync(data).filter((name) => name.endsWith('.db'));
    expect(inDirectory()).toEqual(['temporal.db']);
    await started.kill();
    await started.start();
    expect(inDirectory()).toEqual(['temporal.db']);
    expect(readdirSync(path.dirname(data))).toEqual([DIFFICULT]);
    webUiHost = webUiHostOf(started);
  });

  test('answers nobody at its HTTP API', async () => {
    const requests: [method: string, path: string, status: number][] = [
      ['GET', '/api/v1/namespaces/default/workflows', 403],
      ['POST', '/api/v1/namespaces/default/workflows/forged', 403],
      ['GET', '/namespaces/default/workflows', 403],
      ['POST', '/namespaces/default/workflows/forged', 403],
      ['POST', '/namespaces/default/task-queues/any/nexus-services/any/any', 404],
      ['POST', '/namespaces/default/nexus/callback', 404],
    ];
    for (const host of ['localhost', 'evil.example']) {
      for (const [method, route, refused] of requests) {
        // Only the callback reads this header, without which it is refused for another reason.
        const headers = { host, 'nexus-operation-state': 'succeeded' };
        const { status } = await httpApi.send(method, route, { headers, body: FORGED });
        expect([host, method, route, status]).toEqual([host, method, route, refused]);
      }
    }
  });

  test('shows its Web UI only to its own pages', async () => {
    const route = '/api/v1/namespaces/default/workflows/forged';
    const forged: Record<string, string>[] = [
      { host: 'evil.example' },
      { host: 'evil.example', authorization: 'skips the check of the token' },
      { host: webUiHost, origin: 'http://evil.example' },
      { host: webUiHost, 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of forged) {
      for (const method of ['GET', 'POST']) {
        const { status } = await webUi.send(method, route, { headers, body: FORGED });
        expect([headers, method, status]).toEqual([headers, method, 403]);
      }
    }
  });
});

test('a server that always ends at once is given up, and its output is shown', async () => {
  const failing = temporal(await failingTimes(3));
  await expect(failing.start()).rejects.toThrow('address already in use');
});
