/** The values of several rounds, with their median and their spread. */
export interface Series {
  median: number;
  min: number;
  max: number;
  rounds: number[];
}

/** Throws a RangeError if there are no rounds. */
export function seriesOf(rounds: readonly number[]): Series {
  return {
    median: quantile(rounds, 0.5),
    min: quantile(rounds, 0),
    max: quantile(rounds, 1),
    rounds: [...rounds],
  };
}

/**
 * Returns the value below which a share of the values lies. Interpolates between the two nearest values.
 * Throws a RangeError without values or for NaN.
 *
 * @param share from 0 to 1; 0.5 is the median
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.some((value) => Number.isNaN(value))) throw new RangeError('not a number');
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('no values');
  return below + (above - below) * (position - Math.floor(position));
}

/**
 * Returns the ratio of each round. The two sides of a round ran directly one after the other, so the
 * machine was equally fast for both.
 */
export function ratiosOf(measured: readonly number[], baseline: readonly number[]): number[] {
  if (measured.length !== baseline.length) throw new RangeError('rounds without a pair');
  return measured.map((value, round) => {
    const other = baseline[round] ?? 0;
    if (other === 0) throw new RangeError('a round whose baseline is 0');
    return value / other;
  });
}

/**
 * Returns the length of the longest chain of a graph, ms. No order of work is faster. Throws a RangeError
 * for a cycle.
 *
 * @param nodes in any order; a dependency that is not among them takes no time
 */
export function criticalPath(
  nodes: ReadonlyMap<string, { ms: number; dependsOn: readonly string[] }>,
): number {
  const ends = new Map<string, number>();
  const endOf = (key: string, path: readonly string[]): number => {
    const known = ends.get(key);
    if (known !== undefined) return known;
    if (path.includes(key)) throw new RangeError(`a cycle at ${key}`);
    const node = nodes.get(key);
    if (node === undefined) return 0;
    const start = Math.max(0, ...node.dependsOn.map((other) => endOf(other, [...path, key])));
    ends.set(key, start + node.ms);
    return start + node.ms;
  };
  return Math.max(0, ...[...nodes.keys()].map((key) => endOf(key, [])));
}
