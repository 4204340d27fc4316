/** Reads JSON bodies, and bounds them before a route sees them. */
import { isUtf8 } from 'node:buffer';
import express, { type RequestHandler } from 'express';
import { boundsFaults, JSON_BOUNDS } from '../../contract/json-bounds.ts';
import { faulty } from '../../contract/parse.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { lostValues } from './lost-values.ts';

/** The paths whose bodies can contain the files of a module. */
const MODULE_PATH = /^\/deployments(?:\/|$)/i;
/** The media types of request bodies. The second one is for PATCH (RFC 7396). */
const JSON_TYPES = ['application/json', 'application/merge-patch+json'];

/** Throws `unsupported_media_type`, `malformed_json`, `payload_too_large`, or `invalid_request` with all faults. */
export function jsonBody(): RequestHandler[] {
  const parserFor = (limit: number) =>
    express.json({
      limit,
      strict: false,
      type: JSON_TYPES,
      verify: (_request, _response, bytes) => refuseWhatWouldChange(bytes),
    });
  const parser = parserFor(JSON_BOUNDS.bytes);
  const moduleParser = parserFor(JSON_BOUNDS.moduleBytes);
  const parse: RequestHandler = (request, response, next) =>
    (MODULE_PATH.test(request.path) ? moduleParser : parser)(request, response, next);
  return [jsonOnly, parse, bounded];
}

const readUnknownBody = express.raw({
  limit: JSON_BOUNDS.bytes,
  type: () => true,
  inflate: false,
});

/** Refuses a body that is not JSON. The JSON parser alone would ignore it and leave the body empty. */
const jsonOnly: RequestHandler = (request, response, next) => {
  const types = request.method === 'PATCH' ? JSON_TYPES : ['application/json'];
  const isChunked = request.headers['transfer-encoding'] !== undefined;
  const hasLength = Number(request.headers['content-length'] ?? 0) > 0;
  if ((!isChunked && !hasLength) || request.is(types)) {
    next();
  } else if (hasLength) {
    throw notJson();
  } else {
    // Some clients and proxies send every request in chunks. Only its end tells that there is no body.
    readUnknownBody(request, response, (error: unknown) => {
      const read: unknown = request.body;
      request.body = undefined;
      next(error ?? (Buffer.isBuffer(read) && read.length > 0 ? notJson() : undefined));
    });
  }
};

function notJson(): RequestError {
  return new RequestError('unsupported_media_type', 'Send the body as application/json.');
}

/**
 * JSON is UTF-8 (RFC 8259). The parser would replace each wrong byte by U+FFFD, and so change the text. It would
 * also round numbers with many digits, and keep only the last of two values with one name.
 */
function refuseWhatWouldChange(bytes: Buffer): void {
  if (!isUtf8(bytes)) {
    const at = firstInvalidByte(bytes);
    throw new RequestError('malformed_json', `The body is not UTF-8: the byte at ${at} is wrong.`);
  }
  const faults = lostValues(bytes.toString());
  if (faults.length > 0) throw faulty('invalid_request', 'body', faults);
}

/** The position of the first byte that is not UTF-8, counted from 0. */
function firstInvalidByte(bytes: Buffer): number {
  let position = 0;
  for (const character of bytes.toString('utf8')) {
    const own = Buffer.from(character);
    // What cannot be decoded becomes U+FFFD. The body may also have that character itself.
    if (!bytes.subarray(position, position + own.length).equals(own)) break;
    position += own.length;
  }
  return position;
}

const bounded: RequestHandler = (request, _response, next) => {
  const faults = boundsFaults(request.body);
  if (faults.length > 0) throw faulty('invalid_request', 'body', faults);
  next();
};
