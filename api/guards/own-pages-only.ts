/** Refuses requests that pages of other sites send from a browser, and sets the headers that browsers obey. */
import type { RequestHandler } from 'express';
import { createBrowserGuard } from '../../config/browser-guard.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';

/** Nothing in an answer may be run or framed. The pages at `/docs` and `/ui` set a policy of their own. */
const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
};

export function ownPagesOnly(publicUrl: string | undefined): RequestHandler {
  const guard = createBrowserGuard(publicUrl);
  return (request, response, next) => {
    response.set(HEADERS);
    const refusal = guard(request);
    if (refusal !== undefined) throw new RequestError(refusal.code, refusal.detail);
    next();
  };
}
