/** What only browsers get. All other clients get JSON, also those that accept anything. */
import type { Request, RequestHandler } from 'express';
import { sendHtml } from './html.ts';
import { CONTENT_SECURITY_POLICY, webPage } from './web-page.ts';

/** Only browsers prefer HTML to JSON. */
function isBrowser(request: Request): boolean {
  // A quick check first, because most clients do not accept HTML and parsing `Accept` costs time.
  if (request.headers.accept?.includes('text/') !== true) return false;
  return request.accepts(['application/json', 'text/html']) === 'text/html';
}

/** Redirects browsers from an operation's URL to its page. */
export function redirectBrowsers(basePath: string): RequestHandler<{ id: string }> {
  return (request, response, next) => {
    response.vary('Accept');
    if (!isBrowser(request)) {
      next();
      return;
    }
    response
      .set('Cache-Control', 'private, no-cache')
      .redirect(303, `${basePath}/ui/operations/${encodeURIComponent(request.params.id)}`);
  };
}

/** Leads browsers from the root to the page, and answers an unknown address with a page that says so. */
export function unknownPages(basePath: string): RequestHandler {
  const page = webPage(basePath);
  const roots: readonly string[] = ['/', basePath, `${basePath}/`];
  return (request, response, next) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (reads) response.vary('Accept');
    if (!reads || !isBrowser(request)) {
      next();
      return;
    }
    if (roots.includes(request.path)) {
      response.set('Cache-Control', 'no-cache').redirect(303, `${basePath}/ui`);
      return;
    }
    sendHtml(response.status(404), page, CONTENT_SECURITY_POLICY);
  };
}
