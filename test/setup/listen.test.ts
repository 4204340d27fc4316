import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { listen } from '../../config/listen.ts';
import { StartupError } from '../../config/process.ts';
import { eventually } from '../support/eventually.ts';

const HERE = { host: '127.0.0.1', port: 0 };

describe('listen', () => {
  test('returns its URL', async () => {
    const listening = await listen((_request, response) => response.end('hello'), HERE);
    try {
      expect(listening.url).toBe(`http://127.0.0.1:${listening.port}`);
      expect(await (await fetch(listening.url)).text()).toBe('hello');
    } finally {
      await listening.close();
    }
  });

  test('names the setting if the port is in use', async () => {
    const listening = await listen(() => {}, HERE);
    try {
      const second = listen(() => {}, { ...HERE, port: listening.port, setting: 'SIMULATOR_PORT' });
      await expect(second).rejects.toThrow(
        new StartupError(`Port ${listening.port} is in use; set SIMULATOR_PORT to another port`),
      );
    } finally {
      await listening.close();
    }
  });

  test('answers requests in flight before it closes, also on connections that are kept alive', async () => {
    const inFlight: ServerResponse[] = [];
    const listening = await listen((_request, response) => void inFlight.push(response), HERE);
    const agent = new Agent({ keepAlive: true });
    const answered = once(get(listening.url, { agent }), 'response') as Promise<[IncomingMessage]>;
    await eventually(() => inFlight.length === 1);
    let isClosed = false;
    const closed = listening.close().then(() => (isClosed = true));
    await expect(fetch(listening.url)).rejects.toThrow('fetch failed');
    expect(isClosed).toBe(false);

    inFlight[0]?.end('late');
    const [response] = await answered;
    expect(response.statusCode).toBe(200);
    response.resume();
    const started = Date.now();
    await closed;
    expect(Date.now() - started).toBeLessThan(2_000);
    agent.destroy();
  });

  test('says how long it keeps an idle connection open', async () => {
    const listening = await listen((_request, response) => response.end(), {
      ...HERE,
      keepAliveMs: 80_000,
    });
    const agent = new Agent({ keepAlive: true });
    const asked = once(get(listening.url, { agent }), 'response') as Promise<[IncomingMessage]>;
    const [response] = await asked;
    response.resume();
    expect(response.headers['keep-alive']).toBe('timeout=80');
    agent.destroy();
    await listening.close();
  });

  test('does not wait for ever for a request in flight', async () => {
    const listening = await listen(() => {}, HERE);
    const request = get(listening.url);
    const failed = once(request, 'error');
    await once(request, 'finish');
    await listening.close();
    expect(await failed).toMatchObject([{ code: 'ECONNRESET' }]);
  }, 10_000);
});
