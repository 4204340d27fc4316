/**
 * The engine's HTTP backend, on this machine only and for one run of the engine: one deployment's state
 * behind a token that nobody else has.
 * https://opentofu.org/docs/language/settings/backends/http
 */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import * as z from 'zod';
import type { LockOwner, StateStore } from '../storage/state-store.ts';

const LARGEST_STATE = 64 * 1024 * 1024;
const USER = 'slipway';

export interface StateServer {
  /** What makes the engine use it. */
  env: Record<string, string>;
  close(): Promise<void>;
}

const lockInfoSchema = z.object({ ID: z.string().min(1) });

export async function startStateServer(options: {
  store: StateStore;
  owner: LockOwner;
  /** Random. */
  token: string;
}): Promise<StateServer> {
  const { store, owner, token } = options;
  const expected = `Basic ${Buffer.from(`${USER}:${token}`).toString('base64')}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!sameText(request.headers.authorization ?? '', expected)) return send(response, 401);
    if (url.pathname !== '/state') return send(response, 404);
    switch (request.method) {
      case 'GET': {
        const state = await store.read();
        return state === undefined ? send(response, 404) : send(response, 200, state);
      }
      case 'POST': {
        const written = await store.write(url.searchParams.get('ID') ?? '', await read(request));
        return send(response, written ? 200 : 409);
      }
      case 'LOCK': {
        const info = await read(request);
        const { ID } = lockInfoSchema.parse(JSON.parse(info.toString()));
        const lock = await store.lock(owner, ID);
        if (lock.locked) return send(response, 200);
        const held = { ID: lock.holder, Who: `operation ${lock.holder}`, Operation: 'slipway' };
        return send(response, 423, Buffer.from(JSON.stringify(held)));
      }
      case 'UNLOCK': {
        const text = (await read(request)).toString();
        const { ID } = lockInfoSchema.parse(JSON.parse(text));
        return send(response, (await store.unlock(ID)) ? 200 : 409);
      }
      default:
        return send(response, 405);
    }
  }

  // One at a time: a state is read and then written.
  let turn = Promise.resolve();
  const server = createServer((request, response) => {
    turn = turn.then(() =>
      answer(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : new Error(String(error)));
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const place = `http://127.0.0.1:${address.port}/state`;
  return {
    env: {
      TF_HTTP_ADDRESS: place,
      TF_HTTP_LOCK_ADDRESS: place,
      TF_HTTP_UNLOCK_ADDRESS: place,
      TF_HTTP_USERNAME: USER,
      TF_HTTP_PASSWORD: token,
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function send(response: ServerResponse, status: number, body?: Buffer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body);
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  const stream: AsyncIterable<Buffer> = request;
  for await (const bytes of stream) {
    size += bytes.length;
    if (size > LARGEST_STATE) throw new Error('a state larger than is allowed');
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
