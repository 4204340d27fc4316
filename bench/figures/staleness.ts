/** Computes how stale answers are, from the time at which each version was created. */
import { quantile } from './statistics.ts';

/** The version of one answer, and the time at which the answer arrived. */
export interface Sighting {
  connection: number;
  version: number;
  /** ms since the epoch. */
  at: number;
}

export interface Staleness {
  /**
   * ms since the next version was created, which the answer should have had; 0 for the newest version.
   */
  p50: number;
  p99: number;
  /** The number of answers with an older version than the previous answer on the same connection. */
  backwards: number;
}

/** @param births the time at which each version was created, ms since the epoch, in order */
export function stalenessOf(
  sightings: readonly Sighting[],
  births: readonly (readonly [version: number, at: number])[],
): Staleness {
  const bornAt = new Map(births);
  const last = new Map<number, number>();
  let backwards = 0;
  const ages = sightings.map(({ connection, version, at }) => {
    if (version < (last.get(connection) ?? 0)) backwards += 1;
    last.set(connection, version);
    const next = bornAt.get(version + 1);
    return next === undefined ? 0 : Math.max(0, at - next);
  });
  return { p50: quantile(ages, 0.5), p99: quantile(ages, 0.99), backwards };
}
