/** Serves HTML pages and their files. Browsers must revalidate all of them before reuse. */
import type { RequestHandler, Response } from 'express';

/**
 * Sends an HTML page.
 *
 * @param policy the content security policy: what the page may load, and from where
 */
export function sendHtml(response: Response, page: string, policy: string): void {
  response
    .set({ 'Content-Security-Policy': policy, 'Cache-Control': 'no-cache' })
    .type('html')
    .send(page);
}

/** Serves the files with these names and no others. */
export function serveFiles(directory: string, names: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const name = request.path.slice(1);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads || !names.includes(name)) {
      next();
      return;
    }
    response.sendFile(name, {
      root: directory,
      cacheControl: false,
      headers: { 'Cache-Control': 'no-cache' },
    });
  };
}
