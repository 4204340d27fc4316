import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../../config/listen.ts';
import { loneApp, startLoneApi } from '../../support/api/lone-api.ts';

const BASE = '/api/v1';
const ID = '01M85ZVC0FWGZ5V2BRCVY6G1ZY';
const { api } = startLoneApi(BASE);

const CHROME = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';

test.each([
  `/ui`,
  `/ui/`,
  `/ui?status=failed`,
  `/ui/operations/${ID}`,
  '/ui/clusters',
  '/ui/networks/base',
  '/ui/deployments?name=web',
  '/ui/connections/production',
  '/ui/create/networks',
  '/ui/clusters/demo/change',
])('%s is the page, and everything that it references loads from this server', async (path) => {
  const page = await api.get(`${BASE}${path}`);
  expect(page).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self';/),
      'x-content-type-options': 'nosniff',
    },
  });
  expect(page.headers['content-security-policy']).not.toMatch(/unsafe|http|data:|\*/);
  const html = String(page.body);
  expect(html).not.toMatch(/\/\/|<style|\sstyle=|\son\w+=|<script>/);
  const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
  expect(named).toHaveLength(4);
  for (const url of named.filter((it) => it.startsWith(`${BASE}/ui/`))) {
    expect({ url, status: (await api.get(url)).status }).toEqual({ url, status: 200 });
  }
});

test.each(['main.tsx', 'page.js.map', '..%2fapi%2fmain.js', 'operations/a/b'])(
  'the page has no other files: %s',
  async (file) => {
    expect((await api.get(`${BASE}/ui/${file}`)).status).toBe(404);
  },
);

test('the script and the style sheet name no other origin', async () => {
  const style = String((await api.get(`${BASE}/ui/style.css`)).body);
  const script = String((await api.get(`${BASE}/ui/page.js`)).body);
  expect(style).not.toMatch(/@import|url\((?!["']?icon\.svg)/);
  const places = [...script.matchAll(/https?:\/\/[^"'`\s]+/g)].map(([url]) => url);
  expect(places.filter((url) => !url.startsWith('http://www.w3.org/'))).toEqual([]);
});

test.each([CHROME, 'text/html', 'text/html, application/json;q=0.9'])(
  'an operation redirects a browser to its page: Accept: %s',
  async (accept) => {
    const answer = await api.get(`${BASE}/operations/${ID}`, { headers: { accept } });
    expect(answer).toMatchObject({
      status: 303,
      headers: { location: `${BASE}/ui/operations/${ID}`, vary: 'Accept' },
    });
  },
);

test.each(['*/*', 'application/json', 'application/json, text/html', 'text/plain', undefined])(
  'other clients get no redirect: Accept: %s',
  async (accept) => {
    const answer = await api.get(`${BASE}/operations/${ID}`, {
      headers: { ...(accept !== undefined && { accept }) },
    });
    // This API has no Temporal, so the request passes the redirect and then fails.
    expect(answer.status).toBe(500);
    expect(answer.headers['vary']).toBe('Accept');
  },
);

test('an invalid id redirects nowhere', async () => {
  const answer = await api.get(`${BASE}/operations/%2f%2fexample.org`, {
    headers: { accept: 'text/html' },
  });
  expect(answer.headers['location']).toBe(`${BASE}/ui/operations/%2F%2Fexample.org`);
});

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
] as const)('the files are sent compressed: %s', async (encoding, decompress) => {
  for (const name of ['page.js', 'style.css', 'icon.svg']) {
    const plain = await raw(`ui/${name}`);
    const small = await raw(`ui/${name}`, { 'accept-encoding': encoding });
    expect(small.headers).toMatchObject({
      'content-encoding': encoding,
      'content-type': plain.headers['content-type'],
      vary: 'Accept-Encoding',
    });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(decompress(small.bytes).equals(plain.bytes)).toBe(true);
    expect(small.bytes.length).toBeLessThan(plain.bytes.length);
  }
});

test('the OpenAPI document is sent compressed, with a weak tag', async () => {
  const plain = await raw('openapi.json');
  const accepts = { 'accept-encoding': 'gzip, br' };
  const { headers, bytes } = await raw('openapi.json', accepts);
  const { etag = '' } = headers;
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
  expect(etag).toBe(`W/${plain.headers.etag}`);
  expect(gunzipSync(bytes).equals(plain.bytes)).toBe(true);
  expect(bytes.length).toBeLessThan(plain.bytes.length / 5);
  expect((await raw('openapi.json', { ...accepts, 'if-none-match': etag })).status).toBe(304);
});

/** The bytes as they are sent. */
async function raw(path: string, headers: Record<string, string> = {}) {
  const server = await listen(loneApp(BASE), { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const request = get(`${server.url}${BASE}/${path}`, { headers });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const { statusCode: status, headers: sent } = response;
  return { status, headers: sent, bytes: await buffer(response) };
}

test('the page supports only reads', async () => {
  expect((await api.post(`${BASE}/ui`)).status).toBe(405);
  expect((await api.post(`${BASE}/ui/page.js`)).status).toBe(404);
});

test.each(['/', BASE, `${BASE}/`])('%s leads a browser to the page', async (path) => {
  expect(await api.get(path, { headers: { accept: CHROME } })).toMatchObject({
    status: 303,
    headers: { location: `${BASE}/ui`, vary: 'Accept' },
  });
  expect((await api.get(path)).status).toBe(404);
});

test.each([
  '/nothing',
  `${BASE}/nothing`,
  `${BASE}/ui/nothing`,
  `${BASE}/ui/clusters/a/b`,
  `${BASE}/ui/networks/a/change`,
])('a browser gets a page for an unknown address: %s', async (path) => {
  expect(await api.get(path, { headers: { accept: CHROME } })).toMatchObject({
    status: 404,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      vary: 'Accept',
    },
    body: expect.stringContaining(`${BASE}/ui/page.js`),
  });
  expect(await api.get(path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
});
