/**
 * Runs the engine inside an activity: sends heartbeats, and turns the engine's errors into failures for
 * Temporal.
 */
import { CancelledFailure, Context } from '@temporalio/activity';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import { EngineError } from '../../deployments/engine/error.ts';
import type { ActivityDeps } from '../deps.ts';
import { applicationFailure } from '../failure.ts';
import { withHeartbeat } from '../heartbeat.ts';
import { urnOf } from './plan-nodes.ts';

/** A retry resolves these errors, because the next attempt reads the state and plans again. */
const RESOLVED_BY_RETRY: ReadonlySet<string> = new Set(['engine_died', 'plan_stale']);

/**
 * Runs `call` with heartbeats. Fails with the details of an EngineError, with `engine_interrupted` on
 * worker shutdown, and with a CancelledFailure when the activity is canceled. For `checkpoint` see
 * withHeartbeat.
 */
export async function runWithEngine<T>(
  deps: Pick<ActivityDeps, 'logger'>,
  subject: OperationSubject,
  call: (signal: AbortSignal) => Promise<T>,
  checkpoint?: () => unknown,
): Promise<T> {
  const { cancellationSignal } = Context.current();
  try {
    return await withHeartbeat(call, checkpoint);
  } catch (error) {
    if (cancellationSignal.aborted) throw interrupted(cancellationSignal.reason);
    if (!(error instanceof EngineError)) throw error;
    const { details, address } = error;
    deps.logger.warn({ code: details.code, address }, details.message);
    throw applicationFailure(
      { ...details, ...(address !== undefined && { urn: urnOf(subject, address) }) },
      { final: !RESOLVED_BY_RETRY.has(details.code) },
    );
  }
}

/** A cancellation ends the activity. On worker shutdown another worker retries it. */
function interrupted(reason: unknown): unknown {
  if (reason instanceof CancelledFailure && reason.message === 'CANCELLED') return reason;
  return applicationFailure(
    {
      code: 'engine_interrupted',
      message: 'The worker shut down and stopped the engine in order. Another worker continues.',
      errorType: 'internal',
      retryable: true,
    },
    { final: false },
  );
}
