import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

const HEADER = 'X-Request-Id';
const ACCEPTED = /^[A-Za-z0-9._-]{1,128}$/;

/** Gives every response an `X-Request-Id`: the client's id if it is safe to log, otherwise a new one. */
export const requestId: RequestHandler = (request, response, next) => {
  const given = request.get(HEADER);
  response.set(HEADER, given !== undefined && ACCEPTED.test(given) ? given : randomUUID());
  next();
};

export function requestIdOf(response: Response): string {
  return response.get(HEADER) ?? '';
}
