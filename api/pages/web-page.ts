/** The web page at `/ui`: one HTML document for all of its views, and the files that it loads. */
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
