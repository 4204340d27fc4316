/** Serves HTML pages and their files. Browsers must revalidate all of them before reuse. */
import path from 'node:path';
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

/** The encodings of built files, the smallest first, and how their names end. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/**
 * Serves the files with these names and no others, compressed if the client accepts it. The build has written the
 * compressed forms beside them.
 */
export function serveFiles(directory: string, names: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const name = request.path.slice(1);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads || !names.includes(name)) {
      next();
      return;
    }
    const accepted = request.acceptsEncodings(ENCODINGS.map(([encoding]) => encoding));
    const [encoding, suffix] = ENCODINGS.find(([it]) => it === accepted) ?? [undefined, ''];
    response.vary('Accept-Encoding').type(path.extname(name));
    response.sendFile(`${name}${suffix}`, {
      root: directory,
      cacheControl: false,
      headers: {
        'Cache-Control': 'no-cache',
        ...(encoding !== undefined && { 'Content-Encoding': encoding }),
      },
    });
  };
}
