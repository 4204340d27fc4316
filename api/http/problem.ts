/** Turns errors into problem responses (RFC 9457): status, code and message. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Logger } from '../../config/logger.ts';
import { PROBLEMS, RequestError } from '../../contract/problems/problem-codes.ts';
import type { Problem } from '../../contract/problems/problem.ts';
import { requestIdOf } from './request-id.ts';

export const notFound: RequestHandler = (request) => {
  throw new RequestError(
    'not_found',
    `${request.method} ${request.path} was not found. /openapi.json lists the paths of this API.`,
  );
};

/** Handles everything that a route throws. Unexpected errors are logged; clients get only their request id. */
export function problems(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) {
      next(thrown);
      return;
    }
    const error = asRequestError(thrown);
    if (error.code === 'internal_error') {
      logger.error({ err: thrown, requestId: requestIdOf(response) }, 'a request failed');
    }
    send(error, request, response);
  };
}

function send(error: RequestError, request: Request, response: Response): void {
  const { status, errorType, title, ...kind } = PROBLEMS[error.code];
  const fieldErrors = Object.fromEntries(
    error.faults.map(({ pointer, detail }) => [pointer.slice(1).replaceAll('/', '.'), detail]),
  );
  const problem: Problem = {
    type: `urn:slipway:problem:${error.code}`,
    title,
    status,
    detail: error.message,
    instance: request.originalUrl.slice(0, 512),
    code: error.code,
    errorType,
    requestId: requestIdOf(response),
    retryable: 'retryable' in kind,
    ...(error.faults.length > 0 && { fieldErrors, errors: [...error.faults] }),
    ...(error.conflictingOperationId !== undefined && {
      conflictingOperationId: error.conflictingOperationId,
      links: { cancel: `${request.baseUrl}/operations/${error.conflictingOperationId}/cancel` },
    }),
    ...(error.attachments !== undefined && { attachments: [...error.attachments] }),
  };
  if (error.retryAfter !== undefined) response.set('Retry-After', String(error.retryAfter));
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Translates errors of Express's body parser and router, which describe them in `type` and `status`. */
function asRequestError(thrown: unknown): RequestError {
  if (thrown instanceof RequestError) return thrown;
  const { type, status, limit } = (thrown ?? {}) as Partial<Record<string, unknown>>;
  if (type === 'entity.parse.failed') {
    return new RequestError(
      'malformed_json',
      'The body is not valid JSON. Check its quotes, commas and brackets.',
    );
  }
  if (type === 'entity.too.large') {
    return new RequestError(
      'payload_too_large',
      `The body is larger than the limit of ${Number(limit) / 1024} KiB for this path. Send a smaller one.`,
    );
  }
  if (status === 415) {
    return new RequestError(
      'unsupported_media_type',
      'Send JSON in UTF-8, uncompressed or gzipped.',
    );
  }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new RequestError(
      'invalid_query',
      'The request cannot be read. Check the path and its encoding.',
    );
  }
  return new RequestError(
    'internal_error',
    'Slipway has an internal error. The log of the API has the details under this requestId.',
    {
      cause: thrown,
    },
  );
}
