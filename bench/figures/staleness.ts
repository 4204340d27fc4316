/** How old what was read is, from when each version came to be. */
import { quantile } from './statistics.ts';

/** An answer: which version it had, and when it was here. */
export interface Sighting {
  connection: number;
  version: number;
  /** ms since the epoch. */
  at: number;
}

export interface Staleness {
  /** ms; an answer is as old as the version after its own. 0: it was the newest. */
  p50: number;
  p99: number;
  /** Answers with an older version than the one before on the same connection. */
  backwards: number;
}

/** @param births of each version, ms since the epoch, in order */
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
