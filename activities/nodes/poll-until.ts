/**
 * Waits for a cloud: short waits happen inside the activity, longer ones as a retry delay at Temporal's
 * server.
 *
 * The deadline of a wait counts the attempts and the pauses between them. It does not count the time in
 * which no worker runs or Temporal is unavailable, so an outage alone never fails a wait.
 */
import { once } from 'node:events';
import { CancelledFailure, Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Effect, FailureDetails } from '../../contract/problems/failure.ts';
import { BLOCKED } from '../../contract/temporal/names.ts';
import type { ShownWait } from '../../contract/temporal/shown-wait.ts';
import { MAX_PAUSE_FACTOR } from '../../contract/temporal/timings.ts';
import { cutText } from '../../contract/cut-text.ts';
import { ProviderError } from '../../providers/provider.ts';
import type { ActivityDeps } from '../deps.ts';
import { applicationFailure, detailsOf } from '../failure.ts';
import { withHeartbeat } from '../heartbeat.ts';

/** Longer pauses happen at the server, so that they occupy no worker slot. */
const MAX_WAIT_INSIDE_MS = 2_000;
/** After this time, an attempt leaves even a short pause to the server. */
const MAX_ATTEMPT_MS = 10_000;
/** How many deadlines a wait may take while the cloud carries out an update. */
const UNDER_WAY_FACTOR = 12;

/** The state that an attempt passes to the next one, and what clients are shown meanwhile. */
interface Checkpoint {
  /** The used part of the deadline, ms. */
  spentMs: number;
  /** The number of consecutive failures. */
  failures: number;
  /** The cloud was carrying out an update at the last poll. */
  underWay?: boolean;
  /** The used part of the deadline at the first of these failures, ms. */
  failingSinceMs?: number;
  wait?: ShownWait;
}

export type PollResult<T> = { done: T } | Pending;

interface Pending {
  state: 'pending';
  lookAgainMs: number;
  message: string;
  /** True while the cloud carries out an update that it ends by itself. The deadline is then later. */
  underWay?: true;
  /** True if the wait may need a person to act. Clients are then told about it. */
  blocked?: true;
}

export interface WaitPolicy {
  deadlineMs: number;
  /** The pause after the first failure. It doubles with each consecutive failure. */
  retryIntervalMs: number;
}

export interface Wait<T> extends WaitPolicy {
  /** Completes the sentence "Waiting for …", for example "vpc main to get ready". */
  waitingFor: string;
  /** Begins the sentence "… failed", for example "Creating vpc main". */
  doing: string;
  /** Polls once. `signal` aborts when the activity is canceled. */
  poll(signal: AbortSignal): Promise<PollResult<T>>;
  /** What is known about the node when the wait ends without success. */
  effect?(): Effect | undefined;
}

/**
 * Calls `poll` until it is done and returns its value. Throws a retryable failure when the next pause is
 * long or a call failed, and a final one when the deadline has passed. A cancellation takes effect
 * between two polls.
 */
export async function pollUntil<T>(deps: ActivityDeps, wait: Wait<T>): Promise<T> {
  const { info, cancellationSignal } = Context.current();
  const startedAt = Date.now();
  const before = checkpointOf(info.heartbeatDetails);
  let { failures, underWay = false, failingSinceMs } = before;
  /** The pause that follows this attempt; it counts towards the deadline. */
  let pauseMs = 0;
  /** What the last poll has found. */
  let found: string | undefined;
  const leftMs = () => wait.deadlineMs * (underWay ? UNDER_WAY_FACTOR : 1) - spentMs();
  const isOverdue = () => leftMs() <= 0;
  const spentMs = () => before.spentMs + Date.now() - startedAt + pauseMs;

  async function pollRepeatedly(): Promise<T> {
    for (;;) {
      cancellationSignal.throwIfAborted();
      const result = await wait.poll(cancellationSignal);
      if ('done' in result) return result.done;
      failures = 0;
      failingSinceMs = undefined;
      underWay = result.underWay === true;
      found = result.message;
      if (isOverdue()) throw overdue(wait, result.message);
      const attemptMs = Date.now() - startedAt + result.lookAgainMs;
      const maxAttemptMs = result.blocked ? MAX_WAIT_INSIDE_MS : MAX_ATTEMPT_MS;
      const isForServer = result.lookAgainMs > MAX_WAIT_INSIDE_MS || attemptMs > maxAttemptMs;
      if (!isForServer) await sleepUnless(deps.stopping, result.lookAgainMs);
      if (isForServer || deps.stopping.aborted) {
        pauseMs = result.lookAgainMs;
        throw notYet(wait, result);
      }
    }
  }

  async function attempt(): Promise<T> {
    try {
      return await pollRepeatedly();
    } catch (error) {
      if (cancellationSignal.aborted) throw new CancelledFailure('canceled', [effectOf(wait)]);
      if (error instanceof ApplicationFailure) throw error;
      const details = report(deps, error, info.activityId);
      failures += 1;
      failingSinceMs ??= spentMs();
      const isHopeless = spentMs() - failingSinceMs >= retryWindowMs(error);
      pauseMs = pauseAfter(error, failures, wait.retryIntervalMs);
      const final = !details.retryable || isHopeless || isOverdue();
      const message = final ? finalMessage(wait, details.message, failures) : details.message;
      throw applicationFailure(
        { ...details, message, ...effectOf(wait) },
        { retryDelayMs: pauseMs, final },
      );
    }
  }

  return withHeartbeat(attempt, (): Checkpoint => ({
    spentMs: spentMs(),
    failures,
    ...(underWay && { underWay }),
    ...(failingSinceMs !== undefined && { failingSinceMs }),
    wait: shownWait(wait, found, Date.now() + leftMs()),
  }));
}

function shownWait(wait: Wait<unknown>, found: string | undefined, deadline: number): ShownWait {
  const effect = wait.effect?.();
  return {
    ...(found !== undefined && { for: cutText(found) }),
    ...(effect !== undefined && 'cloudId' in effect && { cloudId: effect.cloudId }),
    deadline,
  };
}

/** The message of a failure that ends the wait. */
function finalMessage({ doing }: Wait<unknown>, reason: string, failures: number): string {
  const attempts = failures === 1 ? '' : ` after ${failures} attempts`;
  return cutText(`${doing} failed${attempts}: ${reason}`);
}

/** Sleeps, but returns early when the worker shuts down. */
async function sleepUnless(stopping: AbortSignal, ms: number): Promise<void> {
  if (stopping.aborted) return;
  const over = new AbortController();
  const stopped = once(stopping, 'abort', { signal: over.signal }).catch(() => undefined);
  await Promise.race([Context.current().sleep(ms), stopped]).finally(() => {
    over.abort();
  });
}

/** The final failure of a wait whose deadline has passed. */
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

/**
 * A failure that leaves the pause before the next poll to the server. It is benign, because nothing is
 * wrong.
 */
function notYet(wait: Wait<unknown>, result: Pending): ApplicationFailure {
  return applicationFailure(
    {
      code: result.blocked ? BLOCKED : 'not_stabilized',
      message: `Waiting for ${wait.waitingFor}: ${result.message}.`,
      errorType: 'not_stabilized',
      retryable: true,
      ...effectOf(wait),
    },
    { benign: true, retryDelayMs: result.lookAgainMs },
  );
}

/**
 * Returns the delay that the vendor asks for, or else one that doubles with each consecutive failure, in
 * ms.
 */
function pauseAfter(error: unknown, failures: number, retryIntervalMs: number): number {
  if (error instanceof ProviderError && error.retryAfter !== undefined)
    return error.retryAfter * 1000;
  return retryIntervalMs * Math.min(2 ** (failures - 1), MAX_PAUSE_FACTOR);
}

/** Returns for how long the call is repeated while it fails in this way, in ms. */
function retryWindowMs(error: unknown): number {
  const seconds = error instanceof ProviderError ? error.retryWindowSeconds : undefined;
  return seconds === undefined ? Infinity : seconds * 1000;
}

/** Logs the error and returns the part of it that clients may see. */
function report(deps: ActivityDeps, error: unknown, node: string): FailureDetails {
  if (!(error instanceof ProviderError)) {
    deps.logger.warn({ err: error, node }, 'an activity failed with an unexpected error');
    return {
      code: 'internal_error',
      message: "Slipway failed with an unexpected error. The worker's log has the details.",
      errorType: 'internal',
      retryable: true,
    };
  }
  const { code, requestId, context, publicMessage } = error;
  deps.logger.warn({ code, requestId, context, node }, publicMessage);
  return detailsOf(error);
}

function checkpointOf(heartbeatDetails: unknown): Checkpoint {
  const checkpoint: Partial<Checkpoint> =
    typeof heartbeatDetails === 'object' && heartbeatDetails !== null ? heartbeatDetails : {};
  const { spentMs = 0, failures = 0, underWay = false, failingSinceMs } = checkpoint;
  return {
    spentMs,
    failures,
    underWay,
    ...(failingSinceMs !== undefined && { failingSinceMs }),
  };
}

function effectOf(wait: Wait<unknown>): { effect?: Effect } {
  const effect = wait.effect?.();
  return effect === undefined ? {} : { effect };
}
