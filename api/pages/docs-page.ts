/** The page at `/docs`, which shows the OpenAPI document. Its script makes the content from the document. */

/** The script of the page, in the directory of the built files. */
export const DOCS_SCRIPT = 'reference.js';

/**
 * Returns the HTML of the page. It uses the style of the page at `/ui`, and its policy.
 *
 * @param basePath base path of the API: letters, digits and slashes, which need no HTML escaping
 */
export function docsPage(basePath: string): string {
  return `<!doctype html>
<html lang="en" data-base-path="${basePath}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>API · Slipway</title>
    <link rel="icon" type="image/svg+xml" href="${basePath}/ui/icon.svg">
    <link rel="stylesheet" href="${basePath}/ui/style.css">
    <script type="module" src="${basePath}/docs/${DOCS_SCRIPT}"></script>
  </head>
  <body>
    <noscript>This page needs JavaScript. The OpenAPI document is at <a href="${basePath}/openapi.json">openapi.json</a>.</noscript>
    <div id="app"></div>
  </body>
</html>
`;
}
