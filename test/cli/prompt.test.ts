/** Tests the question about a plan in a pseudo-terminal, with a server whose operation waits for ever. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCli } from '../support/cli/cli.ts';
import { shows } from '../support/cli/screen.ts';
import { ID, node, operationOf } from '../unit/cli/operations.ts';

let server: Server;
let url = '';
/** The bodies of requests that decide. */
const decided: string[] = [];
const cli = createCli(() => url);

const planned = operationOf([node('random_id/id')], {
  operation: 'apply_deployment',
  resourceType: 'deployment',
  resourceId: 'web',
});
const waiting = {
  ...planned,
  status: 'awaiting_confirmation' as const,
  progress: { ...planned.progress, stage: 'awaiting_confirmation' as const },
};
const COLLECTOR = path.join(import.meta.dirname, '../support/cli/collect-garbage.mjs');
const QUESTION = /Apply this plan\? 1 to create\. \[yes\/no\]/;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { method = '', url: asked = '' } = request;
    if (asked.endsWith('/events')) return sendEvents(response);
    if (method === 'POST') decided.push(asked);
    // Without the attributes of the plan, the question is asked all the same.
    response.writeHead(asked.endsWith('/plan') ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(waiting));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** The stream stays open, as that of an operation that waits. */
function sendEvents(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const data = JSON.stringify(waiting);
  response.write(`id: ${waiting.version}\nevent: operation.progress\ndata: ${data}\n\n`);
}

/** A long wait, in which everything that nobody holds is collected. */
const LONG = { env: { NODE_OPTIONS: `--import ${COLLECTOR}` } };

test.each([
  { wait: 'short', options: {} },
  { wait: 'long', options: LONG },
])(
  'Ctrl-C at the question stops watching, and decides nothing, after a $wait wait',
  async ({ options }) => {
    const terminal = cli.terminal(['operations', 'watch', ID], options);
    await shows(terminal, QUESTION);
    terminal.type('perhaps\r');
    await shows(terminal, /perhaps\s+Apply this plan/);
    terminal.type('\x03');
    expect(await terminal.ended).toBe(130);
    await shows(terminal, /Stopped watching\. The operation continues\./);
    await shows(terminal, new RegExp(`slipway operations confirm ${ID}`));
    expect(decided).toEqual([]);
  },
);

test('the question is repeated until the answer is yes or no', async () => {
  const terminal = cli.terminal(['operations', 'watch', ID]);
  await shows(terminal, QUESTION);
  terminal.type('perhaps\r');
  await shows(terminal, /perhaps\s+Apply this plan/);
  terminal.type('yes\r');
  await expect.poll(() => decided).toEqual([`/operations/${ID}/confirm`]);
  terminal.type('\x03');
  expect(await terminal.ended).toBe(130);
});
