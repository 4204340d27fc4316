import { describe, expect, test } from 'vitest';
import { isMet, measured, plain, ratio } from '../../../bench/figures/figure.ts';
import { interleaved } from '../../../bench/part.ts';
import { stalenessOf } from '../../../bench/figures/staleness.ts';
import { criticalPath, quantile, ratiosOf, seriesOf } from '../../../bench/figures/statistics.ts';

describe('the median', () => {
  test.each([
    [[5], 5],
    [[9, 1, 5], 5],
    [[1, 2, 3, 10], 2.5],
    [[2, 10, 100], 10],
  ])('of %j is %d', (values, median) => {
    expect(seriesOf(values).median).toBe(median);
  });

  test('comes with the minimum, the maximum and the rounds in order', () => {
    expect(seriesOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3, rounds: [3, 1, 2] });
  });

  test('of no values or of NaN throws', () => {
    expect(() => seriesOf([])).toThrow(RangeError);
    expect(() => seriesOf([1, Number.NaN])).toThrow(RangeError);
  });
});

test('a quantile is interpolated between its neighbours', () => {
  const values = Array.from({ length: 101 }, (_item, i) => i);
  expect(quantile(values, 0.99)).toBe(99);
  expect(quantile([0, 10], 0.25)).toBe(2.5);
});

describe('a ratio', () => {
  test('compares the values of the same round', () => {
    // The machine was slow in the second round, for both.
    expect(ratiosOf([10, 5, 20], [5, 2.5, 10])).toEqual([2, 2, 2]);
  });

  test('needs a pair of values for each round, and a baseline that is not 0', () => {
    expect(() => ratiosOf([1, 2], [1])).toThrow(RangeError);
    expect(() => ratiosOf([1], [0])).toThrow(RangeError);
  });

  test('meets its goal if its median does', () => {
    const ours = measured('Slipway', '/s', [90, 100, 10]);
    const bare = measured('bare', '/s', [100, 100, 100]);
    const figure = ratio('polls', ours, bare, { atLeast: 0.8 });
    expect(figure.series).toMatchObject({ median: 0.9, min: 0.1, max: 1 });
    expect(isMet(figure)).toBe(true);
    expect(isMet({ ...figure, goal: { atLeast: 0.95 } })).toBe(false);
    expect(isMet(plain('rate', ours))).toBeUndefined();
  });
});

test('variants run in turn, in reverse order in every second round', async () => {
  const ran: string[] = [];
  const variant = (name: string, value: number) => async () => {
    ran.push(name);
    return value;
  };
  const values = await interleaved(3, { a: variant('a', 1), b: variant('b', 2) });
  expect(ran).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
  expect([values('a'), values('b')]).toEqual([
    [1, 1, 1],
    [2, 2, 2],
  ]);
});

describe('the longest chain', () => {
  const node = (ms: number, ...dependsOn: string[]) => ({ ms, dependsOn });

  test('has the longest duration, not the most nodes', () => {
    const graph = new Map([
      ['d', node(1, 'c')],
      ['a', node(1)],
      ['b', node(1, 'a')],
      ['c', node(1, 'b')],
      ['slow', node(10, 'a')],
    ]);
    expect(criticalPath(graph)).toBe(11);
  });

  test('of an empty graph takes no time, and neither do unknown dependencies', () => {
    expect(criticalPath(new Map())).toBe(0);
    expect(criticalPath(new Map([['a', node(2, 'elsewhere')]]))).toBe(2);
  });

  test('of a cycle throws', () => {
    const cycle = new Map([
      ['a', node(1, 'b')],
      ['b', node(1, 'a')],
    ]);
    expect(() => criticalPath(cycle)).toThrow(RangeError);
  });
});

describe('staleness', () => {
  const births: [number, number][] = [
    [7, 1000],
    [8, 1050],
    [9, 1100],
  ];
  const seen = (version: number, at: number, connection = 0) => ({ connection, version, at });

  test('is counted from the creation of the next version', () => {
    const { p50, p99 } = stalenessOf([seen(7, 1080)], births);
    expect([p50, p99]).toEqual([30, 30]);
  });

  test('is 0 for the newest version', () => {
    expect(stalenessOf([seen(9, 5000), seen(8, 1060)], births).p99).toBe(0);
  });

  test('counts answers with an older version than the previous one', () => {
    const sightings = [seen(8, 1060), seen(7, 1061), seen(7, 1062, 1), seen(8, 1063, 1)];
    expect(stalenessOf(sightings, births).backwards).toBe(1);
  });
});
