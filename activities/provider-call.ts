import { Context } from '@temporalio/activity';
import { toFailure } from './failure.ts';

/** A cancel reaches an activity as the answer to a heartbeat, and without one it is thought dead. */
const HEARTBEAT_MS = 1_000;

/** Runs one call to a provider: cancellable, and with its error turned into a failure. */
export async function callProvider<T>(
  call: (context: { signal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const activity = Context.current();
  activity.heartbeat();
  // A call of the provider may be many calls to the cloud, in turn with those of others.
  const beat = setInterval(() => {
    activity.heartbeat();
  }, HEARTBEAT_MS);
  try {
    return await call({ signal: activity.cancellationSignal });
  } catch (error) {
    throw toFailure(error);
  } finally {
    clearInterval(beat);
  }
}
