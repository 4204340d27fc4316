/** Long polling: `Prefer: wait=N` (RFC 7240) or `?wait=N` holds a read until the operation changes. */
import type { Request, Response } from 'express';
import * as z from 'zod';
import type { Operations } from '../../operations/index.ts';
import { isNewer } from '../../operations/read/revision.ts';
import type { Principal } from '../../operations/temporal/calls.ts';
import { newestRevision, ifNoneMatchTags } from './conditional-requests.ts';
import { whileConnected } from './client-signal.ts';
import { parse } from '../../contract/parse.ts';

const WAIT_ERROR = 'must be a whole number of seconds';
const MAX_WAIT_SECONDS = 60;

/** A longer time is shortened: `wait` is a preference, and the answer says what was applied. */
const waitSchema = z
  .string({ error: WAIT_ERROR })
  .regex(/^\d{1,9}$/, { error: WAIT_ERROR })
  .transform((seconds) => Math.min(Number(seconds), MAX_WAIT_SECONDS));
/** The query of a request that reads one operation. */
export const waitQuerySchema = z.strictObject({ wait: waitSchema.optional() });
const preferSchema = z.object({ Prefer: waitSchema });

/**
 * Returns how many seconds the client wants to wait; undefined when it does not want to. The query
 * parameter has priority over the header. Throws `invalid_query`.
 */
export function requestedWait(request: Request): number | undefined {
  const hasQuery = request.url.includes('?');
  const { wait } = hasQuery ? parse(waitQuerySchema, request.query, 'invalid_query') : {};
  const preferred = preference(request.headers.prefer);
  if (wait !== undefined || preferred === undefined) return wait;
  return parse(preferSchema, { Prefer: preferred }, 'invalid_query').Prefer;
}

/** Returns the value of the first `wait` in the header, and ignores other preferences. */
function preference(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  for (const preferred of String(header).split(',')) {
    const [name = '', value = ''] = (preferred.split(';')[0] ?? '').split('=');
    if (name.trim().toLowerCase() === 'wait') return value.trim();
  }
  return undefined;
}

/**
 * Resolves when the response can be sent, at the latest after `seconds`. A client that sends
 * `If-None-Match` waits for a newer state; any other client waits for a terminal state.
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
  const tags = ifNoneMatchTags(request);
  const first = await operations.read(principal, operationId);
  const since = tags && newestRevision(tags, first.revision);
  // The client's tags belong to other states than this operation's, so the current state is new to it.
  if (tags !== undefined && since === undefined) return;
  const signal = whileConnected(response, stopping, seconds * 1000);
  await operations.until(
    principal,
    operationId,
    ({ revision }) => since !== undefined && isNewer(revision, since),
    signal,
  );
}
