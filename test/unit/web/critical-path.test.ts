import { expect, test } from 'vitest';
import { criticalPath } from '../../../web/model/critical-path.ts';
import { rowsOf, spansOf, type Span } from '../../../web/model/spans.ts';
import type { Resource, TimelineItem } from '../../../web/model/types.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const at = (ms: number) => new Date(START + ms).toISOString();
const urn = (name: string) => `urn:slipway:local:clusters:demo:node/${name}`;

function span(name: string, from: number, to?: number, more: Partial<Span> = {}): Span {
  const outcome = to === undefined ? 'running' : 'succeeded';
  return { urn: urn(name), from, undo: false, outcome, ...(to !== undefined && { to }), ...more };
}

function names(path: Iterable<Span>): string[] {
  return [...path].map((it) => `${it.undo ? 'undo ' : ''}${it.urn.split('/').at(-1) ?? ''}`);
}

function resource(name: string, more: Partial<Resource> = {}): Resource {
  return { urn: urn(name), type: 'node', name, operation: 'create', status: 'pending', ...more };
}

function item(ms: number, type: TimelineItem['type'], name?: string): TimelineItem {
  const message = type === 'operation.stage' ? 'Stage rolling_back' : type;
  return { sequence: ms + 1, at: at(ms), type, message, ...(name && { urn: urn(name) }) };
}

function operation(stage: 'provisioning' | 'rolling_back' | 'done', resources: Resource[]) {
  const summary = { total: 0, pending: 0, running: 0, succeeded: 0, failed: 0, unchanged: 0 };
  const status = stage === 'done' ? ('failed' as const) : ('running' as const);
  return { status, progress: { stage, message: '', resources, summary } };
}

test('the path leads from the last step back to the steps that it waited for', () => {
  const spans = [
    span('vpc', 0, 10),
    span('role', 0, 25),
    span('subnet', 10, 30),
    span('plane', 30, 90),
    span('queue', 30, 40),
  ];
  expect(names(criticalPath(spans))).toEqual(['plane', 'subnet', 'vpc']);
});

test('with known dependencies, a step waits for its dependencies only', () => {
  const spans = [span('vpc', 0, 10), span('stranger', 0, 19), span('plane', 20, 90)];
  const dependencies = new Map([
    [urn('plane'), [urn('vpc')]],
    [urn('vpc'), []],
    [urn('stranger'), []],
  ]);
  expect(names(criticalPath(spans))).toEqual(['plane', 'stranger']);
  expect(names(criticalPath(spans, dependencies))).toEqual(['plane', 'vpc']);
});

test('a running step is later than all ended steps', () => {
  expect(names(criticalPath([span('a', 0, 10), span('b', 10), span('c', 10, 40)]))).toEqual([
    'b',
    'a',
  ]);
});

test('a rollback leads back to the failure that caused it', () => {
  const spans = [
    span('a', 0, 10),
    span('b', 10, 30, { outcome: 'failed' }),
    span('c', 10, 35),
    span('c', 40, 50, { undo: true }),
    span('a', 50, 60, { undo: true }),
  ];
  expect(names(criticalPath(spans))).toEqual(['undo a', 'undo c', 'b', 'a']);
});

test('without steps there is no path', () => {
  expect(names(criticalPath([]))).toEqual([]);
});

test('without a timeline, the spans come from the resources', () => {
  const spans = spansOf(
    operation('provisioning', [
      resource('done', { status: 'succeeded', startedAt: at(0), duration: 10 }),
      resource('now', { status: 'running', startedAt: at(10) }),
      resource('later'),
    ]),
  );
  expect(spans).toEqual([span('done', START, START + 10), span('now', START + 10)]);
});

test('the timeline has the work that a rollback hides; the resources have the latest work', () => {
  const timeline = [
    item(0, 'step.started', 'a'),
    item(10, 'step.succeeded', 'a'),
    item(11, 'step.started', 'b'),
    item(20, 'operation.stage'),
  ];
  const spans = spansOf(
    operation('rolling_back', [
      resource('a', { operation: 'delete', status: 'running', startedAt: at(40) }),
      resource('b', { status: 'failed', startedAt: at(11), duration: 14 }),
    ]),
    timeline,
  );
  expect(spans).toEqual([
    span('a', START, START + 10),
    span('b', START + 11, START + 25, { outcome: 'failed' }),
    span('a', START + 40, undefined, { undo: true }),
  ]);
  expect(rowsOf(spans).map(({ label, spans: of }) => [label, of.length])).toEqual([
    ['node a', 2],
    ['node b', 1],
  ]);
});

test('an operation that was terminated from outside has no running steps', () => {
  const timeline = [item(0, 'step.started', 'a'), item(30, 'operation.terminated')];
  expect(spansOf(operation('done', [resource('a', { status: 'failed' })]), timeline)).toEqual([
    span('a', START, START + 30, { outcome: 'canceled' }),
  ]);
});
