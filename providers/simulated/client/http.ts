import { request as sendHttp, type Dispatcher } from 'undici';
import * as z from 'zod';
import { ProviderError } from '../../provider.ts';
import type { CloudFault } from './errors.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

/** The identity of the caller. */
export interface Authorization {
  /** A token that is valid now. */
  token(): Promise<string>;
  /** Reports a token that the cloud no longer accepts. */
  expired(token: string): void;
}

export interface HttpOptions {
  url: string;
  /** The identity of the caller; absent for anonymous calls. */
  authorization?: Authorization | undefined;
  /** The deadline of one request; default 10,000. */
  requestTimeoutMs?: number | undefined;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** The path relative to the cloud's URL, without a slash at the start. */
  path: string;
  body?: object;
}

/** The cloud's answer: a body that is not parsed yet, or an error. */
export type HttpAnswer = { body: unknown } | { fault: CloudFault };
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

const refusalSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string().optional(),
    /** Seconds. */
    retryAfter: z.number().optional(),
    /** The same delay in milliseconds, which is exact. */
    retryAfterMs: z.number().optional(),
    blockers: z.array(z.object({ id: z.string(), type: z.string(), name: z.string() })).optional(),
  }),
});

const EXPIRED = 'ExpiredToken';

/**
 * Creates a function that sends one request with a deadline. If the token has expired, it repeats the
 * request with a new one, which is safe because the cloud checks the token first. It throws a retryable
 * ProviderError if there is no answer (`cloud_unreachable`, `cloud_timeout`), and the signal's reason on an
 * abort.
 */
export function createSend(options: HttpOptions): Send {
  const { authorization, requestTimeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const base = options.url.endsWith('/') ? options.url : `${options.url}/`;

  return async (request, signal) => {
    if (authorization === undefined) return sendOnce(request, signal);
    const token = await authorization.token();
    const answer = await sendOnce(request, signal, token);
    if (!('fault' in answer) || answer.fault.code !== EXPIRED) return answer;
    authorization.expired(token);
    return sendOnce(request, signal, await authorization.token());
  };

  async function sendOnce(
    request: HttpRequest,
    signal: AbortSignal,
    token?: string,
  ): Promise<HttpAnswer> {
    signal.throwIfAborted();
    const ending = new AbortController();
    const end = () => ending.abort();
    signal.addEventListener('abort', end, { once: true });
    const timer = setTimeout(end, requestTimeoutMs);
    try {
      // Not `fetch`: its streams and classes take half of the time of a small request.
      const response = await sendHttp(new URL(request.path, base), {
        method: request.method,
        signal: ending.signal,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(request.body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      });
      return answerOf(request, response, await response.body.text());
    } catch (cause) {
      signal.throwIfAborted();
      throw noAnswer(request, ending.signal.aborted ? requestTimeoutMs : undefined, cause);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    }
  }
}

function answerOf(
  request: HttpRequest,
  { statusCode: status, headers }: Dispatcher.ResponseData,
  text: string,
): HttpAnswer {
  const body = parseJson(text);
  if (status >= 200 && status < 300) return { body };
  const refusal = refusalSchema.safeParse(body).data?.error;
  const header = Number(headers['retry-after'] ?? Number.NaN);
  return {
    fault: {
      status,
      code: refusal?.code ?? `Status${status}`,
      message: refusal?.message ?? `the cloud answered with status ${status}`,
      requestId: refusal?.requestId ?? headers['x-request-id']?.toString(),
      retryAfter:
        refusal?.retryAfterMs === undefined
          ? (refusal?.retryAfter ?? (Number.isFinite(header) ? header : undefined))
          : refusal.retryAfterMs / 1000,
      blockers: refusal?.blockers,
      context: { request: `${request.method} ${request.path}` },
    },
  };
}

/** Returns undefined for any body that is not JSON, such as an empty one or a proxy's HTML. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noAnswer(request: HttpRequest, timeoutMs: number | undefined, cause: unknown) {
  const context = { request: `${request.method} ${request.path}` };
  return timeoutMs === undefined
    ? new ProviderError({
        code: 'cloud_unreachable',
        errorType: 'provider',
        publicMessage: 'the cloud cannot be reached, or closed the connection without an answer',
        retryable: true,
        context,
        cause,
      })
    : new ProviderError({
        code: 'cloud_timeout',
        errorType: 'timeout',
        publicMessage: `the cloud did not answer within ${timeoutMs} ms`,
        retryable: true,
        context,
        cause,
      });
}
