/** HTTP_PROXY, HTTPS_PROXY and NO_PROXY: which requests take a proxy, and what the proxy is asked. */
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { runCli } from '../../../cli/run.ts';
import { createSlipway } from '../../../client/client.ts';
import { createProxiedFetch } from '../../../client/node/proxied-fetch.ts';
import { readProxySettings } from '../../../client/node/proxy-settings.ts';
import { openTofuRelease } from '../../../launcher/tools/releases.ts';
import { downloadOf } from '../../../launcher/tools/download.ts';
import { createIo } from '../../support/cli/recorded-io.ts';
import { startFakeApi, type FakeApi } from '../../support/http/fake-api.ts';
import { operationOf } from './operations.ts';

const P = 'http://proxy.example:3128';
const BOTH = { HTTP_PROXY: P, HTTPS_PROXY: 'https://secure.example' };

test.each<[string, Record<string, string>, string | undefined]>([
  ['http://a.example', BOTH, P],
  ['https://a.example/x', BOTH, 'https://secure.example'],
  ['https://a.example', { HTTP_PROXY: P }, undefined],
  ['http://a.example', { http_proxy: P, HTTP_PROXY: 'http://other.example' }, P],
  ['http://a.example', { HTTP_PROXY: 'proxy.example:3128' }, P],
  ['ftp://a.example', BOTH, undefined],
  ['http://localhost:3000', BOTH, undefined],
  ['http://api.localhost', BOTH, undefined],
  ['http://127.8.8.8', BOTH, undefined],
  ['http://[::1]:3000', BOTH, undefined],
])('%s with %j takes %s', (url, env, proxy) => {
  expect(readProxySettings(env)?.proxyFor(url)).toBe(proxy);
});

test.each([
  ['*', 'http://a.example', true],
  ['a.example', 'http://a.example', true],
  ['A.Example', 'http://a.EXAMPLE', true],
  ['example', 'http://a.example', true],
  ['.example', 'http://a.example', true],
  ['*.example', 'http://a.example', true],
  ['b.example, a.example', 'http://a.example.', true],
  ['b.example a.example', 'http://a.example', true],
  ['ample', 'http://a.example', false],
  ['', 'http://a.example', false],
  ['a.example:80', 'http://a.example', true],
  ['a.example:8080', 'http://a.example', false],
  ['a.example:8080', 'http://a.example:8080', true],
  ['10.0.0.0/8', 'http://10.1.2.3', true],
  ['10.0.0.0/8', 'http://11.1.2.3', false],
  ['10.0.0.0/99', 'http://10.1.2.3', false],
  ['10.0.0.0/8', 'http://a.example', false],
  ['10.1.2.3', 'http://10.1.2.3:99', true],
  ['10.1.2.3:98', 'http://10.1.2.3:99', false],
  ['fd00::/8', 'http://[fd12::1]', true],
  ['fd12::1', 'http://[fd12::1]', true],
  ['[fd12::1]:80', 'http://[fd12::1]', true],
  ['[fd12::1]:81', 'http://[fd12::1]', false],
])('NO_PROXY=%s at %s: exception %s', (exceptions, url, isException) => {
  const found = readProxySettings({ HTTP_PROXY: P, NO_PROXY: exceptions })?.proxyFor(url);
  expect(found === undefined).toBe(isException);
});

let api: FakeApi;
let proxy: Awaited<ReturnType<typeof startProxy>>;

/** A proxy that finds every name at the fake API, and allows tunnels only to the port of https. */
async function startProxy() {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    credentials.push(incoming.headers['proxy-authorization']);
    const { pathname } = new URL(incoming.url ?? '');
    const { method, headers } = incoming;
    const onward = httpRequest(`${api.url}${pathname}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  });
  server.on('connect', ({ method, url }, socket) => {
    asked.push(`${method} ${url}`);
    const refusal = 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n';
    socket.end(refusal, () => socket.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  };
  return { url, asked, credentials, stop };
}

beforeAll(async () => {
  api = await startFakeApi();
  proxy = await startProxy();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await proxy.stop();
  await api.stop();
});
beforeEach(() => {
  api.asked.length = 0;
  proxy.asked.length = 0;
  proxy.credentials.length = 0;
});

const SERVER = 'http://slipway.example';

async function slipway(line: string, env: Record<string, string>) {
  const recorded = createIo({ env: { SLIPWAY_SERVER: SERVER, ...env } });
  const code = await runCli(line.split(' '), recorded.io);
  return { code, stdout: recorded.stdout(), stderr: recorded.stderr() };
}

test('the command line takes the proxy, with its password and the whole body', async () => {
  api.answers['POST /clusters'] = { status: 202, body: operationOf([]) };
  const env = { http_proxy: proxy.url.replace('//', '//me:s%20cret@') };
  expect(await slipway('clusters create demo --no-wait', env)).toMatchObject({ code: 0 });
  expect(proxy.asked).toEqual(['POST http://slipway.example/clusters']);
  expect(proxy.credentials).toEqual([`Basic ${btoa('me:s cret')}`]);
  expect(api.asked[0]).toMatchObject({
    body: { name: 'demo' },
    headers: { 'content-length': '15' },
  });
  expect(api.asked[0]?.headers).toHaveProperty('idempotency-key');
});

test('the typed client takes the proxy', async () => {
  api.answers['GET /clusters'] = { status: 200, body: { items: [] } };
  const client = createSlipway({
    baseUrl: SERVER,
    fetch: createProxiedFetch({ HTTP_PROXY: proxy.url }),
  });
  expect((await client.api.GET('/clusters')).data).toEqual({ items: [] });
  expect(proxy.asked).toEqual(['GET http://slipway.example/clusters']);
});

test('a proxy that refuses is named, without its password', async () => {
  const env = {
    SLIPWAY_SERVER: 'https://slipway.example',
    HTTPS_PROXY: proxy.url.replace('//', '//me:hunter2@'),
  };
  const { code, stderr } = await slipway('clusters list', env);
  expect(code).toBe(1);
  expect(stderr).toContain('407');
  expect(stderr).toContain(`(through the proxy ${proxy.url}/)`);
  expect(stderr).not.toContain('hunter2');
  expect(proxy.asked[0]).toBe('CONNECT slipway.example:443');
});

test.each(['socks5://me:hunter2@proxy.example', 'http://me:hunter2@:x'])(
  'a variable that names no HTTP proxy is a usage error: %s',
  async (value) => {
    const { code, stderr } = await slipway('clusters list', { HTTP_PROXY: value });
    expect(code).toBe(2);
    expect(stderr).toContain('The variable HTTP_PROXY must be the URL of an HTTP proxy');
    expect(stderr).not.toContain('hunter2');
  },
);

test('downloads take the proxy', async () => {
  vi.stubEnv('https_proxy', proxy.url);
  vi.stubEnv('no_proxy', '');
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-proxy-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const release = { ...openTofuRelease('1.99.0'), sha256: 'f'.repeat(64) };
  const install = downloadOf(release, 'https://mirror.example');
  const { signal } = new AbortController();
  const failed = await install(path.join(root, 'tofu'), { report: () => {}, signal });
  expect(failed).toContain(`(through the proxy ${proxy.url}/)`);
  expect(proxy.asked).toEqual(['CONNECT mirror.example:443']);
});
