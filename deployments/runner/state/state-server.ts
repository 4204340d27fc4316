/**
 * The engine's HTTP backend for one run: serves the state of one deployment, on the loopback interface or at a
 * Unix socket, and behind a token that only this engine gets.
 * https://opentofu.org/docs/language/settings/backends/http
 */
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ListenOptions, Server } from 'node:net';
import * as z from 'zod';
import type { LockOwner, StateStore } from '../../storage/state-store.ts';

const MAX_STATE_BYTES = 64 * 1024 * 1024;
const USER = 'slipway';

export interface StateServer {
  /**
   * Returns the environment variables with which the engine uses this server.
   *
   * @param port the port under which the engine sees the server, if not the server's own
   */
  env(port?: number): Record<string, string>;
  close(): Promise<void>;
}

export interface StateAccess {
  store: StateStore;
  owner: LockOwner;
  /** The token that requests must carry. It must be random. */
  token: string;
}

const lockInfoSchema = z.object({ ID: z.string().min(1) });

/** Listens at a port, or at the path of a Unix socket. */
export async function startStateServer(
  { store, owner, token }: StateAccess,
  place: ListenOptions,
): Promise<StateServer> {
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

  // Requests run one at a time, because writes and locks read before they write.
  let queue = Promise.resolve();
  const server = createServer((request, response) => {
    queue = queue.then(() =>
      answer(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : new Error(String(error)));
      }),
    );
  });
  server.listen(place);
  await once(server, 'listening');
  return {
    env(port = portOf(server)) {
      const stateUrl = `http://127.0.0.1:${port}/state`;
      return {
        TF_HTTP_ADDRESS: stateUrl,
        TF_HTTP_LOCK_ADDRESS: stateUrl,
        TF_HTTP_UNLOCK_ADDRESS: stateUrl,
        TF_HTTP_USERNAME: USER,
        TF_HTTP_PASSWORD: token,
      };
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the state server has no port');
  return address.port;
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
    if (size > MAX_STATE_BYTES) throw new Error(`the state exceeds ${MAX_STATE_BYTES} bytes`);
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
