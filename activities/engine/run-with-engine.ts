/** How activities run an engine: with heartbeats, and with what it throws as a failure for Temporal. */
import { CancelledFailure, Context } from '@temporalio/activity';
import { SIGNALS, type EngineChange, type OperationSubject } from '../../contract/durable.ts';
import { EngineError } from '../../deployments/engine/error.ts';
import { urnOf } from './plan-nodes.ts';
import { applicationFailure } from '../failure.ts';
import type { ActivityDeps } from '../index.ts';

const HEARTBEAT_MS = 1_000;
const SIGNAL_DEADLINE_MS = 5_000;
/** What the next attempt of the same activity mends: it looks at what is there, and plans again. */
const MENDED: ReadonlySet<string> = new Set(['engine_died', 'plan_stale']);

/** What an attempt to apply leaves for the next one. */
export interface Checkpoint {
  sent: number;
  running: string[];
}

/** Runs the engine with heartbeats, and turns what it throws into a failure for Temporal. */
export async function runWithEngine<T>(
  deps: ActivityDeps,
  subject: OperationSubject,
  call: (signal: AbortSignal) => Promise<T>,
  checkpoint?: () => Checkpoint,
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
      { final: !MENDED.has(details.code) },
    );
  }
}

/** Says all the while that somebody works, and at the end how far that came. */
export async function withHeartbeat<T>(
  call: (signal: AbortSignal) => Promise<T>,
  checkpoint?: () => Checkpoint,
): Promise<T> {
  const context = Context.current();
  const heartbeat = () => context.heartbeat(checkpoint?.());
  heartbeat();
  const beat = setInterval(heartbeat, HEARTBEAT_MS);
  try {
    return await call(context.cancellationSignal);
  } finally {
    heartbeat();
    clearInterval(beat);
  }
}

/** A cancel ends the activity; a worker that stops leaves it to another one. */
function interrupted(reason: unknown): unknown {
  if (reason instanceof CancelledFailure && reason.message === 'CANCELLED') return reason;
  return applicationFailure(
    {
      code: 'engine_interrupted',
      message: 'The worker stopped; the engine has ended in order and another worker goes on.',
      errorType: 'internal',
      retryable: true,
    },
    { final: false },
  );
}

/** The signal is a convenience: what it says is in the outcome too. */
export async function signalProgress(
  { client, logger }: ActivityDeps,
  operationId: string,
  changes: EngineChange[],
): Promise<void> {
  try {
    await client.withDeadline(Date.now() + SIGNAL_DEADLINE_MS, () =>
      client.workflow.getHandle(operationId).signal(SIGNALS.engineProgress, changes),
    );
  } catch (error) {
    logger.warn({ err: error }, 'progress could not be told');
  }
}

export function checkpointOf(left: unknown): Checkpoint {
  const checkpoint: Partial<Checkpoint> = typeof left === 'object' && left !== null ? left : {};
  return { sent: checkpoint.sent ?? 0, running: checkpoint.running ?? [] };
}
