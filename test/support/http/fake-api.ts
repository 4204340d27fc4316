/** An HTTP server with scripted responses that records its requests. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Asked {
  method: string;
  /** The path with its query. */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  /** What is compressed with gzip is a Buffer. */
  body: unknown;
}

export interface FakeAnswer {
  status: number;
  /** Sent as JSON. A string is sent as it is. */
  body: unknown;
  headers?: Record<string, string>;
}

export interface FakeApi {
  url: string;
  /** The requests since `answers` was set. */
  asked: Asked[];
  /** By method and path, for example `PATCH /clusters/demo`. A path without query stands for all queries. */
  answers: Record<string, FakeAnswer>;
  stop(): Promise<void>;
}

/** A request without a scripted response gets a 404. */
export async function startFakeApi(): Promise<FakeApi> {
  const fake: FakeApi = {
    url: '',
    asked: [],
    answers: {},
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer((request, response) => {
    void (async () => {
      const { method = '', url: path = '', headers } = request;
      const sent = await buffer(request);
      const isBinary = headers['content-type'] === 'application/gzip';
      const parse = (): unknown => (sent.length === 0 ? undefined : JSON.parse(sent.toString()));
      fake.asked.push({ method, path, headers, body: isBinary ? sent : parse() });
      const answer =
        fake.answers[`${method} ${path}`] ?? fake.answers[`${method} ${path.replace(/\?.*/, '')}`];
      const { status, body, headers: more } = answer ?? { status: 404, body: {}, headers: {} };
      response.writeHead(status, { 'content-type': 'application/json', ...more });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}
