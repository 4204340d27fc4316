/** The page for people, at `/ui`: one document for all of its views, and the files beside it. */
import type { RequestHandler } from 'express';

/** The files of `dist/web` that the page names, and no others. */
export const WEB_FILES: readonly string[] = ['page.js', 'style.css', 'icon.svg'];

/** Nothing from elsewhere, nothing inline, and no text that becomes markup or a script. */
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

/** @param basePath of the API: letters, digits and slashes, fit for HTML as they are */
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
    <noscript>This page needs JavaScript; the same is at <a href="${basePath}/operations">operations</a> as JSON.</noscript>
    <div id="app"></div>
  </body>
</html>
`;
}

/**
 * Leads a browser from an operation to its page. Only a browser asks for HTML before JSON; whoever takes
 * anything gets JSON.
 */
export function redirectBrowsers(basePath: string): RequestHandler<{ id: string }> {
  return (request, response, next) => {
    response.vary('Accept');
    // A client that asks for no text needs no closer look.
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
