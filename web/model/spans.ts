/**
 * Computes when the operation worked on each resource. The operation itself has only the last work on each
 * resource, so a rollback hides the create. The timeline has both, but the page reads it only now and
 * then, and takes later work from the operation.
 */
import { nodeLabel } from './labels.ts';
import { formatDuration } from './time.ts';
import type { Operation, Resource, TimelineItem } from './types.ts';

/** Times in milliseconds since the epoch, by the server's clock. */
export interface Span {
  urn: string;
  from: number;
  /** The end of the work; absent while it is running. */
  to?: number;
  /** True if the work is part of the rollback. */
  undo: boolean;
  outcome: 'running' | 'succeeded' | 'failed' | 'canceled';
}

/** Returns one span for each piece of work on a resource, in order of their start. */
export function spansOf(
  { progress, status }: Pick<Operation, 'progress' | 'status'>,
  timeline: readonly TimelineItem[] = [],
): Span[] {
  const { spans, timelineEnd, rolledBack } = spansFromTimeline(timeline);
  const undoing = rolledBack || progress.stage === 'rolling_back';
  for (const resource of progress.resources) {
    const last = spans.findLast(({ urn }) => urn === resource.urn);
    const current = spanOf(resource, undoing);
    if (current === undefined) continue;
    if (current.from > timelineEnd) {
      // The timeline was read before its last step had ended, and work on the resource started again since.
      if (last !== undefined && last.to === undefined) end(last, current.from, 'canceled');
      spans.push(current);
    } else if (last !== undefined && last.to === undefined && current.to !== undefined) {
      end(last, current.to, current.outcome);
    }
  }
  const ended = status === 'succeeded' || status === 'failed' || status === 'canceled';
  for (const span of spans) {
    // The operation was terminated from outside, so its running steps have no end in the timeline.
    if (ended && span.to === undefined) end(span, Math.max(span.from, timelineEnd), 'canceled');
  }
  return spans.toSorted((a, b) => a.from - b.from);
}

function spansFromTimeline(timeline: readonly TimelineItem[]): {
  spans: Span[];
  timelineEnd: number;
  rolledBack: boolean;
} {
  const spans: Span[] = [];
  const open = new Map<string, Span>();
  let rolledBack = false;
  for (const { at, type, urn, message } of timeline) {
    const time = Date.parse(at);
    if (type === 'operation.stage' && message.endsWith(' rolling_back')) rolledBack = true;
    if (urn === undefined) continue;
    if (type === 'step.started') {
      const span: Span = { urn, from: time, undo: rolledBack, outcome: 'running' };
      spans.push(span);
      open.set(urn, span);
    } else {
      const outcome = OUTCOMES[type];
      const span = open.get(urn);
      if (outcome === undefined || span === undefined) continue;
      open.delete(urn);
      end(span, time, outcome);
    }
  }
  const last = timeline.at(-1);
  return { spans, timelineEnd: last === undefined ? -Infinity : Date.parse(last.at), rolledBack };
}

function spanOf({ urn, startedAt, duration, status }: Resource, undo: boolean): Span | undefined {
  if (startedAt === undefined) return undefined;
  const from = Date.parse(startedAt);
  const outcome = status === 'failed' ? 'failed' : 'succeeded';
  if (duration === undefined) return { urn, from, undo, outcome: 'running' };
  return { urn, from, to: from + duration, undo, outcome };
}

/** The items that end a step. */
const OUTCOMES: Readonly<Partial<Record<TimelineItem['type'], Span['outcome']>>> = {
  'step.succeeded': 'succeeded',
  'step.failed': 'failed',
  'step.canceled': 'canceled',
};

function end(span: Span, to: number, outcome: Span['outcome']): void {
  span.to = to;
  span.outcome = outcome;
}

/** Returns the durations of all work on one resource: "3.1 s + 0.4 s". Running work lasts until now. */
export function tookText(spans: readonly Span[], now: number): string {
  return spans.map(({ from, to = now }) => formatDuration(Math.max(0, to - from))).join(' + ');
}

/** A row of the chart: all work on one resource. */
export interface Row {
  urn: string;
  label: string;
  spans: Span[];
}

/** Returns the rows in order of their first start. */
export function rowsOf(spans: readonly Span[]): Row[] {
  const rows = new Map<string, Row>();
  for (const span of spans) {
    const row = rows.get(span.urn) ?? { urn: span.urn, label: nodeLabel(span.urn), spans: [] };
    row.spans.push(span);
    rows.set(span.urn, row);
  }
  return [...rows.values()];
}
