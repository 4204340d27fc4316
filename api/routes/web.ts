/** Serves the web page. It contains no data; the page reads everything through the API. */
import { Router, type RequestHandler } from 'express';
import { sendHtml, serveFiles } from '../pages/html.ts';
import { CONTENT_SECURITY_POLICY, WEB_FILES, webPage } from '../pages/web-page.ts';

/** @param directory of the page's built files */
export function webRoutes(basePath: string, directory: string): Router {
  const router = Router();
  const page = webPage(basePath);

  // The filters of the list are the page's own query.
  const sendPage: RequestHandler = (_request, response) => {
    sendHtml(response, page, CONTENT_SECURITY_POLICY);
  };
  router.get('/ui', sendPage);
  router.get('/ui/operations/:operationId', sendPage);
  router.use('/ui', serveFiles(directory, WEB_FILES));

  return router;
}
