/** What a part of the bench hands back: figures, each with what it was measured beside, and its goal. */
import { ratiosOf, seriesOf, type Series } from './statistics.ts';

/** `x` is a ratio. */
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
  /** What was measured, in a few words. */
  what: string;
  /** What it comes to. */
  unit: Unit;
  series: Series;
  /** What it is made of, for example both sides of a ratio. */
  from: Measured[];
  goal?: Goal;
}

export function measured(name: string, unit: Unit, rounds: readonly number[]): Measured {
  return { name, unit, series: seriesOf(rounds) };
}

/** The first beside the second, round by round. */
export function ratio(what: string, ours: Measured, beside: Measured, goal?: Goal): Figure {
  return {
    what,
    unit: 'x',
    series: seriesOf(ratiosOf(ours.series.rounds, beside.series.rounds)),
    from: [ours, beside],
    ...(goal && { goal }),
  };
}

/** A figure that stands for itself. */
export function plain(what: string, of: Measured, goal?: Goal): Figure {
  return { what, unit: of.unit, series: of.series, from: [of], ...(goal && { goal }) };
}

/** undefined: it has no goal. The median counts. */
export function isMet({ goal, series }: Pick<Figure, 'goal' | 'series'>): boolean | undefined {
  if (goal === undefined) return undefined;
  const { atMost = Infinity, atLeast = -Infinity } = goal;
  return series.median <= atMost && series.median >= atLeast;
}
