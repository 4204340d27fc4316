/**
 * The server's time. Durations of what runs are counted here, and a browser's clock may be wrong by
 * minutes.
 */
import { useEffect, useState } from 'preact/hooks';

const TICK_MS = 1_000;
/** The `Date` of an answer knows no milliseconds, so less than this is no difference. */
const MIN_DIFFERENCE_MS = 2_500;

let ahead = 0;

export const clock = {
  now: () => Date.now() + ahead,
  learn(response: Response): void {
    const date = Date.parse(response.headers.get('Date') ?? '');
    if (Number.isNaN(date)) return;
    const difference = date - Date.now();
    ahead = Math.abs(difference) < MIN_DIFFERENCE_MS ? 0 : difference;
  },
};

/** The time, which goes on only while something is counted. */
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
