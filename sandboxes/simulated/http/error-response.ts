import type { Response } from 'express';
import type { Logger } from '../../../config/logger.ts';
import { CloudError } from '../cloud/cloud-error.ts';
import { validationError } from './parse-request.ts';

export const REQUEST_ID_HEADER = 'x-request-id';

/** Returns the body of an error response. Sets the header `Retry-After` if the error has one. */
export function errorBody(error: CloudError, response: Response): object {
  const { retryAfter } = error.details;
  if (retryAfter !== undefined) response.set('retry-after', String(retryAfter));
  return {
    error: {
      code: error.code,
      message: error.message,
      requestId: response.get(REQUEST_ID_HEADER),
      ...error.details,
    },
  };
}

/** Converts an invalid body or URL to `ValidationError`, and unexpected errors to `InternalFailure`. */
export function toCloudError(thrown: unknown, logger: Logger): CloudError {
  if (thrown instanceof CloudError) return thrown;
  if (isClientError(thrown)) return validationError([{ path: '', message: thrown.message }]);
  logger.error({ err: thrown }, 'unexpected error');
  return new CloudError(500, 'InternalFailure', 'The request failed for an unknown reason');
}

/** Express and its body parser set a status on errors that the client caused. */
function isClientError(thrown: unknown): thrown is Error {
  if (!(thrown instanceof Error) || !('status' in thrown)) return false;
  return typeof thrown.status === 'number' && thrown.status >= 400 && thrown.status < 500;
}
