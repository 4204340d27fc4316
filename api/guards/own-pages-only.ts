/** Refuses requests that pages of other sites send from a browser, and sets the headers that browsers obey. */
import type { RequestHandler } from 'express';
import { browserRefusal } from '../../config/browser-guard.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';

/** Nothing in an answer may be run or framed. The pages at `/docs` and `/ui` set a policy of their own. */
const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
};

export function ownPagesOnly(publicUrl: string | undefined): RequestHandler {
  return (request, response, next) => {
    response.set(HEADERS);
    const refusal = browserRefusal(request, publicUrl);
    if (refusal !== undefined) throw new RequestError(refusal.code, refusal.detail);
    next();
  };
}
