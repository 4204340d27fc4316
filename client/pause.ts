/** Waiting between attempts. All durations are in milliseconds. */
import { abortReason } from './streams/signals.ts';

/** Resolves after `ms`, or rejects with the signal's reason as soon as the signal aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(abortReason(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** Returns the pause that `Retry-After` asks for (RFC 9110: seconds or a date); undefined without one. */
export function retryAfter(response: Response, now = Date.now()): number | undefined {
  const header = response.headers.get('Retry-After');
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;

/**
 * Returns a delay that doubles with every consecutive failure. Half of it is random, so that clients do not
 * retry at the same time.
 */
export function backoff(failures: number): number {
  const full = Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1), MAX_DELAY_MS);
  return full / 2 + (Math.random() * full) / 2;
}
