import type { Response } from 'express';

/** Aborts when the client has gone or the process stops; nothing is canceled by it but the waiting. */
export function whileHere(response: Response, stopping: AbortSignal): AbortSignal {
  const here = new AbortController();
  const leave = () => {
    stopping.removeEventListener('abort', leave);
    here.abort();
  };
  response.once('close', leave);
  if (stopping.aborted || response.destroyed) leave();
  else stopping.addEventListener('abort', leave);
  return here.signal;
}
