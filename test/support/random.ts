/**
 * Random numbers that can be repeated: set SLIPWAY_SEED to the seed that a failed run printed. Without it
 * the seed is the date, so that each day tests another part of what the campaign tests as a whole.
 */

/** For example 20261129, in UTC. */
const TODAY = Number(new Date().toISOString().slice(0, 10).replaceAll('-', ''));

export interface Chance {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number;
  pick<T>(items: readonly T[]): T;
  /** `count` different items, in random order. */
  sample<T>(items: readonly T[], count: number): T[];
}

/** Prints the seed. Each `stream` has random numbers of its own, so that tests do not depend on their order. */
export function seededChance(stream: string): Chance {
  const seed = Number(process.env['SLIPWAY_SEED'] ?? TODAY);
  process.stdout.write(`${stream}: SLIPWAY_SEED=${seed}\n`);
  let start = seed;
  for (const character of stream) start = Math.imul(start, 31) + character.charCodeAt(0);
  const next = mulberry32(start);
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    int,
    pick(items) {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    sample(items, count) {
      const left = [...items];
      const taken: typeof left = [];
      while (taken.length < count && left.length > 0) {
        taken.push(...left.splice(int(0, left.length - 1), 1));
      }
      return taken;
    },
  };
}

/** https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32 */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
