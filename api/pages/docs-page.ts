/** The page that shows the OpenAPI document: Swagger UI, served from the files of its npm package. */
import getAbsoluteFSPath from 'swagger-ui-dist/absolute-path.js';

/** The directory of the package's files. */
export const ASSETS_DIRECTORY = getAbsoluteFSPath();

/** The files that the page needs. The package also contains an example page, which is not served. */
export const ASSETS: readonly string[] = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'favicon-32x32.png',
];

/** The script that starts the page. It is a separate file because the policy forbids inline scripts. */
export const START_SCRIPT = 'start.js';

/** Allows files of this server only, and nothing inline. Swagger UI's style sheet has `data:` images. */
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

/**
 * Returns the HTML of the page.
 *
 * @param basePath base path of the API: letters, digits and slashes, which need no HTML escaping
 */
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
    <noscript>This page needs JavaScript. The OpenAPI document is at <a href="${basePath}/openapi.json">openapi.json</a>.</noscript>
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
    // By default, Swagger UI sends the document to a validator on the internet.
    validatorUrl: null,
  };
  return `SwaggerUIBundle(${JSON.stringify(options)});\n`;
}
