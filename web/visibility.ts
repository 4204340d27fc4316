/** Resolves as soon as the page is visible. Rejects when the signal aborts. */
export function untilVisible(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const update = () => {
      if (!signal.aborted && document.visibilityState === 'hidden') return;
      document.removeEventListener('visibilitychange', update);
      signal.removeEventListener('abort', update);
      if (signal.aborted) reject(new DOMException('aborted', 'AbortError'));
      else resolve();
    };
    document.addEventListener('visibilitychange', update);
    signal.addEventListener('abort', update);
    update();
  });
}

/** Returns a signal that aborts with `signal`, and when the page is hidden. Call `done` to stop listening. */
export function whileVisible(signal: AbortSignal): { signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const update = () => {
    if (document.visibilityState === 'hidden') controller.abort();
  };
  document.addEventListener('visibilitychange', update);
  return {
    signal: AbortSignal.any([signal, controller.signal]),
    done: () => document.removeEventListener('visibilitychange', update),
  };
}
