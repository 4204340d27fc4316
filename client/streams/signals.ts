/** Waits that surely end with a signal. See contract/linked-signal.ts for why an abort alone is not enough. */

/** Returns the result of a call that takes the signal, or rejects as soon as the signal aborts, whatever the call does. */
export function untilAborted<Value>(
  signal: AbortSignal | undefined,
  call: Promise<Value>,
): Promise<Value> {
  if (signal === undefined) return call;
  return new Promise((resolve, reject) => {
    const stop = () => reject(abortReason(signal));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    call.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

export function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new DOMException('aborted', 'AbortError');
}
