/** How many requests a member may make; above that, `429`. */
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { principalOf } from './principal.ts';

const WINDOW_MS = 1_000;

/** @param perSecond counted by this process alone; 0: no limit */
export function limitRequests(perSecond: number): RequestHandler {
  if (perSecond === 0) return (_request, _response, next) => next();
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: perSecond,
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator(_request, response) {
      const { organizationId, memberId } = principalOf(response);
      return `${organizationId}/${memberId}`;
    },
    handler() {
      throw new RequestError(
        'too_many_requests',
        `More than ${perSecond} requests in a second. Slow down: wait with \`Prefer: wait\`, or follow the events, instead of polling.`,
        { retryAfter: WINDOW_MS / 1_000 },
      );
    },
  });
}
