import { expect, test } from 'vitest';
import { formatAge, formatClock, formatDuration } from '../../../../cli/output/time.ts';

test.each([
  [0, '0 ms'],
  [850, '850 ms'],
  [999.9, '1.0 s'],
  [3_210, '3.2 s'],
  [9_960, '10 s'],
  [59_600, '1 min 00 s'],
  [125_000, '2 min 05 s'],
  [3_725_000, '1 h 02 min'],
])('%i ms is %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

test('clocks and ages', () => {
  expect([-5, 7_000, 760_000, 3_760_000].map(formatClock)).toEqual([
    '0:00',
    '0:07',
    '12:40',
    '1:02:40',
  ]);
  const now = Date.parse('2026-11-24T12:00:00Z');
  const ages = [
    '2026-11-24T11:59:20Z',
    '2026-11-24T11:55:00Z',
    '2026-11-24T09:00:00Z',
    '2026-11-12T12:00:00Z',
  ];
  expect(ages.map((at) => formatAge(at, now))).toEqual(['40s', '5m', '3h', '12d']);
});
