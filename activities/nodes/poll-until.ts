/**
 * Waiting for a cloud: a short wait inside the activity, a longer one at Temporal's server.
 *
 * A wait's deadline counts the time in which somebody was waiting: attempts, and the pauses that they
 * asked for. While no worker runs, or Temporal is away, it stands still: an outage is no reason to fail.
 */
import { once } from 'node:events';
import { CancelledFailure, Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { BLOCKED, MAX_PAUSE_FACTOR } from '../../contract/durable.ts';
import type { Effect, FailureDetails } from '../../contract/problems/failure.ts';
import { ProviderError } from '../../providers/provider.ts';
import { applicationFailure, detailsOf } from '../failure.ts';
import type { ActivityDeps } from '../index.ts';

/** A longer wait is left to a timer at the server, so that no worker slot is held. */
const MAX_WAIT_INSIDE_MS = 2_000;
/** After so long an attempt ends in any case and the server holds the next wait. */
const MAX_ATTEMPT_MS = 10_000;
/** A cancel reaches an activity as the answer to a heartbeat. */
const HEARTBEAT_MS = 1_000;

/** What an attempt leaves for the next one. */
interface Checkpoint {
  /** How much of the deadline is used up, ms. */
  spentMs: number;
  /** In a row, without progress. */
  failures: number;
}

export type PollResult<T> = { done: T } | Pending;

interface Pending {
  state: 'pending';
  lookAgainMs: number;
  message: string;
  /** Somebody may have to do something about it, so it is to be told while it lasts. */
  blocked?: true;
}

/** How long to be patient, and how long the first pause after a failure is. */
export interface WaitPolicy {
  deadlineMs: number;
  retryIntervalMs: number;
}

export interface Wait<T> extends WaitPolicy {
  /** For the error when the deadline comes first, for example "vpc main to get ready". */
  waitingFor: string;
  /** One look; `signal` aborts when the activity is canceled. */
  look(signal: AbortSignal): Promise<PollResult<T>>;
  /** What is certain of the node when the wait ends without success. */
  effect?(): Effect | undefined;
}

/**
 * Looks until it is done. Throws a failure that asks to be tried again later when the wait is long or
 * a call failed, and a final one once the deadline has passed. A cancel ends it between two looks.
 */
export async function pollUntil<T>(deps: ActivityDeps, wait: Wait<T>): Promise<T> {
  const context = Context.current();
  const began = Date.now();
  const checkpoint = checkpointOf(context.info.heartbeatDetails);
  const spentBefore = checkpoint.spentMs;
  const heartbeat = (pauseMs = 0) => {
    checkpoint.spentMs = spentBefore + Date.now() - began + pauseMs;
    context.heartbeat({ ...checkpoint });
  };
  heartbeat();
  const beat = setInterval(() => {
    heartbeat();
  }, HEARTBEAT_MS);
  try {
    for (;;) {
      context.cancellationSignal.throwIfAborted();
      const look = await wait.look(context.cancellationSignal);
      if ('done' in look) return look.done;
      checkpoint.failures = 0;
      heartbeat();
      if (checkpoint.spentMs >= wait.deadlineMs) throw overdue(wait, look.message);
      const attemptMs = Date.now() - began + look.lookAgainMs;
      const longest = look.blocked ? MAX_WAIT_INSIDE_MS : MAX_ATTEMPT_MS;
      const isForServer = look.lookAgainMs > MAX_WAIT_INSIDE_MS || attemptMs > longest;
      if (!isForServer) await pauseUnless(deps.stopping, look.lookAgainMs);
      if (isForServer || deps.stopping.aborted) {
        heartbeat(look.lookAgainMs);
        throw notYet(wait, look);
      }
    }
  } catch (error) {
    if (context.cancellationSignal.aborted) {
      throw new CancelledFailure('canceled', [effectOf(wait)]);
    }
    if (error instanceof ApplicationFailure) throw error;
    const details = report(deps, error, context.info.activityId);
    checkpoint.failures += 1;
    const pauseMs = pauseAfter(error, checkpoint.failures, wait.retryIntervalMs);
    heartbeat(pauseMs);
    throw applicationFailure(
      { ...details, ...effectOf(wait) },
      {
        retryDelayMs: pauseMs,
        final: !details.retryable || checkpoint.spentMs >= wait.deadlineMs,
      },
    );
  } finally {
    clearInterval(beat);
  }
}

/** Pauses, but not longer than the worker has time to: another one goes on where this one stops. */
async function pauseUnless(stopping: AbortSignal, ms: number): Promise<void> {
  if (stopping.aborted) return;
  const over = new AbortController();
  const stopped = once(stopping, 'abort', { signal: over.signal }).catch(() => undefined);
  await Promise.race([Context.current().sleep(ms), stopped]).finally(() => {
    over.abort();
  });
}

/** The failure of a wait whose deadline has passed. */
function overdue(wait: Wait<unknown>, message: string): ApplicationFailure {
  return applicationFailure(
    {
      code: 'not_stabilized',
      message: `Waited for ${wait.waitingFor} until the deadline: ${message}.`,
      errorType: 'not_stabilized',
      retryable: true,
      ...effectOf(wait),
    },
    { final: true },
  );
}

/** Has the server hold the pause before the next look. Benign: nothing is wrong. */
function notYet(wait: Wait<unknown>, look: Pending): ApplicationFailure {
  return applicationFailure(
    {
      code: look.blocked ? BLOCKED : 'not_stabilized',
      message: `Waiting for ${wait.waitingFor}: ${look.message}.`,
      errorType: 'not_stabilized',
      retryable: true,
      ...effectOf(wait),
    },
    { benign: true, retryDelayMs: look.lookAgainMs },
  );
}

/** The vendor's pace, or one that doubles with each failure in a row. */
function pauseAfter(error: unknown, failures: number, retryIntervalMs: number): number {
  if (error instanceof ProviderError && error.retryAfter !== undefined)
    return error.retryAfter * 1000;
  return retryIntervalMs * Math.min(2 ** (failures - 1), MAX_PAUSE_FACTOR);
}

/** Logs it, and answers what of it may leave the worker. */
function report(deps: ActivityDeps, error: unknown, node: string): FailureDetails {
  if (!(error instanceof ProviderError)) {
    deps.logger.warn({ err: error, node }, 'an activity failed on its own');
    return {
      code: 'internal_error',
      message: "Slipway failed on its own; the worker's log says more.",
      errorType: 'internal',
      retryable: true,
    };
  }
  const { code, requestId, context, publicMessage } = error;
  deps.logger.warn({ code, requestId, context, node }, publicMessage);
  return detailsOf(error);
}

function checkpointOf(left: unknown): Checkpoint {
  const checkpoint: Partial<Checkpoint> = typeof left === 'object' && left !== null ? left : {};
  return { spentMs: checkpoint.spentMs ?? 0, failures: checkpoint.failures ?? 0 };
}

function effectOf(wait: Wait<unknown>): { effect?: Effect } {
  const effect = wait.effect?.();
  return effect === undefined ? {} : { effect };
}
