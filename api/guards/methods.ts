/** Refuses methods that the OpenAPI document does not list for a path. */
import type { RequestHandler } from 'express';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { OpenApiDocument } from '../openapi/document.ts';

interface KnownPath {
  pattern: RegExp;
  allowed: readonly string[];
}

/**
 * For every path in the document, answers `OPTIONS`, and answers unlisted methods with `405` and `Allow`.
 * Express alone would answer `404`, and would list the methods of every matching route for `OPTIONS`.
 */
export function refuseUnknownMethods({ paths }: Pick<OpenApiDocument, 'paths'>): RequestHandler {
  const knownPaths = Object.entries(paths)
    .map(([template, methods]) => knownPathOf(template, Object.keys(methods)))
    // Longer patterns first: `/clusters/a:recover` also matches the pattern of `/clusters/{id}`.
    .toSorted((a, b) => b.pattern.source.length - a.pattern.source.length);
  return (request, response, next) => {
    const known = knownPaths.find(({ pattern }) => pattern.test(request.path));
    if (known === undefined || known.allowed.includes(request.method)) {
      next();
      return;
    }
    response.set('Allow', [...known.allowed, 'OPTIONS'].join(', '));
    if (request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    throw new RequestError(
      'method_not_allowed',
      `${request.method} is not supported at this path. Use ${known.allowed.join(', ')}.`,
    );
  };
}

/** Matches as Express does: in any letter case, with or without a trailing slash. */
function knownPathOf(template: string, methods: readonly string[]): KnownPath {
  const pattern = template.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+');
  const offered = methods.map((method) => method.toUpperCase());
  return {
    pattern: new RegExp(`^${pattern}/?$`, 'i'),
    allowed: offered.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])),
  };
}
