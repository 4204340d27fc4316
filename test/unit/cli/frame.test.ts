import { expect, test } from 'vitest';
import { plainStyle } from '../../../cli/io.ts';
import { frameOf } from '../../../cli/watch/frame.ts';
import { done, node, operationOf } from './operations.ts';

const NOW = Date.parse('2026-11-24T05:18:37.000Z');
const options = { style: plainStyle, columns: 60, rows: 24, now: NOW, tick: 0, lost: false };
const subnets = ['a', 'b', 'c'].map((name) => done(`subnet/${name}`, { duration: 2_300 }));
const resources = [
  done('vpc/main'),
  ...subnets,
  node('control_plane/main', { status: 'running', startedAt: '2026-11-24T05:18:28.000Z' }),
  node('node_group/default'),
];

test('shows a title with a clock, a bar, the message and the tree', () => {
  expect(frameOf(operationOf(resources), options)).toBe(
    `
⠋ create cluster demo                                  0:12
  ━━━━━━━━━━━━━━━━━━━━━───────────  4 of 6  provisioning
  working on vpc main
├─ ✓ vpc/main                                         1.2 s
├─ ✓ subnet  3 of 3                                   2.3 s
│  ├─ ✓ a                                             2.3 s
│  ├─ ✓ b                                             2.3 s
│  └─ ✓ c                                             2.3 s
├─ ⠋ control_plane/main                               9.0 s
└─ · node_group/default`.slice(1),
  );
});

test('collapses finished branches in a low window, and counts the lines that do not fit', () => {
  const lines = (rows: number) => frameOf(operationOf(resources), { ...options, rows }).split('\n');
  expect(lines(8)).toHaveLength(7);
  expect(lines(8)).toContainEqual(expect.stringMatching(/^├─ ✓ subnet {2}3 of 3/));
  expect(lines(6)).toHaveLength(5);
  expect(lines(6).at(-1)).toBe('… 3 more');
});

test('no line is wider than the window', () => {
  const long = [done(`subnet/${'x'.repeat(100)}`)];
  const lines = frameOf(operationOf(long), { ...options, columns: 30 }).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(30);
});

test('a rollback shows undone resources, and keeps the failed one marked', () => {
  const rolling = operationOf([
    done('vpc/main', { operation: 'delete' }),
    node('subnet/a', { operation: 'delete', status: 'running' }),
    node('node_group/default', { status: 'failed' }),
  ]);
  rolling.progress.stage = 'rolling_back';
  const frame = frameOf(rolling, options);
  expect(frame).toMatch(/✓ vpc\/main {2}undone/);
  expect(frame).toMatch(/subnet\/a {2}undoing/);
  expect(frame).toMatch(/✗ node_group\/default/);
  expect(frame).toContain('rolling back');
});

test('says when the server does not answer', () => {
  expect(frameOf(operationOf(resources), { ...options, lost: true })).toContain('does not answer');
});
