import { Context } from '@temporalio/activity';

/**
 * The interval is well below every heartbeat timeout. It also bounds how long a cancellation takes to
 * arrive, because the server delivers it in its answer to a heartbeat.
 */
const HEARTBEAT_INTERVAL_MS = 1_000;

/**
 * Sends heartbeats while `call` runs, the first one after an interval: most calls end before, and each
 * heartbeat is a write in Temporal. With `checkpoint`, each heartbeat stores its value for the next attempt,
 * and when the call rejects, a final heartbeat stores the value at its end. Resolves or rejects as `call`
 * does. The signal that `call` gets aborts when the activity is canceled or the worker shuts down.
 */
export async function withHeartbeat<T>(
  call: (signal: AbortSignal) => Promise<T>,
  checkpoint?: () => unknown,
): Promise<T> {
  const context = Context.current();
  const heartbeat = () => context.heartbeat(checkpoint?.());
  const interval = setInterval(heartbeat, HEARTBEAT_INTERVAL_MS);
  try {
    return await call(context.cancellationSignal);
  } catch (error) {
    if (checkpoint !== undefined) heartbeat();
    throw error;
  } finally {
    clearInterval(interval);
  }
}
