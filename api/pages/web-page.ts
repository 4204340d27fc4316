/** The web page at `/ui`: one HTML document for all of its views, and the files that it loads. */
import type { RequestHandler } from 'express';

/** The files of `dist/web` that the page loads. No others are served. */
export const WEB_FILES: readonly string[] = ['page.js', 'style.css', 'icon.svg'];

/** Allows files of this server only, nothing inline, and no text that is turned into markup or scripts. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/**
 * Returns the HTML of the page.
 *
 * @param basePath base path of the API: letters, digits and slashes, which need no HTML escaping
 */
export function webPage(basePath: string): string {
  const files = `${basePath}/ui`;
  return `<!doctype html>
<html lang="en" data-base-path="${basePath}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Slipway</title>
    <link rel="icon" type="image/svg+xml" href="${files}/icon.svg">
    <link rel="stylesheet" href="${files}/style.css">
    <script type="module" src="${files}/page.js"></script>
  </head>
  <body>
    <noscript>This page needs JavaScript. The API has the same data as JSON at <a href="${basePath}/operations">operations</a>.</noscript>
    <div id="app"></div>
  </body>
</html>
`;
}

/**
 * Redirects browsers from an operation's URL to its page. Only browsers prefer HTML to JSON; a client that
 * accepts anything gets JSON.
 */
export function redirectBrowsers(basePath: string): RequestHandler<{ id: string }> {
  return (request, response, next) => {
    response.vary('Accept');
    // A quick check first, because most clients do not accept HTML and parsing `Accept` costs time.
    const mayBeBrowser = request.headers.accept?.includes('text/') ?? false;
    if (!mayBeBrowser || request.accepts(['application/json', 'text/html']) !== 'text/html') {
      next();
      return;
    }
    response
      .set('Cache-Control', 'private, no-cache')
      .redirect(303, `${basePath}/ui/operations/${encodeURIComponent(request.params.id)}`);
  };
}
