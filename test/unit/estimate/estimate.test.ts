/** Estimates: how long a plan still takes by what such resources took before. */
import { expect, test } from 'vitest';
import type { ProgressResource } from '../../../contract/operations/operation.ts';
import { estimateOf } from '../../../operations/estimate/estimate.ts';

const NOW = Date.parse('2026-01-01T00:10:00.000Z');
const AT = new Date(NOW).toISOString();
const MINUTE = 60_000;

function urn(name: string): string {
  return `urn:slipway:local:clusters:prod:${name}`;
}

function resource(key: string, more: Partial<ProgressResource> = {}): ProgressResource {
  const [type = '', name = ''] = key.split('/');
  return { urn: urn(key), type, name, operation: 'create', status: 'pending', ...more };
}

/** A resource on which work began so many minutes ago. */
function running(key: string, minutes: number): ProgressResource {
  const startedAt = new Date(NOW - minutes * MINUTE).toISOString();
  return resource(key, { status: 'running', startedAt });
}

const TYPICAL = {
  'create/vpc': [1_000, 2_000],
  'create/control_plane': [9 * MINUTE, 12 * MINUTE],
  'create/node_group': [3 * MINUTE, 4 * MINUTE],
  'create/nat_gateway': [2 * MINUTE, 3 * MINUTE],
  'delete/vpc': [4_000, 6_000],
  'delete/control_plane': [5 * MINUTE, 6 * MINUTE],
} satisfies Record<string, [number, number]>;
const NEEDS = {
  [urn('control_plane/main')]: [urn('vpc/main')],
  [urn('nat_gateway/a')]: [urn('vpc/main')],
  [urn('node_group/default')]: [urn('control_plane/main'), urn('nat_gateway/a')],
};
const PLAN = ['vpc/main', 'control_plane/main', 'nat_gateway/a', 'node_group/default'];

test('the longest chain decides, and what is done no longer counts', () => {
  const pending = PLAN.map((key) => resource(key));
  expect(estimateOf(pending, NEEDS, TYPICAL, { at: NOW, now: NOW })).toEqual({
    at: AT,
    remainingSeconds: 1 + 12 * 60,
    p90Seconds: 2 + 16 * 60,
    slow: [],
  });
  const [vpc, , nat, group] = pending;
  const begun = [
    { ...resource('vpc/main'), ...vpc, status: 'succeeded' as const },
    running('control_plane/main', 4),
    ...[nat, group].filter((it) => it !== undefined),
  ];
  expect(estimateOf(begun, NEEDS, TYPICAL, { at: NOW, now: NOW })).toMatchObject({
    remainingSeconds: 5 * 60 + 3 * 60,
    p90Seconds: 8 * 60 + 4 * 60,
  });
});

test('a deletion waits for its dependants', () => {
  const deleted = ['vpc/main', 'control_plane/main'].map((key) =>
    resource(key, { operation: 'delete' }),
  );
  expect(estimateOf(deleted, NEEDS, TYPICAL, { at: NOW, now: NOW })).toMatchObject({
    remainingSeconds: 4 + 5 * 60,
    p90Seconds: 6 + 6 * 60,
  });
});

test('the estimate counts from the last change, and only slowness from now', () => {
  const begun = [running('control_plane/main', 1)];
  const later = { at: NOW, now: NOW + 12 * MINUTE };
  expect(estimateOf(begun, NEEDS, TYPICAL, later)).toMatchObject({
    at: AT,
    remainingSeconds: 8 * 60,
    slow: [{ urn: urn('control_plane/main') }],
  });
});

test('what takes longer than nine of ten is named as slow', () => {
  const late = [running('control_plane/main', 13), resource('node_group/default')];
  expect(estimateOf(late, NEEDS, TYPICAL, { at: NOW, now: NOW })).toEqual({
    at: AT,
    remainingSeconds: 3 * 60,
    p90Seconds: 4 * 60,
    slow: [{ urn: urn('control_plane/main'), medianSeconds: 9 * 60, p90Seconds: 12 * 60 }],
  });
});

test('a wait of less than a minute is not slow', () => {
  const vpc = [running('vpc/main', 0.9)];
  expect(estimateOf(vpc, NEEDS, TYPICAL, { at: NOW, now: NOW })).toMatchObject({ slow: [] });
  expect(
    estimateOf([running('vpc/main', 1.1)], NEEDS, TYPICAL, { at: NOW, now: NOW })?.slow,
  ).toHaveLength(1);
});

test('one resource without observations leaves only what is slow', () => {
  const unknown = [running('control_plane/main', 13), resource('addon/coredns')];
  expect(estimateOf(unknown, NEEDS, TYPICAL, { at: NOW, now: NOW })).toEqual({
    at: AT,
    slow: [{ urn: urn('control_plane/main'), medianSeconds: 9 * 60, p90Seconds: 12 * 60 }],
  });
  expect(
    estimateOf([resource('addon/coredns')], {}, TYPICAL, { at: NOW, now: NOW }),
  ).toBeUndefined();
});

test('nothing is said when nothing is left', () => {
  const done = PLAN.map((key) => resource(key, { status: 'succeeded' }));
  expect(estimateOf(done, NEEDS, TYPICAL, { at: NOW, now: NOW })).toBeUndefined();
});

test('plans with a cycle end, too', () => {
  const cycle = { [urn('vpc/main')]: [urn('vpc/main')] };
  expect(estimateOf([resource('vpc/main')], cycle, TYPICAL, { at: NOW, now: NOW })).toMatchObject({
    remainingSeconds: 1,
  });
});
