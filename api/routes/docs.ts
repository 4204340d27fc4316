/** Serves the OpenAPI document, and the documentation page made from it. */
import { gzipSync } from 'node:zlib';
import { Router } from 'express';
import { sendFixedText } from '../http/responses.ts';
import { sendHtml, serveFiles } from '../pages/html.ts';
import type { OpenApiDocument } from '../openapi/document.ts';
import {
  ASSETS,
  ASSETS_DIRECTORY,
  CONTENT_SECURITY_POLICY,
  docsPage,
  START_SCRIPT,
  startScript,
} from '../pages/docs-page.ts';
import { noQuery } from '../http/page.ts';

export function docsRoutes(basePath: string, document: OpenApiDocument): Router {
  const router = Router();

  let fixed: { text: string; gzip: Buffer } | undefined;
  router.get('/openapi.json', noQuery, (request, response) => {
    const text = fixed?.text ?? JSON.stringify(document);
    fixed ??= { text, gzip: gzipSync(text) };
    sendFixedText(request, response, 'json', fixed);
  });

  router.get('/docs', noQuery, (_request, response) => {
    sendHtml(response, docsPage(basePath), CONTENT_SECURITY_POLICY);
  });

  router.get(`/docs/${START_SCRIPT}`, (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('text/javascript').send(startScript(basePath));
  });

  router.use('/docs', serveFiles(ASSETS_DIRECTORY, ASSETS));
  return router;
}
