/** Decides on whose behalf a request runs. No other file makes this decision. */
import type { RequestHandler, Response } from 'express';
import type { Principal } from '../../operations/temporal/calls.ts';
import { requestIdOf } from './request-id.ts';

const principals = new WeakMap<Response, Principal>();

/** Requests are not authenticated yet, so every request runs as the member named in the settings. */
export function principalFromSettings(principal: Principal): RequestHandler {
  return (_request, response, next) => {
    principals.set(response, { ...principal, requestId: requestIdOf(response) });
    next();
  };
}

/**
 * Returns the principal of the request.
 *
 * @throws Error when the middleware did not run for this route, which is a bug
 */
export function principalOf(response: Response): Principal {
  const principal = principals.get(response);
  if (principal === undefined)
    throw new Error('No principal: add principalFromSettings before this route.');
  return principal;
}
