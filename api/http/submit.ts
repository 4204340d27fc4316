/** Submits: how each wants to be treated, and how it is answered. */
import type { Request, Response } from 'express';
import * as z from 'zod';
import { parse } from '../../contract/parse.ts';
import type { Answered } from '../../operations/admission/admit.ts';
import type { Ask } from '../../operations/commands/submit-options.ts';
import { sendAccepted } from './responses.ts';
import { ifMatchPredicate } from './conditional-requests.ts';
import { keyedRequest } from './idempotency-key.ts';

/** The query of every submit. */
export const submitQuerySchema = z.strictObject({
  validateOnly: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform((text) => text === 'true')
    .exactOptional(),
});

/**
 * Reads what goes for all submits. Throws `invalid_query` and `invalid_idempotency_key`.
 *
 * @param path the resource that it is for, without the base path
 */
export function submitOptionsOf(request: Request, path: string, body?: unknown): Ask {
  const { validateOnly = false } = parse(submitQuerySchema, request.query, 'invalid_query');
  const keyed = keyedRequest(request, path, body);
  return { validateOnly, ...(keyed && { keyed }), ...preconditionOf(request) };
}

/** Which state of the resource the request is meant for; empty when it is not conditional. */
export function preconditionOf(request: Request): Pick<Ask, 'isExpected'> {
  const matches = ifMatchPredicate(request);
  return matches === undefined ? {} : { isExpected: (record) => matches(JSON.stringify(record)) };
}

/** `202` with the operation, and whether it was there before; `200` with one that was only planned. */
export function sendSubmitted(response: Response, answered: Answered): void {
  if ('preview' in answered) {
    response.set('Cache-Control', 'no-store').json(answered.preview);
    return;
  }
  if (answered.replayed) response.set('Idempotency-Replayed', 'true');
  sendAccepted(response, answered.read);
}
