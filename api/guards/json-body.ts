/** Reads JSON bodies, and bounds them before a route sees them. */
import express, { type RequestHandler } from 'express';
import { boundsFaults } from '../../contract/json-bounds.ts';
import { faulty } from '../../contract/parse.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';

const MAX_BODY_SIZE = '256kb';
/** The media types of request bodies. The second one is for PATCH (RFC 7396). */
const JSON_TYPES = ['application/json', 'application/merge-patch+json'];

/** Throws `unsupported_media_type`, `malformed_json`, `payload_too_large`, or `invalid_request` with all faults. */
export function jsonBody(): RequestHandler[] {
  const parser = express.json({ limit: MAX_BODY_SIZE, strict: false, type: JSON_TYPES });
  return [jsonOnly, parser, bounded];
}

/** Refuses a body that is not JSON. The JSON parser alone would ignore it and leave the body empty. */
const jsonOnly: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined ||
    Number(request.headers['content-length'] ?? 0) > 0;
  const types = request.method === 'PATCH' ? JSON_TYPES : ['application/json'];
  if (hasBody && !request.is(types)) {
    throw new RequestError('unsupported_media_type', 'Send the body as application/json.');
  }
  next();
};

const bounded: RequestHandler = (request, _response, next) => {
  const faults = boundsFaults(request.body);
  if (faults.length > 0) throw faulty('invalid_request', 'body', faults);
  next();
};
