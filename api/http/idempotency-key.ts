/** Reads the header `Idempotency-Key`. */
import type { Request } from 'express';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { KeyedRequest } from '../../operations/admission/idempotency.ts';

const MAX_LENGTH = 255;
/** A string as in structured fields: https://www.rfc-editor.org/rfc/rfc8941#section-3.3.3 */
const QUOTED = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
/** A token as in structured fields, except that it may start with a digit, as a UUID does. */
const BARE = /^[!#$%&'*+.^_`|~0-9A-Za-z:/-]+$/;

/**
 * Returns the key with everything that identifies the request, so that a repeated request can be recognized.
 * Returns undefined without a key. Throws `invalid_idempotency_key`.
 *
 * @param path the path of the request without the base path
 */
export function keyedRequest(
  request: Pick<Request, 'get' | 'method' | 'query'>,
  path: string,
  body?: unknown,
): KeyedRequest | undefined {
  const header = request.get('Idempotency-Key');
  if (header === undefined) return undefined;
  const { method, query } = request;
  return { key: parseIdempotencyKey(header), method, path, query, body };
}

/** Accepts `a-key` and `"a-key"` as the same key. Throws `invalid_idempotency_key`. */
function parseIdempotencyKey(header: string): string {
  const quoted = QUOTED.exec(header)?.[1]?.replaceAll(/\\(["\\])/g, '$1');
  const key = quoted ?? (BARE.test(header) ? header : '');
  if (key !== '' && key.length <= MAX_LENGTH) return key;
  throw new RequestError(
    'invalid_idempotency_key',
    `Send one Idempotency-Key of 1 to ${MAX_LENGTH} characters: a token such as a UUID, or printable ASCII in double quotes.`,
  );
}
