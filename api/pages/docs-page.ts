/** The page that shows the document: Swagger UI, from the files of its package. */
import getAbsoluteFSPath from 'swagger-ui-dist/absolute-path.js';

/** Where the files of the package are. */
export const ASSETS_DIRECTORY = getAbsoluteFSPath();

/** Those of them that the page needs; the package has an example of its own that points elsewhere. */
export const ASSETS: readonly string[] = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'favicon-32x32.png',
];

/** The script that starts the page; a file of its own, because inline scripts are forbidden. */
export const START_SCRIPT = 'start.js';

/** Nothing from elsewhere, nothing inline; the images of the style sheet are `data:`. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** @param basePath of the API: letters, digits and slashes, fit for HTML as they are */
export function docsPage(basePath: string): string {
  const assets = `${basePath}/docs`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Slipway API</title>
    <link rel="icon" type="image/png" href="${assets}/favicon-32x32.png">
    <link rel="stylesheet" href="${assets}/swagger-ui.css">
  </head>
  <body>
    <noscript>This page needs JavaScript; the document is at <a href="${basePath}/openapi.json">openapi.json</a>.</noscript>
    <div id="swagger-ui"></div>
    <script src="${assets}/swagger-ui-bundle.js"></script>
    <script src="${assets}/${START_SCRIPT}"></script>
  </body>
</html>
`;
}

export function startScript(basePath: string): string {
  const options = {
    url: `${basePath}/openapi.json`,
    dom_id: '#swagger-ui',
    deepLinking: true,
    displayRequestDuration: true,
    // Otherwise it sends the document to a validator on the internet.
    validatorUrl: null,
  };
  return `SwaggerUIBundle(${JSON.stringify(options)});\n`;
}
