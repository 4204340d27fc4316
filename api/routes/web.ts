/** Serves the web page. It contains no data; the page reads everything through the API. */
import { Router, type RequestHandler } from 'express';
import { RESOURCE_KINDS, RESOURCE_TYPES, typesWith } from '../../contract/vocabulary.ts';
import { sendHtml, serveFiles } from '../pages/html.ts';
import { CONTENT_SECURITY_POLICY, WEB_FILES, webPage } from '../pages/web-page.ts';

const COLLECTIONS = [
  'operations',
  ...RESOURCE_TYPES.map((type) => RESOURCE_KINDS[type].collection),
] as const;

/** @param directory of the page's built files */
export function webRoutes(basePath: string, directory: string): Router {
  const router = Router();
  const page = webPage(basePath);

  // The filters of the lists are the page's own query.
  const sendPage: RequestHandler = (_request, response) => {
    sendHtml(response, page, CONTENT_SECURITY_POLICY);
  };
  router.get('/ui', sendPage);
  for (const collection of COLLECTIONS) {
    router.get([`/ui/${collection}`, `/ui/${collection}/:id`], sendPage);
  }
  for (const type of RESOURCE_TYPES)
    router.get(`/ui/create/${RESOURCE_KINDS[type].collection}`, sendPage);
  for (const type of typesWith('update')) {
    router.get(`/ui/${RESOURCE_KINDS[type].collection}/:id/change`, sendPage);
  }
  router.use('/ui', serveFiles(directory, WEB_FILES));

  return router;
}
