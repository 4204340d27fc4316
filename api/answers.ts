/** How operations and resources are answered: status and headers. */
import type { Response } from 'express';
import { isTerminal } from '../contract/vocabulary.ts';
import type { OperationRead } from '../operations/read.ts';

const FIRST_RETRY_AFTER_SECONDS = 1;
const LAST_RETRY_AFTER_SECONDS = 10;
/** An operation that has run for so many times a pause may be asked again after that pause. */
const PATIENCE = 10;

/** `200` with the operation. */
export function sendOperation(response: Response, read: OperationRead, now: Date): void {
  const { operation, source } = read;
  response.set('Cache-Control', 'private, no-cache').set('Progress-Source', source);
  if (!isTerminal(operation.status)) {
    response.set('Retry-After', String(retryAfter(now, operation.createdAt)));
  }
  response.json(operation);
}

/** `202` with the operation that a submit has started. */
export function sendAccepted(response: Response, { operation }: OperationRead): void {
  response
    .status(202)
    .set('Location', operation.links.self)
    .set('Operation-Location', operation.links.self)
    .set('Retry-After', String(FIRST_RETRY_AFTER_SECONDS))
    .set('Cache-Control', 'private, no-cache')
    .json(operation);
}

/** Whole seconds: 1 at first, growing with the operation's age to 10. */
function retryAfter(now: Date, createdAt: string): number {
  const age = (now.getTime() - Date.parse(createdAt)) / 1000;
  const seconds = Math.floor(age / PATIENCE);
  return Math.min(Math.max(seconds, FIRST_RETRY_AFTER_SECONDS), LAST_RETRY_AFTER_SECONDS);
}
