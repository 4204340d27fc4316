import type { Aws } from './client/access.ts';

/** Data of AWS that is the same for every client in a region. */
export interface RegionCache<Value> {
  of(aws: Aws): Promise<Value>;
}

/**
 * Loads the data of each region at most once per period. A failed load is not cached.
 *
 * @param keptMs milliseconds
 * @param clock milliseconds since the epoch
 */
export function createRegionCache<Value>(
  load: (aws: Aws) => Promise<Value>,
  keptMs: number,
  clock: () => number,
): RegionCache<Value> {
  const kept = new Map<string, { until: number; value: Promise<Value> }>();
  return {
    of(aws) {
      const known = kept.get(aws.region);
      if (known !== undefined && known.until > clock()) return known.value;
      const value = load(aws);
      kept.set(aws.region, { until: clock() + keptMs, value });
      value.catch(() => kept.delete(aws.region));
      return value;
    },
  };
}
