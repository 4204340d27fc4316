import { once } from 'node:events';
import type { Response } from 'express';

/** A reader that takes nothing for so long is disconnected. */
const SLOW_READER_TIMEOUT_MS = 60_000;

/**
 * Returns a signal that aborts when the client disconnects, the process shuts down, or `timeoutMs` has
 * passed. Use it to stop waiting; it does not cancel the operation that the client waits for.
 */
export function whileConnected(
  response: Response,
  stopping: AbortSignal,
  timeoutMs?: number,
): AbortSignal {
  return watchConnection(response, stopping, timeoutMs).signal;
}

/** Resolves when the client has read enough. Rejects when it reads nothing, is gone, or the process shuts down. */
export async function untilDrained(response: Response, stopping: AbortSignal): Promise<void> {
  const { signal, stop } = watchConnection(response, stopping, SLOW_READER_TIMEOUT_MS);
  try {
    await once(response, 'drain', { signal });
  } finally {
    // A long stream waits often, and each time would leave its listeners behind.
    stop();
  }
}

/**
 * It does not use AbortSignal.any and AbortSignal.timeout: they hold each other weakly, and on Node 20 a
 * timeout that was garbage-collected never fires.
 */
function watchConnection(response: Response, stopping: AbortSignal, timeoutMs?: number) {
  const controller = new AbortController();
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => stop(), timeoutMs);
  const stop = () => {
    clearTimeout(timer);
    stopping.removeEventListener('abort', stop);
    response.removeListener('close', stop);
    controller.abort();
  };
  response.once('close', stop);
  if (stopping.aborted || response.destroyed) stop();
  else stopping.addEventListener('abort', stop);
  return { signal: controller.signal, stop };
}
