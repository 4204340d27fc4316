/** Reads the options of requests that start an operation, and sends their responses. */
import type { Request, Response } from 'express';
import * as z from 'zod';
import { parse } from '../../contract/parse.ts';
import type { Admitted } from '../../operations/admission/admit.ts';
import type { SubmitOptions } from '../../operations/admission/submit-options.ts';
import { sendAccepted } from './responses.ts';
import { ifMatchPredicate } from './conditional-requests.ts';
import { keyedRequest } from './idempotency-key.ts';

/** The query of every request that starts an operation. */
export const submitQuerySchema = z.strictObject({
  validateOnly: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform((text) => text === 'true')
    .exactOptional(),
});

/** The query of a deletion of a deployment. */
export const deleteDeploymentQuerySchema = submitQuerySchema.extend({
  keepResources: submitQuerySchema.shape.validateOnly,
});

/**
 * Reads `validateOnly`, the idempotency key and `If-Match`.
 * Throws `invalid_query` and `invalid_idempotency_key`.
 *
 * @param path the path of the request without the base path
 */
export function submitOptionsOf(request: Request, path: string, body?: unknown): SubmitOptions {
  const { validateOnly = false } = parse(submitQuerySchema, request.query, 'invalid_query');
  return optionsOf(request, { validateOnly, path, body });
}

/** The same for the deletion of a deployment. */
export function deleteOptionsOf(
  request: Request,
  path: string,
): SubmitOptions & { keepResources: boolean } {
  const query = parse(deleteDeploymentQuerySchema, request.query, 'invalid_query');
  const { validateOnly = false, keepResources = false } = query;
  return { ...optionsOf(request, { validateOnly, path }), keepResources };
}

function optionsOf(
  request: Request,
  { validateOnly, path, body }: { validateOnly: boolean; path: string; body?: unknown },
): SubmitOptions {
  const keyed = keyedRequest(request, path, body);
  return { validateOnly, ...(keyed && { keyed }), ...preconditionOf(request) };
}

/** Returns the check of the resource's state that `If-Match` asks for; empty without that header. */
export function preconditionOf(request: Request): Pick<SubmitOptions, 'isExpected'> {
  const matches = ifMatchPredicate(request);
  return matches === undefined ? {} : { isExpected: (record) => matches(JSON.stringify(record)) };
}

/**
 * Sends `202` with the operation and says whether an earlier request started it. With `validateOnly`, sends
 * `200` with the plan.
 */
export function sendSubmitted(response: Response, outcome: Admitted): void {
  if ('preview' in outcome) {
    response.set('Cache-Control', 'no-store').json(outcome.preview);
    return;
  }
  if (outcome.replayed) response.set('Idempotency-Replayed', 'true');
  sendAccepted(response, outcome.read);
}
