/** `Prefer: wait=N` (RFC 7240) or `?wait=N`: how long a client would wait for something new. */
import type { Request, Response } from 'express';
import * as z from 'zod';
import type { Operations } from '../../operations/index.ts';
import { isNewer } from '../../operations/read/revision.ts';
import type { Principal } from '../../operations/temporal/calls.ts';
import { newestRevision, ifNoneMatchTags } from './conditional-requests.ts';
import { whileConnected } from './client-signal.ts';
import { parse } from '../../contract/parse.ts';

const WAIT_ERROR = 'must be a whole number of seconds from 0 to 60';

const waitSchema = z
  .string({ error: WAIT_ERROR })
  .regex(/^(?:[0-5]?\d|60)$/, { error: WAIT_ERROR })
  .transform(Number);
/** The query of an operation. */
export const waitQuerySchema = z.strictObject({ wait: waitSchema.optional() });
const preferSchema = z.object({ Prefer: waitSchema });

/** Whole seconds; the query is the more explicit of the two. Throws `invalid_query`. */
export function requestedWait(request: Request): number | undefined {
  const hasQuery = request.url.includes('?');
  const { wait } = hasQuery ? parse(waitQuerySchema, request.query, 'invalid_query') : {};
  const preferred = preference(request.headers.prefer);
  if (wait !== undefined || preferred === undefined) return wait;
  return parse(preferSchema, { Prefer: preferred }, 'invalid_query').Prefer;
}

/** The value of the first `wait` among the preferences; others are none of ours. */
function preference(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  for (const preferred of String(header).split(',')) {
    const [name = '', value = ''] = (preferred.split(';')[0] ?? '').split('=');
    if (name.trim().toLowerCase() === 'wait') return value.trim();
  }
  return undefined;
}

/**
 * Resolves when there is something to answer with. To a client that names the state that it has: a
 * newer one; to any other: a terminal one. At the latest when the time is up.
 */
export async function waitForChange(
  request: Request,
  response: Response,
  waiting: {
    operations: Operations;
    principal: Principal;
    operationId: string;
    stopping: AbortSignal;
  },
  seconds: number,
): Promise<void> {
  const { operations, principal, operationId, stopping } = waiting;
  const held = ifNoneMatchTags(request);
  const first = await operations.read(principal, operationId);
  const since = held && newestRevision(held, first.revision);
  // What it has is none of this operation's states: all of it is news.
  if (held !== undefined && since === undefined) return;
  const here = whileConnected(response, stopping, seconds * 1000);
  await operations.until(
    principal,
    operationId,
    ({ revision }) => since !== undefined && isNewer(revision, since),
    here,
  );
}
