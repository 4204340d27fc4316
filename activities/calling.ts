import { Context } from '@temporalio/activity';
import { toFailure } from './failure.ts';

/** Runs one call to a provider: cancellable, and with its error turned into a failure. */
export async function calling<T>(
  call: (context: { signal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const activity = Context.current();
  activity.heartbeat();
  try {
    return await call({ signal: activity.cancellationSignal });
  } catch (error) {
    throw toFailure(error);
  }
}
