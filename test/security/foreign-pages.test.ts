/** Requests that a web page of another site makes a browser send, also with a name that it rebinds to loopback. */
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { guarded } from '../../config/browser-guard.ts';
import { listen, type Listening } from '../../config/listen.ts';
import { loneApp } from '../support/api/lone-api.ts';

interface Reply {
  status: number;
  headers: Record<string, unknown>;
  body: unknown;
}
type Headers = Record<string, string>;

let servers: Record<'api' | 'sandbox' | 'published', Listening>;
beforeAll(async () => {
  const options = { host: '127.0.0.1', port: 0 };
  servers = {
    api: await listen(loneApp(''), options),
    published: await listen(
      loneApp('', { publicUrl: 'https://slipway.example/platform' }),
      options,
    ),
    sandbox: await listen(
      guarded((_request, response) => void response.end('{}')),
      options,
    ),
  };
});
afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.close()));
});

function send(
  server: keyof typeof servers,
  headers: Headers,
  method = 'GET',
  path = '/healthz',
): Promise<Reply> {
  const { port } = servers[server];
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let received = '';
      response.setEncoding('utf8').on('data', (part: string) => (received += part));
      response.once('end', () => {
        const body: unknown = received === '' ? undefined : JSON.parse(received);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    request.once('error', reject);
    request.end();
  });
}

const local = (server: keyof typeof servers) => `127.0.0.1:${servers[server].port}`;

test.each(['api', 'sandbox', 'published'] as const)(
  '%s: a rebound name is refused',
  async (server) => {
    for (const host of [
      'evil.example',
      `evil.example:${servers[server].port}`,
      '127.0.0.1.evil.example',
      '10.0.0.1',
      'localhost@evil.example',
      '0.0.0.0',
    ]) {
      const { status, body } = await send(server, { host });
      expect([host, status, body]).toEqual([
        host,
        403,
        expect.objectContaining({ code: 'host_not_allowed' }),
      ]);
    }
  },
);

test.each(['api', 'sandbox', 'published'] as const)('%s: loopback names pass', async (server) => {
  for (const host of ['localhost', 'LOCALHOST:3000', '[::1]:3000', local(server)]) {
    expect([host, (await send(server, { host })).status]).toEqual([host, 200]);
  }
});

test('the public name passes where it is set', async () => {
  const headers = { host: 'slipway.example', origin: 'https://slipway.example' };
  expect((await send('published', headers)).status).toBe(200);
  expect((await send('api', headers)).status).toBe(403);
});

test.each(['api', 'sandbox'] as const)(
  '%s: requests of foreign pages are refused',
  async (server) => {
    const host = local(server);
    const foreign: Headers[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      // A page of another server on this machine is foreign, too.
      { origin: 'http://127.0.0.1:1' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    ];
    for (const headers of foreign) {
      const { status, body } = await send(server, { host, ...headers });
      expect([headers, status, body]).toEqual([
        headers,
        403,
        expect.objectContaining({ code: 'cross_site_request' }),
      ]);
    }
  },
);

test('requests that need no body are refused before a route sees them', async () => {
  const headers = { host: local('api'), origin: 'https://evil.example' };
  for (const action of ['cancel', 'retry', 'confirm']) {
    const path = `/operations/01ARZ3NDEKTSV4RRFFQ69G5FAV/${action}`;
    const { body } = await send('api', headers, 'POST', path);
    expect(body).toMatchObject({ status: 403, code: 'cross_site_request' });
  }
});

test('a link on another site opens the page, and sends nothing else', async () => {
  const link = {
    host: local('api'),
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  };
  expect((await send('api', link)).status).toBe(200);
  expect((await send('api', link, 'POST')).status).toBe(403);
});

test("the page's own requests pass", async () => {
  const host = local('api');
  const own = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
  expect((await send('api', own)).status).toBe(200);
});

test('a second Host header is refused', async () => {
  const socket = connect(servers.api.port, '127.0.0.1');
  const host = local('api');
  socket.end(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
});

test('browsers may not guess types of answers, run or frame them', async () => {
  for (const path of ['/healthz', '/clusters', '/unknown', '/openapi.json']) {
    const { headers } = await send('api', { host: local('api') }, 'GET', path);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
  }
});
