/** What may be done at each path of the API; the OpenAPI document is the list of them. */
import type { RequestHandler } from 'express';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { OpenApiDocument } from '../openapi/document.ts';

interface KnownPath {
  pattern: RegExp;
  allowed: readonly string[];
}

/**
 * Answers `405` with `Allow` at a known path, and `OPTIONS` everywhere there. Express by itself would
 * say `404`, and to `OPTIONS` the methods of every route that might match.
 */
export function refuseUnknownMethods({ paths }: Pick<OpenApiDocument, 'paths'>): RequestHandler {
  const urls = Object.entries(paths)
    .map(([template, methods]) => knownPathOf(template, Object.keys(methods)))
    // `/clusters/a:recover` is no cluster.
    .toSorted((a, b) => b.pattern.source.length - a.pattern.source.length);
  return (request, response, next) => {
    const place = urls.find(({ pattern }) => pattern.test(request.path));
    if (place === undefined || place.allowed.includes(request.method)) {
      next();
      return;
    }
    response.set('Allow', [...place.allowed, 'OPTIONS'].join(', '));
    if (request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    throw new RequestError(
      'method_not_allowed',
      `${request.method} is not offered here, but ${place.allowed.join(', ')}.`,
    );
  };
}

/** As Express matches: in any case, and with a slash at the end or without. */
function knownPathOf(template: string, methods: readonly string[]): KnownPath {
  const pattern = template.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+');
  const offered = methods.map((method) => method.toUpperCase());
  return {
    pattern: new RegExp(`^${pattern}/?$`, 'i'),
    allowed: offered.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])),
  };
}
