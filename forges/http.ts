/** Requests to the API of a forge, with a deadline and bounds. */
import { EnvHttpProxyAgent, fetch, type Dispatcher, type Response } from 'undici';
import * as z from 'zod';
import { linkedSignal } from '../contract/linked-signal.ts';
import { ForgeError } from './forge.ts';

const DEADLINE_MS = 15_000;
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const MAX_REASON_LENGTH = 200;
const MAX_RETRY_AFTER_MS = 10 * 60_000;
const SECOND = 1_000;

export interface ForgeHttp {
  /**
   * Sends one request, and returns what the schema makes of the answer. Throws a ForgeError.
   *
   * @param path the path below the API's URL, with its parts encoded
   */
  send<Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT',
    path: string,
    schema: Schema,
    body?: object,
  ): Promise<z.infer<Schema>>;
}

let proxies: Dispatcher | undefined;

/** @param headers the headers of every request, beside the token */
export function createForgeHttp(options: {
  apiUrl: string;
  token: string;
  headers: Readonly<Record<string, string>>;
  signal: AbortSignal;
  now(): number;
}): ForgeHttp {
  const { apiUrl, token, headers, signal, now } = options;
  const { host } = new URL(apiUrl);
  return {
    async send(method, path, schema, body) {
      // The query may be long, and says nothing about the fault.
      const what = `${method} ${path.split('?')[0] ?? ''}`;
      let response: Response;
      let text: string;
      const linked = linkedSignal([signal], DEADLINE_MS);
      try {
        response = await fetch(`${apiUrl}${path}`, {
          method,
          headers: {
            ...headers,
            accept: 'application/json',
            authorization: `Bearer ${token}`,
            'user-agent': 'slipway',
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          signal: linked.signal,
          dispatcher: (proxies ??= new EnvHttpProxyAgent()),
        });
        text = await readBounded(response);
      } catch (cause) {
        throw new ForgeError(`${host} does not answer (${what}).`, { retryable: true, cause });
      } finally {
        linked.release();
      }
      if (!response.ok) throw refusal({ host, what, token, response, text, now });
      const answer = schema.safeParse(parseJson(text));
      if (answer.success) return answer.data;
      throw new ForgeError(`${host} gave an answer that is not as documented (${what}).`, {
        retryable: false,
      });
    },
  };
}

async function readBounded({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const parts: AsyncIterable<Uint8Array> | Uint8Array[] = body ?? [];
  for await (const chunk of parts) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const reasonSchema = z.object({ message: z.string() });

/** The error of a response that is not a success. 403 is also GitHub's answer to too many requests. */
function refusal(options: {
  host: string;
  what: string;
  token: string;
  response: Response;
  text: string;
  now(): number;
}): ForgeError {
  const { host, what, token, response, text, now } = options;
  const { status, headers } = response;
  const parsed = reasonSchema.safeParse(parseJson(text));
  const reason = parsed.success
    ? `: ${parsed.data.message.replaceAll(token, '***').slice(0, MAX_REASON_LENGTH)}`
    : '';
  const retryAfterMs = pauseIn(headers, now());
  const isThrottled = status === 429 || (status === 403 && retryAfterMs !== undefined);
  return new ForgeError(`${host} refused ${what} with ${status}${reason}`, {
    retryable: isThrottled || status >= 500 || status === 408,
    retryAfterMs,
    status,
  });
}

/** Reads how long the forge wants no requests, in milliseconds. */
function pauseIn(headers: Response['headers'], now: number): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * SECOND - now;
  const isUsedUp = headers.get('x-ratelimit-remaining') === '0';
  const pause = Number.isFinite(seconds) ? seconds * SECOND : isUsedUp ? reset : Number.NaN;
  return Number.isFinite(pause) ? Math.min(Math.max(pause, SECOND), MAX_RETRY_AFTER_MS) : undefined;
}
