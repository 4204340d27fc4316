/** Limits the requests of each member. Requests above the limit are answered with `429`. */
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { principalOf } from '../http/principal.ts';

const WINDOW_MS = 1_000;

/**
 * Returns a handler that enforces the limit.
 *
 * @param perSecond the limit for one member in this process alone; 0 means no limit
 */
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
        `More than ${perSecond} requests in one second. Send fewer: instead of polling, wait with \`Prefer: wait\` or follow the operation's events.`,
        { retryAfter: WINDOW_MS / 1_000 },
      );
    },
  });
}
