/**
 * Signals that surely abort. `AbortSignal.any`, `AbortSignal.timeout` and `fetch` hold each other weakly: on Node.js 20
 * a garbage collection can remove a part of the chain, and then a request goes on for ever after its abort.
 */

interface LinkedSignal {
  signal: AbortSignal;
  /** Removes the listeners and the timer. Afterwards the others abort the signal no more. */
  release(): void;
  /** Aborts the signal, and releases it. */
  abort(): void;
}

/** Returns a signal that aborts with the first of the others, or with a `TimeoutError` after `timeoutMs`. */
export function linkedSignal(
  others: readonly (AbortSignal | undefined)[],
  timeoutMs?: number,
): LinkedSignal {
  const controller = new AbortController();
  const signals = others.filter((signal) => signal !== undefined);
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          stop(new DOMException(`No answer within ${timeoutMs / 1000} s`, 'TimeoutError'));
        }, timeoutMs);
  const onAbort = () => stop(signals.find(({ aborted }) => aborted)?.reason);
  function release(): void {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', onAbort);
  }
  function stop(reason?: unknown): void {
    release();
    controller.abort(reason);
  }
  for (const signal of signals) signal.addEventListener('abort', onAbort);
  if (signals.some(({ aborted }) => aborted)) onAbort();
  return { signal: controller.signal, release, abort: () => stop() };
}
