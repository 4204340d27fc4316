/** Tests that events do not pile up in memory for a stream that its client does not read. */
import { connect } from 'node:net';
import express from 'express';
import { expect, test } from 'vitest';
import { streamEvents } from '../../../api/http/event-stream.ts';
import { listen } from '../../../config/listen.ts';
import type { Operation } from '../../../contract/operations/operation.ts';
import type { Operations } from '../../../operations/index.ts';
import type { OperationRead } from '../../../operations/read/view.ts';
import { eventually } from '../../support/eventually.ts';

const BODY_BYTES = 500_000;
const FINAL_VERSION = 1_000_000;

test('a slow reader gets the newest state next, and nothing in between', async () => {
  let version = 0;
  let asked = 0;
  const read = (): OperationRead => {
    const status = version === FINAL_VERSION ? 'succeeded' : 'running';
    return {
      operation: { version, status } as Operation,
      location: '/operations/x',
      source: 'query',
      revision: { runId: '', version, canceling: false, memo: false },
      body: JSON.stringify({ version, padding: 'x'.repeat(BODY_BYTES) }),
    };
  };
  // This source has a new version at every call, so it never runs dry.
  const operations = {
    read: async () => read(),
    until: async () => {
      asked += 1;
      if (version < FINAL_VERSION) version += 1;
      return read();
    },
  } as unknown as Operations;
  const app = express();
  app.get('/', async (request, response) => {
    const principal = { organizationId: 'local', memberId: 'me' };
    const stopping = new AbortController().signal;
    await streamEvents(request, response, { operations, principal, operationId: '', stopping });
  });
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  const socket = connect(server.port, '127.0.0.1').pause().setEncoding('utf8');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');

  // Once no more is requested, the buffers of both ends are full.
  let before = -1;
  await eventually(
    () => {
      const settled = asked > 0 && asked === before;
      before = asked;
      return settled;
    },
    { intervalMs: 300 },
  );
  const queued = asked;
  expect(queued).toBeLessThan(100);
  version = FINAL_VERSION;
  let text = '';
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  socket.resume();
  await new Promise((resolve) => {
    socket.once('close', resolve);
  });
  const ids = [...text.matchAll(/^id:(\d+)$/gm)].map(([, id]) => Number(id));
  expect(ids).toEqual([...Array.from({ length: queued }, (_, i) => i + 1), FINAL_VERSION]);
  expect(text).toContain('event:operation.completed');
  await server.close();
});
