import type { Response } from 'express';

/**
 * Aborts when the client has gone, the process stops, or the time is up; nothing is canceled by it
 * but the waiting. (AbortSignal.any and AbortSignal.timeout hold each other weakly: on Node 20 a
 * timeout that is collected never comes.)
 */
export function whileConnected(
  response: Response,
  stopping: AbortSignal,
  timeoutMs?: number,
): AbortSignal {
  const here = new AbortController();
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => leave(), timeoutMs);
  const leave = () => {
    clearTimeout(timer);
    stopping.removeEventListener('abort', leave);
    response.removeListener('close', leave);
    here.abort();
  };
  response.once('close', leave);
  if (stopping.aborted || response.destroyed) leave();
  else stopping.addEventListener('abort', leave);
  return here.signal;
}
