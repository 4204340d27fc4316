/** How operations and resources are answered: status and headers. */
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
/** An operation that has run for so many times a pause may be asked again after that pause. */
const AGE_PER_INTERVAL = 10;
const CACHING = 'private, no-cache';
const JSON_TYPE = 'application/json; charset=utf-8';

/** `200` with the operation, or `304` when the client has this state of it. */
export function sendOperation(
  request: Request,
  response: Response,
  read: OperationRead,
  now: Date,
): void {
  const { operation, source, revision } = read;
  const { tag, bytes } = encodedOf(read);
  const tags = ifNoneMatchTags(request);
  const held = tags && matchingTag(tags, revision);
  response.setHeader('Cache-Control', CACHING);
  response.setHeader('Progress-Source', source);
  response.setHeader('ETag', held ?? tag);
  if (!isTerminal(operation.status)) {
    response.setHeader('Retry-After', String(retryAfter(now, operation.createdAt)));
  }
  if (held !== undefined) {
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
/** A state that many poll is encoded once. */
const encoded = new WeakMap<OperationRead, Encoded>();

function encodedOf(read: OperationRead): Encoded {
  let known = encoded.get(read);
  if (known === undefined) {
    known = { tag: entityTag(read.revision), bytes: Buffer.from(read.body) };
    encoded.set(read, known);
  }
  return known;
}

/** `202` with the operation that a submit has started. */
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

/** `200` with the resource, or `304` when the client has it as it is. */
export function sendResource(request: Request, response: Response, resource: object): void {
  sendText(request, response, 'json', JSON.stringify(resource));
}

/** `200` with a text of this type, or `304` when the client has it as it is. */
export function sendText(request: Request, response: Response, type: string, body: string): void {
  const tag = contentTag(body);
  response.set('Cache-Control', CACHING).set('ETag', tag);
  if (includesTag(ifNoneMatchTags(request), tag)) response.status(304).end();
  else response.type(type).send(body);
}

/** Whole seconds: 1 at first, growing with the operation's age to 10. */
function retryAfter(now: Date, createdAt: string): number {
  const age = (now.getTime() - Date.parse(createdAt)) / 1000;
  const seconds = Math.floor(age / AGE_PER_INTERVAL);
  return Math.min(Math.max(seconds, FIRST_RETRY_AFTER_SECONDS), LAST_RETRY_AFTER_SECONDS);
}
