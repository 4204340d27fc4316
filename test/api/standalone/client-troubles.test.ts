/** Tests the typed client against a server that causes every kind of network failure. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { createSlipway, type Slipway, type SlipwayOptions } from '../../../client/client.ts';
import { orThrow } from '../../../client/problem-error.ts';
import { EXAMPLES } from '../../../api/openapi/examples.ts';
import { collect } from '../../support/collect.ts';
import { eventually } from '../../support/eventually.ts';

const ID = EXAMPLES.running.id;
const BODY = { name: 'demo' };

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await promisify(server.close.bind(server))();
  }
});

/** Serves the responses in order, and repeats the last one. */
async function serve(
  answers: RequestListener[],
  options: Partial<SlipwayOptions> = {},
): Promise<{ slipway: Slipway; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const started = createServer((request, response) => {
    requests.push(request);
    answers[Math.min(requests.length, answers.length) - 1]?.(request, response);
  });
  servers.push(started);
  await once(started.listen(0, '127.0.0.1'), 'listening');
  const { port } = started.address() as AddressInfo;
  return {
    slipway: createSlipway({ baseUrl: `http://127.0.0.1:${port}`, ...options }),
    requests,
  };
}

function json(status: number, body: object, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

const refusal = (status: number, headers?: Record<string, string>) =>
  json(status, { code: 'some_code', detail: 'not now' }, headers);
const accepted = json(202, EXAMPLES.submitted);
const cut: RequestListener = (request) => request.socket.destroy();
const brokenOff: RequestListener = (_request, response) => {
  response.writeHead(202, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{');
  setImmediate(() => response.destroy());
};

const badGateway: RequestListener = (_request, response) => {
  response.writeHead(502, { 'content-type': 'text/html', 'retry-after': '0' }).end('<p>Sorry');
};

const keysOf = (requests: readonly IncomingMessage[]) =>
  requests.map(({ headers }) => headers['idempotency-key']);

test.each<[string, RequestListener]>([
  ['cut before a response', cut],
  ['a response that breaks off', brokenOff],
  ...[408, 425, 429, 502, 503, 504, 522].map((status): [string, RequestListener] => [
    `${status}`,
    refusal(status, { 'retry-after': '0' }),
  ]),
  ['the page of a proxy with 502', badGateway],
])('%s: the client repeats the same submit with the same key', async (_name, trouble) => {
  const { slipway, requests } = await serve([trouble, trouble, accepted]);
  orThrow(await slipway.api.POST('/clusters', { body: BODY }));
  const [key, ...again] = keysOf(requests);
  expect(key).toMatch(/^[0-9a-f-]{36}$/);
  expect(again).toEqual([key, key]);
});

test('each submit has its own key, a given key is kept, and a read has none', async () => {
  const read = json(200, EXAMPLES.running);
  const { slipway, requests } = await serve([accepted, accepted, accepted, read]);
  await slipway.api.POST('/clusters', { body: BODY });
  await slipway.api.POST('/clusters', { body: BODY });
  await slipway.api.POST('/clusters', { body: BODY, headers: { 'Idempotency-Key': 'mine' } });
  await slipway.api.GET('/operations/{operationId}', { params: { path: { operationId: ID } } });
  const [first, second, given, none] = keysOf(requests);
  expect(first).not.toBe(second);
  expect([given, none]).toEqual(['mine', undefined]);
});

test.each([400, 404, 409, 422, 500, 501, 505])('%i is final', async (status) => {
  const { slipway, requests } = await serve([refusal(status)]);
  const answer = await slipway.api.POST('/clusters', { body: BODY });
  expect(answer.response.status).toBe(status);
  expect(requests).toHaveLength(1);
});

test('attempts are limited, and the last response is returned', async () => {
  const busy = refusal(503, { 'retry-after': '0' });
  const { slipway, requests } = await serve([busy], { attempts: 3 });
  const answer = await slipway.api.GET('/clusters');
  expect(() => orThrow(answer)).toThrow('not now');
  expect(requests).toHaveLength(3);
});

test('an attempt without a response ends', async () => {
  const { slipway, requests } = await serve([() => {}], { attempts: 2, timeoutMs: 500 });
  await expect(slipway.api.GET('/clusters')).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(requests).toHaveLength(2);
});

test('Retry-After is obeyed up to a limit', async () => {
  const times: number[] = [];
  const timed = (answer: RequestListener): RequestListener => {
    return (request, response) => {
      times.push(performance.now());
      answer(request, response);
    };
  };
  const { slipway } = await serve([
    timed(refusal(503, { 'retry-after': '1' })),
    timed(refusal(503, { 'retry-after': '3600' })),
  ]);
  const { response } = await slipway.api.GET('/clusters');
  expect(response.status).toBe(503);
  expect(times).toHaveLength(2);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
});

const ended = { ...EXAMPLES.running, status: 'succeeded', version: 40 } as const;

test('waits with a server that supports neither Prefer nor entity tags', async () => {
  const headers = { 'retry-after': '0' };
  const older = json(200, { ...EXAMPLES.running, version: 11 }, headers);
  const now = json(200, EXAMPLES.running, headers);
  const { slipway, requests } = await serve([now, now, older, json(200, ended)]);
  const versions: number[] = [];
  const operation = await slipway.waitFor(ID, {
    onProgress: ({ version }) => versions.push(version),
  });
  expect(operation).toEqual(ended);
  expect(requests).toHaveLength(4);
  // The older state came from a process that lags behind.
  expect(versions).toEqual([12, 12, 40]);
});

test('waits with the tag of the last response', async () => {
  const held = { etag: '"run.12"', 'preference-applied': 'wait=30' };
  const unchanged: RequestListener = (_request, response) => response.writeHead(304, held).end();
  const { slipway, requests } = await serve([
    json(200, EXAMPLES.running, { etag: '"run.12"', 'retry-after': '0' }),
    unchanged,
    unchanged,
    json(200, ended, held),
  ]);
  const seen: string[] = [];
  await slipway.waitFor(ID, { onProgress: ({ status }) => seen.push(status) });
  expect(seen).toEqual(['running', 'succeeded']);
  expect(requests.map(({ headers: sent }) => [sent['prefer'], sent['if-none-match']])).toEqual([
    [undefined, undefined],
    ['wait=30', '"run.12"'],
    ['wait=30', '"run.12"'],
    ['wait=30', '"run.12"'],
  ]);
});

/** Writes each part on its own, then ends or cuts the stream. */
function stream(parts: readonly (string | Buffer)[], end: 'end' | 'destroy'): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const [part, ...rest] = parts;
    const writeAll = (now: string | Buffer | undefined, later: readonly (string | Buffer)[]) => {
      if (now === undefined) response[end]();
      else response.write(now, () => setImmediate(() => writeAll(later[0], later.slice(1))));
    };
    writeAll(part, rest);
  };
}

function frame(version: number, type = 'operation.progress', message = 'on its way'): string {
  const { progress } = EXAMPLES.running;
  const operation = { ...EXAMPLES.running, version, progress: { ...progress, message } };
  return `event: ${type}\nid: ${version}\ndata: ${JSON.stringify(operation)}\n\n`;
}

test('events: a cut stream resumes after the last event, and nothing comes twice', async () => {
  const { slipway, requests } = await serve([
    stream(['retry: 10\n\n', frame(1), ': beat\n\n', frame(2), 'id: 3\ndata: {'], 'destroy'),
    cut,
    refusal(503),
    stream([frame(2), frame(3), 'event: unknown\ndata: {}\n\n'], 'end'),
    stream([frame(9, 'operation.completed')], 'end'),
  ]);
  const events = await collect(slipway.events(ID));
  expect(events.map(({ id, type }) => [id, type])).toEqual([
    ['1', 'operation.progress'],
    ['2', 'operation.progress'],
    ['3', 'operation.progress'],
    ['9', 'operation.completed'],
  ]);
  expect(requests.map(({ headers }) => headers['last-event-id'])).toEqual([
    undefined,
    '2',
    '2',
    '2',
    '3',
  ]);
});

test('events: characters that are split between chunks stay intact', async () => {
  const bytes = Buffer.from(frame(1, 'operation.completed', 'Zürich 🚀'));
  const parts = Array.from(bytes, (_byte, i) => bytes.subarray(i, i + 1));
  const { slipway } = await serve([stream(parts, 'end')]);
  const [event] = await collect(slipway.events(ID));
  expect(event?.operation.progress.message).toBe('Zürich 🚀');
});

test('events: 204 means that no more events come', async () => {
  const { slipway, requests } = await serve([
    (_request, response) => response.writeHead(204).end(),
  ]);
  expect(await collect(slipway.events(ID, { lastEventId: '9' }))).toEqual([]);
  expect(requests[0]?.headers).toMatchObject({
    accept: 'text/event-stream',
    'last-event-id': '9',
  });
});

test('events: the connection closes when the reader stops', async () => {
  let closed = false;
  const { slipway } = await serve([
    (request, response) => {
      request.socket.once('close', () => (closed = true));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(frame(1));
    },
  ]);
  for await (const { id } of slipway.events(ID)) {
    expect(id).toBe('1');
    break;
  }
  await eventually(() => closed);
});

test('events: an abort ends them with its reason', async () => {
  const { slipway } = await serve([stream([frame(1)], 'destroy')]);
  const controller = new AbortController();
  const reading = slipway.events(ID, { signal: controller.signal });
  await reading.next();
  controller.abort(new Error('enough'));
  await expect(reading.next()).rejects.toThrow('enough');
});

const page: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Log in');
};
const closing = (...parts: string[]) => stream(['retry: 1\n\n', ...parts], 'end');

test.each<[string, RequestListener[]]>([
  ['a page', [page]],
  ['an answer as JSON', [json(200, { items: [] })]],
  ['204 before the outcome', [(_request, response) => response.writeHead(204).end()]],
  ['streams without an event', [closing(), closing(': beat\n\n'), closing('data: 1\n\n')]],
  ['streams that break off', Array.from({ length: 3 }, () => stream(['retry: 1\n\n'], 'destroy'))],
  [
    'events without an operation',
    Array.from({ length: 3 }, () =>
      closing('event: operation.completed\nid: 40\ndata: {"id":1\n\n'),
    ),
  ],
])('events: %s instead of a stream: the client polls', async (_name, answers) => {
  const now = json(200, EXAMPLES.running, { 'retry-after': '0' });
  const { slipway, requests } = await serve([...answers, now, now, json(200, ended)]);
  const events = await collect(slipway.events(ID));
  expect(events.map(({ id, type }) => [id, type])).toEqual([
    ['12', 'operation.progress'],
    ['40', 'operation.completed'],
  ]);
  expect(requests).toHaveLength(answers.length + 3);
});

test('events: many short streams are no trouble while they bring something new', async () => {
  const versions = [1, 2, 3, 4, 5, 6];
  const { slipway } = await serve([
    ...versions.map((version) => closing(frame(version))),
    closing(frame(9, 'operation.completed')),
  ]);
  expect(await collect(slipway.events(ID))).toHaveLength(7);
});

test('the page of a proxy is an outage once Slipway has answered, and an error before', async () => {
  const now = json(200, EXAMPLES.running, { 'retry-after': '0' });
  const { slipway } = await serve([now, page, json(200, ended)]);
  expect(await slipway.waitFor(ID)).toEqual(ended);
  const captive = await serve([page]);
  await expect(captive.slipway.waitFor(ID)).rejects.toThrow('but not by Slipway');
  await expect(collect(captive.slipway.events(ID))).rejects.toThrow('but not by Slipway');
});
