/** What people look at. It holds nothing of anybody: what it shows, it asks the API for. */
import { Router, type RequestHandler } from 'express';
import { CONTENT_SECURITY_POLICY, WEB_FILES, webPage } from '../web-page.ts';

/** @param directory of the page's files, as the build has made them */
export function webRoutes(basePath: string, directory: string): Router {
  const router = Router();
  const page = webPage(basePath);

  // The filters of the list are the page's own query.
  const sendPage: RequestHandler = (_request, response) => {
    response
      .set({
        'Content-Security-Policy': CONTENT_SECURITY_POLICY,
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-cache',
      })
      .type('html')
      .send(page);
  };
  router.get('/ui', sendPage);
  router.get('/ui/operations/:operationId', sendPage);
  router.use('/ui', files(directory));

  return router;
}

function files(directory: string): RequestHandler {
  return (request, response, next) => {
    const name = request.path.slice(1);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads || !WEB_FILES.includes(name)) {
      next();
      return;
    }
    response.set('X-Content-Type-Options', 'nosniff');
    response.sendFile(name, {
      root: directory,
      cacheControl: false,
      headers: { 'Cache-Control': 'no-cache' },
    });
  };
}
