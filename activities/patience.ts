/** Waiting for a cloud: a short wait inside the activity, a longer one at Temporal's server. */
import { CancelledFailure, Context } from '@temporalio/activity';
import type { Effect } from '../contract/failure.ts';
import { ProviderError } from '../providers/provider.ts';
import { applicationFailure, detailsOf, paceOf } from './failure.ts';
import type { ActivityDeps } from './index.ts';

/** A longer wait is left to a timer at the server, so that no worker slot is held. */
const LONGEST_WAIT_INSIDE_MS = 2_000;
/** After so long an attempt ends in any case and the server holds the next wait. */
const LONGEST_ATTEMPT_MS = 10_000;
/** A cancel reaches an activity as the answer to a heartbeat. */
const HEARTBEAT_MS = 1_000;
/** So many failures in a row that made no progress are enough; throttling does not count. */
const MOST_FAILURES = 8;

/** What an attempt leaves for the next one. */
interface Checkpoint {
  failures: number;
}

export type Look<T> = { done: T } | { state: 'pending'; lookAgainMs: number; message: string };

export interface Wait<T> {
  /** For the error when the deadline comes first, for example "vpc main to get ready". */
  waitingFor: string;
  /** One look; `signal` aborts when the activity is canceled. */
  look(signal: AbortSignal): Promise<Look<T>>;
  /** What is certain of the node when the wait ends without success. */
  effect?(): Effect | undefined;
}

/**
 * Looks until it is done. Throws a benign failure that asks to be tried again later when the wait is
 * long; the node's deadline (scheduleToCloseTimeout) ends it. A cancel ends it between two looks.
 */
export async function patiently<T>(deps: ActivityDeps, wait: Wait<T>): Promise<T> {
  const context = Context.current();
  const began = Date.now();
  const checkpoint = checkpointOf(context.info.heartbeatDetails);
  context.heartbeat(checkpoint);
  const beat = setInterval(() => {
    context.heartbeat(checkpoint);
  }, HEARTBEAT_MS);
  try {
    for (;;) {
      context.cancellationSignal.throwIfAborted();
      const look = await wait.look(context.cancellationSignal);
      if ('done' in look) return look.done;
      checkpoint.failures = 0;
      context.heartbeat(checkpoint);
      if (
        look.lookAgainMs > LONGEST_WAIT_INSIDE_MS ||
        Date.now() - began + look.lookAgainMs > LONGEST_ATTEMPT_MS
      ) {
        throw applicationFailure(
          {
            code: 'not_stabilized',
            message: `Waited for ${wait.waitingFor} until the deadline: ${look.message}.`,
            errorType: 'not_stabilized',
            retryable: true,
            ...effectOf(wait),
          },
          { benign: true, retryDelayMs: look.lookAgainMs },
        );
      }
      await context.sleep(look.lookAgainMs);
    }
  } catch (error) {
    if (context.cancellationSignal.aborted) {
      throw new CancelledFailure('canceled', [effectOf(wait)]);
    }
    if (!(error instanceof ProviderError)) throw error;
    deps.logger.warn(
      {
        code: error.code,
        requestId: error.requestId,
        context: error.context,
        node: context.info.activityId,
      },
      error.publicMessage,
    );
    if (error.retryable && error.errorType !== 'throttling') checkpoint.failures += 1;
    context.heartbeat(checkpoint);
    throw applicationFailure(
      { ...detailsOf(error), ...effectOf(wait) },
      {
        ...paceOf(error),
        final: !error.retryable || checkpoint.failures >= MOST_FAILURES,
      },
    );
  } finally {
    clearInterval(beat);
  }
}

function checkpointOf(left: unknown): Checkpoint {
  const failures = typeof left === 'object' && left && 'failures' in left ? left.failures : 0;
  return { failures: typeof failures === 'number' ? failures : 0 };
}

function effectOf(wait: Wait<unknown>): { effect?: Effect } {
  const effect = wait.effect?.();
  return effect === undefined ? {} : { effect };
}
