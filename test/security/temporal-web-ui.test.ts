/** The guard in front of Temporal's Web UI. test/e2e/temporal-start.test.ts has the UI itself behind it. */
import { get, type RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { listen, type Listening } from '../../config/listen.ts';
import { createWebUi, hiddenAddress } from '../../launcher/temporal/web-ui.ts';
import { eventually } from '../support/eventually.ts';
import { createHttpClient } from '../support/http/http.ts';

const HERE = { host: '127.0.0.1', port: 0 };
let open: Listening[] = [];
afterEach(async () => {
  const closing = open;
  open = [];
  await Promise.all(closing.map((server) => server.close()));
});

async function serve(listener: RequestListener): Promise<string> {
  const listening = await listen(listener, HERE);
  open.push(listening);
  return listening.url;
}

test('own pages get what the server of the UI answers', async () => {
  const webUi = createWebUi();
  const url = await serve(webUi.listener);
  const upstream = await serve((request, response) => {
    void text(request).then((body) => {
      response.writeHead(201, { 'set-cookie': '_csrf=token' });
      response.end(`${request.method} ${request.url} ${request.headers.host} ${body}`);
    });
  });
  webUi.openAt(upstream);
  const headers = { origin: url };
  const answer = await fetch(`${url}/a?b=c`, { method: 'POST', body: 'body', headers });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('set-cookie')).toBe('_csrf=token');
  expect(await answer.text()).toBe(`POST /a?b=c ${new URL(url).host} body`);
});

test('foreign pages do not reach the server of the UI', async () => {
  const webUi = createWebUi();
  const url = await serve(webUi.listener);
  let reached = 0;
  webUi.openAt(
    await serve((_request, response) => {
      reached += 1;
      response.end();
    }),
  );
  const { send } = createHttpClient(() => url);
  for (const headers of [{ origin: 'http://evil.example' }, { host: 'evil.example' }]) {
    expect((await send('POST', '/', { headers })).status).toBe(403);
  }
  expect(reached).toBe(0);
});

test('a server of the UI that is not there is a 502, and no crash', async () => {
  const webUi = createWebUi();
  const url = await serve(webUi.listener);
  expect((await fetch(url)).status).toBe(502);
  const gone = await listen(() => {}, HERE);
  await gone.close();
  webUi.openAt(gone.url);
  const answer = await fetch(url);
  expect(answer.status).toBe(502);
  expect(await answer.text()).toContain('does not answer');
});

test('a browser that leaves ends its request', async () => {
  const webUi = createWebUi();
  const url = await serve(webUi.listener);
  let arrived = 0;
  let ended = 0;
  webUi.openAt(
    await serve((_request, response) => {
      arrived += 1;
      response.once('close', () => (ended += 1));
    }),
  );
  const leaving = get(url).on('error', () => {});
  await eventually(() => arrived === 1);
  leaving.destroy();
  await eventually(() => ended === 1);
  expect(arrived).toBe(1);
});

test('on Linux the server of the UI is at an address that cannot be guessed', () => {
  const numbers = [0, 0.5, 0.999_999];
  const address = hiddenAddress('linux', () => numbers.shift() ?? 0);
  expect(address).toBe('127.1.128.254');
  expect(hiddenAddress('darwin', () => 0.5)).toBe('127.0.0.1');
});
