/** A plain HTTP client: paths are sent as they are, and bodies may be something other than JSON. */
import { request } from 'node:http';

const TIMEOUT_MS = 15_000;

export interface Answer {
  status: number;
  /** The header names are in lower case. */
  headers: Record<string, string>;
  /** The parsed body when it is JSON, else its text. */
  body: unknown;
}

export interface RequestOptions {
  headers?: Record<string, string>;
  /** An object is sent as JSON. Text and bytes are sent as they are, with the content type of `headers`. */
  body?: object | string | Buffer;
  timeoutMs?: number;
}

export interface HttpClient {
  send(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  get(path: string, options?: RequestOptions): Promise<Answer>;
  post(path: string, body?: object, options?: RequestOptions): Promise<Answer>;
  patch(path: string, body: object, options?: RequestOptions): Promise<Answer>;
  put(path: string, body: object, options?: RequestOptions): Promise<Answer>;
  delete(path: string, options?: RequestOptions): Promise<Answer>;
}

/**
 * Rejects when no response comes within 15 s, or the connection is refused or cut. Calls `base` for each
 * request.
 */
export function createHttpClient(base: () => string): HttpClient {
  const send: HttpClient['send'] = (method, path, options = {}) =>
    sendOnce(base(), method, path, options);
  return {
    send,
    get: (path, options) => send('GET', path, options),
    post: (path, body, options) => send('POST', path, { ...options, ...(body && { body }) }),
    patch: (path, body, options) => send('PATCH', path, { ...options, body }),
    put: (path, body, options) => send('PUT', path, { ...options, body }),
    delete: (path, options) => send('DELETE', path, options),
  };
}

/** Throws an error with the body unless the response has this status. */
export function expectStatus({ status, body }: Answer, wanted: number): void {
  if (status === wanted) return;
  throw new Error(`status ${status} instead of ${wanted}: ${JSON.stringify(body)}`);
}

function sendOnce(
  base: string,
  method: string,
  path: string,
  { headers = {}, body, timeoutMs = TIMEOUT_MS }: RequestOptions,
): Promise<Answer> {
  const { hostname, port } = new URL(base);
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  const bytes = raw ? Buffer.from(body) : body && Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname,
        port,
        method,
        path,
        agent: false,
        headers: {
          ...(bytes &&
            !('transfer-encoding' in headers) && { 'content-length': String(bytes.length) }),
          ...(bytes && !raw && { 'content-type': 'application/json' }),
          ...headers,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.once('error', reject);
        incoming.once('end', () => {
          const answerHeaders = Object.fromEntries(
            Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
          );
          resolve({
            status: incoming.statusCode ?? 0,
            headers: answerHeaders,
            body: parseBody(answerHeaders['content-type'], Buffer.concat(chunks).toString()),
          });
        });
      },
    );
    outgoing.once('error', reject);
    outgoing.setTimeout(timeoutMs, () => {
      outgoing.destroy(new Error(`${method} ${path.slice(0, 200)}: no answer in ${timeoutMs} ms`));
    });
    outgoing.end(bytes);
  });
}

function parseBody(contentType: string | undefined, text: string): unknown {
  // JSON lines are several documents.
  return /\bjson\b/.test(contentType ?? '') && text !== '' ? JSON.parse(text) : text;
}
