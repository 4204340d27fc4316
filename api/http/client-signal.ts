import type { Response } from 'express';

/**
 * Returns a signal that aborts when the client disconnects, the process shuts down, or `timeoutMs` has
 * passed. Use it to stop waiting; it does not cancel the operation that the client waits for.
 *
 * It does not use AbortSignal.any and AbortSignal.timeout: they hold each other weakly, and on Node 20 a
 * timeout that was garbage-collected never fires.
 */
export function whileConnected(
  response: Response,
  stopping: AbortSignal,
  timeoutMs?: number,
): AbortSignal {
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
  return controller.signal;
}
