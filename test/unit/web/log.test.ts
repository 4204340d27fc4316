import { expect, test } from 'vitest';
import { hasText, piecesOf, withLines } from '../../../web/model/log.ts';
import type { LogLine } from '../../../web/model/types.ts';

const line = (sequence: number, message: string, more: Partial<LogLine> = {}): LogLine => ({
  sequence,
  at: '2026-11-24T05:20:00.000Z',
  phase: 'step.failed',
  level: 'info',
  message,
  ...more,
});

test.each([
  ['THROTTLED', true],
  [' throttled ', true],
  ['', true],
  ['step.failed', true],
  ['vpc/main', true],
  ['subnet', false],
])('a line is found by %s: %s', (search, isFound) => {
  const urn = 'urn:slipway:local:clusters:demo:vpc/main';
  expect(hasText(line(1, 'It was throttled.', { urn }), search)).toBe(isFound);
});

test.each([
  ['', ['It was throttled']],
  ['w', ['It ', '[w]', 'as throttled']],
  ['T', ['I', '[t]', ' was ', '[t]', 'hro', '[t]', '[t]', 'led']],
  ['throttled', ['It was ', '[throttled]']],
  ['İ', ['It was throttled']],
])('the text is divided at %j', (search, pieces) => {
  const found = piecesOf('It was throttled', search);
  expect(found.map(({ text, isFound }) => (isFound ? `[${text}]` : text))).toEqual(pieces);
});

test('a text whose length changes with its case is not divided', () => {
  expect(piecesOf('İt was', 'was')).toEqual([{ text: 'İt was', isFound: false }]);
});

test('the newest lines are kept, and the others counted', () => {
  const first = withLines({ lines: [], dropped: 0 }, [line(1, 'a'), line(2, 'b')], 3);
  expect(first.dropped).toBe(0);
  const next = withLines(first, [line(3, 'c'), line(4, 'd'), line(5, 'e')], 3);
  expect(next.lines.map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
  expect(withLines(next, [line(6, 'f')], 3).dropped).toBe(3);
});
