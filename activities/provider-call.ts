import type { CallContext } from '../providers/provider.ts';
import { toFailure } from './failure.ts';
import { withHeartbeat } from './heartbeat.ts';

/**
 * Calls a provider and sends heartbeats meanwhile: a call can take long, because it can consist of many
 * queued calls to the cloud. Turns a ProviderError into a failure for Temporal.
 */
export async function callProvider<T>(call: (context: CallContext) => Promise<T>): Promise<T> {
  try {
    return await withHeartbeat((signal) => call({ signal }));
  } catch (error) {
    throw toFailure(error);
  }
}
