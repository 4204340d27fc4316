/** The durations that are kept, and what is usual by them. */
import { expect, test } from 'vitest';
import {
  KEPT_DURATIONS,
  MAX_KINDS_OF_WORK,
  typicalDurations,
  withDurations,
  workKey,
  type KnownDurations,
} from '../../../contract/temporal/durations.ts';

const WORK = workKey('create', 'nat_gateway');

function noted(...durations: number[]): KnownDurations {
  return withDurations(
    {},
    durations.map((ms) => ({ work: WORK, ms })),
  );
}

test('with fewer than five durations nothing is usual', () => {
  expect(typicalDurations(noted(1, 2, 3, 4))).toEqual({});
  expect(typicalDurations(noted(5, 1, 4, 2, 3))).toEqual({ 'create/nat_gateway': [3, 5] });
});

test('the percentiles are those of the nearest rank', () => {
  const ten = Array.from({ length: 10 }, (_, index) => (index + 1) * 100);
  expect(typicalDurations(noted(...ten))).toEqual({ [WORK]: [500, 900] });
});

test('only the last durations count', () => {
  const old = Array.from({ length: KEPT_DURATIONS }, () => 9_000);
  const recent = Array.from({ length: KEPT_DURATIONS }, () => 1_000);
  expect(noted(...old, ...recent)[WORK]).toEqual(recent);
});

test('further kinds of work are not kept', () => {
  const kinds = Array.from({ length: MAX_KINDS_OF_WORK + 5 }, (_, index) => `create/kind${index}`);
  const known = withDurations(
    {},
    kinds.map((work) => ({ work, ms: 1 })),
  );
  expect(Object.keys(known)).toHaveLength(MAX_KINDS_OF_WORK);
  expect(withDurations(known, [{ work: 'create/kind0', ms: 2 }])['create/kind0']).toEqual([1, 2]);
});
