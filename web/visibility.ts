/** Resolves once the page can be seen. */
export function untilVisible(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!signal.aborted && document.visibilityState === 'hidden') return;
      document.removeEventListener('visibilitychange', look);
      signal.removeEventListener('abort', look);
      if (signal.aborted) reject(new DOMException('aborted', 'AbortError'));
      else resolve();
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look);
    look();
  });
}

/** Aborts as soon as the page cannot be seen any more, and with `signal`. */
export function whileVisible(signal: AbortSignal): { signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const look = () => {
    if (document.visibilityState === 'hidden') controller.abort();
  };
  document.addEventListener('visibilitychange', look);
  return {
    signal: AbortSignal.any([signal, controller.signal]),
    done: () => document.removeEventListener('visibilitychange', look),
  };
}
