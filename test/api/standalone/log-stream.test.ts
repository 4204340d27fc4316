/** How the log of an operation is sent: in every media type, in parts, and again after a lost connection. */
import { createParser } from 'eventsource-parser';
import { beforeEach, describe, expect, test } from 'vitest';
import { createSlipway } from '../../../client/client.ts';
import type { LogLine } from '../../../contract/operations/log.ts';
import type { Operation } from '../../../contract/operations/operation.ts';
import { RequestError } from '../../../contract/problems/problem-codes.ts';
import type { LogRequest } from '../../../operations/log/log-request.ts';
import type { OperationRead } from '../../../operations/read/view.ts';
import { startLoneApi } from '../../support/api/lone-api.ts';

const ID = '01M8Z3NDEKTSV4RRFFQ69G5FAV';
const LOG = `/operations/${ID}/log`;
const EVENTS = { headers: { accept: 'text/event-stream' } };

const line = (sequence: number): LogLine => ({
  sequence,
  at: '2026-11-24T05:20:00.000Z',
  phase: 'step.succeeded',
  level: 'info',
  message: `line ${sequence}`,
});

let asked: Omit<LogRequest, 'signal'>[] = [];
let status: Operation['status'];
let fails = false;

beforeEach(() => {
  asked = [];
  status = 'succeeded';
  fails = false;
});

const { api } = startLoneApi('', {
  more: {
    read: async () => ({ operation: { id: ID, status } as Operation }) as OperationRead,
    async log(_principal, id, { signal: _signal, ...request }) {
      if (id !== ID) throw new RequestError('not_found', 'There is no such operation.');
      asked.push(request);
      return (async function* batches() {
        const { after, limit = Infinity } = request;
        const lines = [1, 2, 3].filter((sequence) => sequence > after).slice(0, limit);
        if (lines.length > 0) yield lines.map(line);
        if (fails) throw new Error('the log was removed');
      })();
    },
  },
});

interface Sent {
  event: string | undefined;
  id: string | undefined;
  data: unknown;
}

function eventsIn(body: unknown): Sent[] {
  const events: Sent[] = [];
  const parser = createParser({
    onEvent: ({ event, id, data }) => events.push({ event, id, data: JSON.parse(data) }),
  });
  parser.feed(String(body));
  return events;
}

describe('as lines', () => {
  test.each(['application/jsonl', 'application/x-ndjson'])('of %s', async (accept) => {
    const { status: code, headers, body } = await api.get(LOG, { headers: { accept } });
    expect(code).toBe(200);
    expect(headers['content-type']).toBe(accept);
    expect(
      String(body)
        .trim()
        .split('\n')
        .map((text): unknown => JSON.parse(text)),
    ).toEqual([1, 2, 3].map(line));
    expect(asked).toEqual([{ after: 0, follow: false, limit: 10_000 }]);
  });

  test('or as text', async () => {
    const { body } = await api.get(`${LOG}?after=2`, { headers: { accept: 'text/plain' } });
    expect(body).toBe('2026-11-24T05:20:00.000Z step.succeeded line 3\n');
  });

  test('about one cloud resource, and not more than a limit', async () => {
    await api.get(`${LOG}?resource=vpc%2Fmain&limit=2&after=1`);
    await api.get(`${LOG}?resource=vpc%2Fmain&follow=true`);
    expect(asked).toEqual([
      { after: 1, follow: false, limit: 2, resource: 'vpc/main' },
      { after: 0, follow: true, resource: 'vpc/main' },
    ]);
  });

  test.each(['limit=0', 'limit=10001', 'resource=', 'after=-1', 'follow=yes', 'since=1'])(
    'not with %s',
    async (query) => {
      expect((await api.get(`${LOG}?${query}`)).status).toBe(400);
      expect(asked).toEqual([]);
    },
  );

  test('without an end when the log fails', async () => {
    fails = true;
    await expect(api.get(LOG)).rejects.toThrow(/aborted|hang up/);
  });
});

describe('as events', () => {
  test('each line is one, and the last one says that the log is complete', async () => {
    const { headers, body } = await api.get(LOG, EVENTS);
    expect(headers).toMatchObject({ 'content-type': 'text/event-stream', vary: 'Accept' });
    expect(eventsIn(body)).toEqual([
      ...[1, 2, 3].map((sequence) => ({
        event: 'log.line',
        id: String(sequence),
        data: line(sequence),
      })),
      { event: 'log.completed', id: '3', data: {} },
    ]);
    expect(asked).toEqual([{ after: 0, follow: true }]);
  });

  test('a lost stream goes on', async () => {
    const headers = { ...EVENTS.headers, 'last-event-id': '2' };
    const { body } = await api.get(`${LOG}?resource=vpc%2Fmain`, { headers });
    expect(eventsIn(body).map(({ id }) => id)).toEqual(['3', '3']);
    expect(asked.at(-1)).toEqual({ after: 2, follow: true, resource: 'vpc/main' });
  });

  test('a client that has the whole log of an operation that has ended need not come again', async () => {
    const headers = { ...EVENTS.headers, 'last-event-id': '3' };
    expect((await api.get(LOG, { headers })).status).toBe(204);
    status = 'running';
    expect((await api.get(LOG, { headers })).status).toBe(200);
  });

  test('a wrong id, an unknown operation and a wrong media type are refused', async () => {
    const headers = { ...EVENTS.headers, 'last-event-id': 'x' };
    expect((await api.get(LOG, { headers })).status).toBe(400);
    expect((await api.get('/operations/unknown/log')).status).toBe(404);
    expect((await api.get(LOG, { headers: { accept: 'image/png' } })).status).toBe(406);
  });

  test('a HEAD has the headers only', async () => {
    const { status: code, headers, body } = await api.send('HEAD', LOG, EVENTS);
    expect(code).toBe(200);
    expect(headers['content-type']).toBe('text/event-stream');
    expect(body).toBe('');
    expect(asked).toEqual([]);
  });
});

test('the client reads a log in parts', async () => {
  const lines = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => `${JSON.stringify(line(from + i))}\n`).join('');
  const parts = [lines(1, 10_000), lines(10_001, 3)];
  const urls: string[] = [];
  const slipway = createSlipway({
    baseUrl: 'http://slipway.example',
    async fetch({ url }) {
      urls.push(url);
      return new Response(parts.shift(), { headers: { 'content-type': 'application/jsonl' } });
    },
  });
  let last = 0;
  for await (const { sequence } of slipway.log(ID, { resource: 'vpc/main' })) {
    expect(sequence).toBe(last + 1);
    last = sequence;
  }
  expect(last).toBe(10_003);
  const url = `http://slipway.example${LOG}`;
  expect(urls).toEqual(
    [0, 10_000].map((after) => `${url}?after=${after}&limit=10000&resource=vpc%2Fmain`),
  );
});
