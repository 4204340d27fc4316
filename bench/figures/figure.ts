/** The result of a part of the bench: figures, each with the values that it is made of and its goal. */
import { ratiosOf, seriesOf, type Series } from './statistics.ts';

/** The unit of a value. `x` is a ratio. */
export type Unit = 'x' | '/s' | 'ms' | 's' | 'events' | 'kB' | 'MB' | 'writes';

export interface Measured {
  /** For example "Slipway" or "bare Express". */
  name: string;
  unit: Unit;
  series: Series;
}

export interface Goal {
  atMost?: number;
  atLeast?: number;
}

export interface Figure {
  /** The name of the figure, a few words. */
  what: string;
  unit: Unit;
  series: Series;
  /** The measured values that the figure is made of, for example both sides of a ratio. */
  from: Measured[];
  goal?: Goal;
}

export function measured(name: string, unit: Unit, rounds: readonly number[]): Measured {
  return { name, unit, series: seriesOf(rounds) };
}

/** Returns the ratio of two measured values, round by round. */
export function ratio(what: string, ours: Measured, baseline: Measured, goal?: Goal): Figure {
  return {
    what,
    unit: 'x',
    series: seriesOf(ratiosOf(ours.series.rounds, baseline.series.rounds)),
    from: [ours, baseline],
    ...(goal && { goal }),
  };
}

/** Returns a figure that is one measured value. */
export function plain(what: string, of: Measured, goal?: Goal): Figure {
  return { what, unit: of.unit, series: of.series, from: [of], ...(goal && { goal }) };
}

/** Returns true if the median meets the goal, and undefined if the figure has no goal. */
export function isMet({ goal, series }: Pick<Figure, 'goal' | 'series'>): boolean | undefined {
  if (goal === undefined) return undefined;
  const { atMost = Infinity, atLeast = -Infinity } = goal;
  return series.median <= atMost && series.median >= atLeast;
}
