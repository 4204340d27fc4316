/** Sends operations and resources with the status and headers that the API promises. */
import type { Request, Response } from 'express';
import { isTerminal } from '../../contract/vocabulary.ts';
import type { OperationRead } from '../../operations/read/view.ts';
import {
  contentTag,
  entityTag,
  matchingTag,
  ifNoneMatchTags,
  includesTag,
} from './conditional-requests.ts';

const FIRST_RETRY_AFTER_SECONDS = 1;
const LAST_RETRY_AFTER_SECONDS = 10;
/** `Retry-After` is the operation's age divided by this, so older operations are polled less often. */
const AGE_PER_INTERVAL = 10;
const CACHING = 'private, no-cache';
const JSON_TYPE = 'application/json; charset=utf-8';

/** Sends `200` with the operation, or `304` when the client already has this state. */
export function sendOperation(
  request: Request,
  response: Response,
  read: OperationRead,
  now: Date,
): void {
  const { operation, source, revision } = read;
  const { tag, bytes } = encodedOf(read);
  const tags = ifNoneMatchTags(request);
  const known = tags && matchingTag(tags, revision);
  response.setHeader('Cache-Control', CACHING);
  response.setHeader('Progress-Source', source);
  response.setHeader('ETag', known ?? tag);
  if (!isTerminal(operation.status)) {
    response.setHeader('Retry-After', String(retryAfter(now, operation.createdAt)));
  }
  if (known !== undefined) {
    response.status(304).end();
    return;
  }
  response.setHeader('Content-Type', JSON_TYPE);
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

interface Encoded {
  tag: string;
  bytes: Buffer;
}
/** The JSON of each state, encoded once, because many clients may poll the same state. */
const encodedReads = new WeakMap<OperationRead, Encoded>();

function encodedOf(read: OperationRead): Encoded {
  let encoded = encodedReads.get(read);
  if (encoded === undefined) {
    encoded = { tag: entityTag(read.revision), bytes: Buffer.from(read.body) };
    encodedReads.set(read, encoded);
  }
  return encoded;
}

/** Sends `202` with the operation that a request has started. */
export function sendAccepted(
  response: Response,
  { location, revision, body }: OperationRead,
): void {
  response
    .status(202)
    .set('Location', location)
    .set('Operation-Location', location)
    .set('Retry-After', String(FIRST_RETRY_AFTER_SECONDS))
    .set('Cache-Control', CACHING)
    .set('ETag', entityTag(revision))
    .type('json')
    .send(body);
}

/** Sends `200` with the resource, or `304` when the client already has this state. */
export function sendResource(request: Request, response: Response, resource: object): void {
  sendText(request, response, 'json', JSON.stringify(resource));
}

/** Sends `200` with a text of this media type, or `304` when the client already has it. */
export function sendText(request: Request, response: Response, type: string, body: string): void {
  const tag = contentTag(body);
  response.set('Cache-Control', CACHING).set('ETag', tag);
  if (includesTag(ifNoneMatchTags(request), tag)) response.status(304).end();
  else response.type(type).send(body);
}

/** Like `sendText`, for a text that never changes: compressed if the client accepts that. */
export function sendFixedText(
  request: Request,
  response: Response,
  type: string,
  { text, gzip }: { text: string; gzip: Buffer },
): void {
  response.vary('Accept-Encoding');
  if (request.acceptsEncodings('gzip') !== 'gzip') {
    sendText(request, response, type, text);
    return;
  }
  const tag = contentTag(text);
  // A strong tag would say that the bytes are those of the text.
  response.set('Cache-Control', CACHING).set('ETag', `W/${tag}`);
  if (includesTag(ifNoneMatchTags(request), tag)) response.status(304).end();
  else response.type(type).set('Content-Encoding', 'gzip').send(gzip);
}

/**
 * Returns the value of `Retry-After` in whole seconds. It starts at 1 and grows with the operation's age up
 * to 10.
 */
function retryAfter(now: Date, createdAt: string): number {
  const age = (now.getTime() - Date.parse(createdAt)) / 1000;
  const seconds = Math.floor(age / AGE_PER_INTERVAL);
  return Math.min(Math.max(seconds, FIRST_RETRY_AFTER_SECONDS), LAST_RETRY_AFTER_SECONDS);
}
