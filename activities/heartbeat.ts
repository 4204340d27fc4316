import { Context } from '@temporalio/activity';

/**
 * The interval is well below every heartbeat timeout. It also bounds how long a cancellation takes to
 * arrive, because the server delivers it in its answer to a heartbeat.
 */
const HEARTBEAT_INTERVAL_MS = 1_000;

/**
 * Sends heartbeats while `call` runs, the first one at once. With `checkpoint`, each heartbeat stores its
 * value for the next attempt, and a final heartbeat stores the value at the end of the call. Resolves or
 * rejects as `call` does. The signal that `call` gets aborts when the activity is canceled or the worker
 * shuts down.
 */
export async function withHeartbeat<T>(
  call: (signal: AbortSignal) => Promise<T>,
  checkpoint?: () => unknown,
): Promise<T> {
  const context = Context.current();
  const heartbeat = () => context.heartbeat(checkpoint?.());
  heartbeat();
  const interval = setInterval(heartbeat, HEARTBEAT_INTERVAL_MS);
  try {
    return await call(context.cancellationSignal);
  } finally {
    clearInterval(interval);
    if (checkpoint !== undefined) heartbeat();
  }
}
