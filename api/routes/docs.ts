/** The description of the API, for programs and for people. */
import { Router, type RequestHandler } from 'express';
import { sendResource } from '../answers.ts';
import type { OpenApiDocument } from '../openapi/document.ts';
import {
  ASSETS,
  ASSETS_DIRECTORY,
  CONTENT_SECURITY_POLICY,
  docsPage,
  START_SCRIPT,
  startScript,
} from '../openapi/page.ts';
import { noQuery } from '../page.ts';

export function docsRoutes(basePath: string, document: OpenApiDocument): Router {
  const router = Router();

  router.get('/openapi.json', noQuery, (request, response) => {
    sendResource(request, response, document);
  });

  router.get('/docs', noQuery, (_request, response) => {
    response
      .set({
        'Content-Security-Policy': CONTENT_SECURITY_POLICY,
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-cache',
      })
      .type('html')
      .send(docsPage(basePath));
  });

  router.use('/docs', assets(basePath));
  return router;
}

/** The files that the page names, and no others. */
function assets(basePath: string): RequestHandler {
  return (request, response, next) => {
    const name = request.path.slice(1);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    response.set('X-Content-Type-Options', 'nosniff');
    if (reads && ASSETS.includes(name)) {
      response.sendFile(name, {
        root: ASSETS_DIRECTORY,
        cacheControl: false,
        headers: { 'Cache-Control': 'no-cache' },
      });
    } else if (reads && name === START_SCRIPT) {
      response.set('Cache-Control', 'no-cache').type('text/javascript').send(startScript(basePath));
    } else {
      next();
    }
  };
}
