/** Who asks. Nothing else decides it. */
import type { RequestHandler, Response } from 'express';
import type { Principal } from '../../operations/temporal/calls.ts';
import { requestIdOf } from './request-id.ts';

const principals = new WeakMap<Response, Principal>();

/** Until requests are authenticated, everybody who reaches this process is the member of its settings. */
export function principalFromSettings(principal: Principal): RequestHandler {
  return (_request, response, next) => {
    principals.set(response, { ...principal, requestId: requestIdOf(response) });
    next();
  };
}

/** @throws Error when the middleware did not run: a route without it is a bug. */
export function principalOf(response: Response): Principal {
  const principal = principals.get(response);
  if (principal === undefined) throw new Error('a route without a principal');
  return principal;
}
