/** Serves the OpenAPI document, and the documentation page made from it. */
import { gzipSync } from 'node:zlib';
import { Router } from 'express';
import { sendFixedText } from '../http/responses.ts';
import { sendHtml, serveFiles } from '../pages/html.ts';
import type { OpenApiDocument } from '../openapi/document.ts';
import { DOCS_SCRIPT, docsPage } from '../pages/docs-page.ts';
import { CONTENT_SECURITY_POLICY } from '../pages/web-page.ts';
import { noQuery } from '../http/page.ts';

/** @param directory of the page's built files */
export function docsRoutes(basePath: string, document: OpenApiDocument, directory: string): Router {
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

  router.use('/docs', serveFiles(directory, [DOCS_SCRIPT]));
  return router;
}
