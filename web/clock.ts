/**
 * The server's time. The page computes how long running work has taken, and the browser's clock may be wrong
 * by minutes.
 */
import { useEffect, useState } from 'preact/hooks';

const TICK_MS = 1_000;
/** The `Date` header has whole seconds and arrives late, so smaller differences are ignored. */
const MIN_DIFFERENCE_MS = 2_500;

let offsetMs = 0;

export const clock = {
  now: () => Date.now() + offsetMs,
  learn(response: Response): void {
    const date = Date.parse(response.headers.get('Date') ?? '');
    if (Number.isNaN(date)) return;
    const difference = date - Date.now();
    offsetMs = Math.abs(difference) < MIN_DIFFERENCE_MS ? 0 : difference;
  },
};

/** Returns the current time. It is updated every second while `counting` is true. */
export function useNow(counting: boolean): number {
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    setNow(clock.now());
    if (!counting) return undefined;
    const timer = setInterval(() => setNow(clock.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [counting]);
  return now;
}
