/**
 * Runs the engine inside an activity: waits for an engine slot, sends heartbeats, and turns the engine's
 * errors into failures for Temporal.
 */
import { CancelledFailure, Context } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import type { FailureDetails } from '../../contract/problems/failure.ts';
import { WAITING_FOR_ENGINE } from '../../contract/temporal/names.ts';
import { EngineError } from '../../deployments/engine/error.ts';
import type { ActivityDeps } from '../deps.ts';
import { applicationFailure } from '../failure.ts';
import { withHeartbeat } from '../heartbeat.ts';
import { deadAttempts, engineAttempt, slotCheckpointOf, type SlotCheckpoint } from './attempts.ts';
import type { Place } from './engine-slots.ts';
import { urnOf } from './plan-nodes.ts';

/** A retry resolves these errors: the next attempt reads the state and plans again, or finds a host that answers. */
const RESOLVED_BY_RETRY: ReadonlySet<string> = new Set([
  'engine_died',
  'plan_stale',
  'storage_full',
  'state_not_stored',
  'git_unreachable',
]);
const MAX_ATTEMPTS = 30;
/**
 * So many attempts may die, or end with an error of RESOLVED_BY_RETRY. What has killed a few engines or workers
 * kills the next one too, and each of them may leave a resource without a record.
 */
const MAX_DEAD_ATTEMPTS = 5;
/** The pause before a run without a slot is offered to a worker again. */
const RETURN_PAUSE_MS: Partial<Record<Place['state'], number>> = {
  // The other runs of its organization keep the slots busy meanwhile.
  displaced: 15_000,
  expired: 200,
};

interface Report {
  /** See withHeartbeat. */
  checkpoint(): object;
  /** What every failure and cancellation adds to its details. */
  details(): Pick<FailureDetails, 'uncertain' | 'unverified'>;
}

/**
 * Waits for an engine slot, and runs `call` with heartbeats. `attempt` counts the attempts that had a slot,
 * from 1. Fails with the details of an EngineError, with `engine_interrupted` on worker shutdown, and with a
 * CancelledFailure when the activity is canceled. Without a slot, fails so that Temporal offers the activity
 * again.
 */
export async function runWithEngine<T>(
  deps: Pick<ActivityDeps, 'logger' | 'engineSlots'>,
  subject: OperationSubject,
  call: (signal: AbortSignal, attempt: number) => Promise<T>,
  report?: Report,
): Promise<T> {
  const { info, cancellationSignal } = Context.current();
  const attempt = engineAttempt(info);
  const dead = deadAttempts(info);
  if (attempt > MAX_ATTEMPTS || dead >= MAX_DEAD_ATTEMPTS) {
    throw tooManyAttempts(attempt - 1, report?.details());
  }
  const { returned = 0, orderly = 0 } = slotCheckpointOf(info.heartbeatDetails);
  let isOrderly = false;
  const place = deps.engineSlots.enter({
    organizationId: subject.organizationId,
    scheduledAt: info.scheduledTimestampMs,
  });
  const slotCheckpoint = (): SlotCheckpoint => ({
    returned: place.state === 'running' ? returned : returned + 1,
    orderly: isOrderly ? orderly + 1 : orderly,
    ...(place.state === 'waiting' && { waitingFor: place.waitingFor }),
  });

  async function callWithSlot(signal: AbortSignal): Promise<T> {
    await place.settled(signal);
    if (place.state !== 'running') throw withoutSlot(place);
    try {
      return await call(signal, attempt);
    } catch (error) {
      isOrderly = signal.aborted || !(error instanceof EngineError);
      throw error;
    }
  }

  try {
    return await withHeartbeat(callWithSlot, () => ({
      ...report?.checkpoint(),
      ...slotCheckpoint(),
    }));
  } catch (error) {
    const more = report?.details();
    if (cancellationSignal.aborted) throw interrupted(cancellationSignal.reason, more);
    if (!(error instanceof EngineError)) throw error;
    const { details, address } = error;
    deps.logger.warn({ code: details.code, address }, details.message);
    const isLast = attempt === MAX_ATTEMPTS || dead + 1 === MAX_DEAD_ATTEMPTS;
    throw applicationFailure(
      { ...details, ...(address !== undefined && { urn: urnOf(subject, address) }), ...more },
      { final: !RESOLVED_BY_RETRY.has(details.code) || isLast },
    );
  } finally {
    place.leave();
  }
}

/** The failure after which Temporal offers the activity to a worker again. */
function withoutSlot(place: Place): ApplicationFailure {
  return applicationFailure(
    {
      code: WAITING_FOR_ENGINE,
      message: `Waiting for ${place.waitingFor}.`,
      errorType: 'internal',
      retryable: true,
    },
    { benign: true, retryDelayMs: RETURN_PAUSE_MS[place.state] ?? 0 },
  );
}

function tooManyAttempts(
  attempts: number,
  more: Partial<FailureDetails> | undefined,
): ApplicationFailure {
  return applicationFailure(
    {
      code: 'engine_died',
      message: `The engine or its worker died again and again, in ${attempts} attempts. The worker's log has the details.`,
      errorType: 'internal',
      retryable: true,
      ...more,
    },
    { final: true },
  );
}

/** A cancellation ends the activity. On worker shutdown another worker retries it. */
function interrupted(reason: unknown, more: Partial<FailureDetails> | undefined): unknown {
  if (reason instanceof CancelledFailure && reason.message === 'CANCELLED') {
    return more === undefined ? reason : new CancelledFailure(reason.message, [more]);
  }
  return applicationFailure(
    {
      code: 'engine_interrupted',
      message: 'The worker shut down and stopped the engine in order. Another worker continues.',
      errorType: 'internal',
      retryable: true,
      ...more,
    },
    { final: false },
  );
}
